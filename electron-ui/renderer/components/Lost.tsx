/** Said only when the line stays broken: short breaks pass in silence. */

import { useEffect, useState } from "preact/hooks";
import { useApp } from "../app/context";

/** Breaks shorter than this (ms) are nobody's concern. */
const PATIENCE = 2_500;

export function Lost() {
  const app = useApp();
  const status = app.status.value;
  const away = status !== "online";
  const [long, setLong] = useState(false);
  useEffect(() => {
    if (!away) return setLong(false);
    const timer = setTimeout(() => setLong(true), PATIENCE);
    return () => clearTimeout(timer);
  }, [away]);
  if (status === "refused") return <p class="lost" role="alert">{app.t("refused")}</p>;
  if (!away || !long) return null;
  return (
    <p class="lost" role="status">
      {app.t("offline")} <button type="button" class="link" onClick={() => app.connect()}>{app.t("tryNow")}</button>
    </p>
  );
}
