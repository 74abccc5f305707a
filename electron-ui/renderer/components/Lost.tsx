/** What the owner must know above all: the line stays broken (short breaks pass in silence), or the data folder had trouble. */

import { useApp } from "../app/context";
import { Icon } from "./Icon";

export function Lost() {
  const app = useApp();
  const { t } = app;
  if (app.status.value === "refused") return <p class="lost" role="alert">{t("refused")}</p>;
  return (
    <>
      {app.away.value && (
        <p class="lost" role="status">
          {t("offline")} <button type="button" class="link" onClick={() => app.connect()}>{t("tryNow")}</button>
        </p>
      )}
      {app.notice.value && (
        <p class="lost" role="alert">
          {app.notice.value}
          <button type="button" class="plain" aria-label={t("close")} onClick={() => (app.notice.value = "")}><Icon name="close" /></button>
        </p>
      )}
    </>
  );
}
