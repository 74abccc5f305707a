/** What the sidecar said about a trouble, in its own words, for those who want to know more. */

import type { LocalText } from "../../shared/state";
import { useApp } from "../app/context";

export function TroubleDetail({ text: given }: { text: LocalText }) {
  const { t, local } = useApp();
  const text = local(given);
  if (!text) return null;
  return (
    <details class="fold">
      <summary>{t("details")}</summary>
      <p class="note">{text}</p>
    </details>
  );
}
