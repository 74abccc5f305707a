/** The browser commands work in: which one, whether it works, and where it may go. */

import { useComputed } from "@preact/signals";
import { useState } from "preact/hooks";
import type { Result } from "../../shared/methods";
import { useApp } from "../app/context";
import { useFetched } from "../app/fetched";
import { ListField, Switch, TextField } from "../settings/fields";

type Status = Result<"browser.status">["status"];

export function BrowserSection() {
  const app = useApp();
  const { t } = app;
  const [version, setVersion] = useState(0);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState({ refusal: "", done: "" });
  const settings = useComputed(() => app.state.value.settings["browser"]);
  const found = useFetched("browser.status", {}, [version, settings.value]);
  const tryOut = async () => {
    setBusy(true);
    setSaid({ refusal: "", done: "" });
    try {
      const { status } = await app.call("browser.try", { key: app.newKey() });
      setSaid({ refusal: "", done: t("browserWorks", { version: status.version || status.path }) });
    } catch (error) {
      setSaid({ refusal: (error as Error).message, done: "" });
    } finally {
      setBusy(false);
      setVersion((count) => count + 1);
    }
  };
  const close = async () => {
    await app.ask("browser.close", { key: app.newKey() });
    setSaid({ refusal: "", done: "" });
    setVersion((count) => count + 1);
  };
  return (
    <fieldset>
      <legend>{t("browserUsed")}</legend>
      <p class="note">{t("browserNote")}</p>
      {found && <How status={found.status} />}
      {said.refusal && <p class="error" role="alert">{said.refusal}</p>}
      <p role="status" class="note">{busy ? t("browserTesting") : said.done}</p>
      <div class="decide">
        <button type="button" disabled={busy} onClick={() => void tryOut()}>{t("browserTest")}</button>
        {found?.status.running && <button type="button" disabled={busy} onClick={() => void close()}>{t("browserClose")}</button>}
      </div>
      <Switch section="browser" name="show" label={t("browserShow")} />
      <TextField section="browser" name="path" label={t("browserPath")} />
      <TextField section="browser" name="attach" label={t("browserAttach")} hint={t("browserAttachHint")} />
      <ListField section="browser" name="allow" label={t("browserAllow")} hint={t("browserSitesHint")} />
      <ListField section="browser" name="deny" label={t("browserDeny")} hint={t("browserSitesHint")} />
    </fieldset>
  );
}

function How({ status }: { status: Status }) {
  const app = useApp();
  const { t } = app;
  const trouble = app.language.value === "ru" ? status.trouble_ru || status.trouble : status.trouble;
  if (trouble) return <p class="error" role="alert">{trouble}</p>;
  const address = String(app.state.value.settings["browser"]?.["attach"] ?? "");
  return (
    <p>
      {status.mode === "attached" ? t("browserAttached", { address }) : t("browserFound", { program: status.version || status.path })}.{" "}
      {status.running ? t("browserRuns", { pages: status.pages }) : t("browserRests")}
      {status.running && status.headless && <span class="note"> {t("browserUnseen")}</span>}
    </p>
  );
}
