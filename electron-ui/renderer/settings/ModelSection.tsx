/** The speech model: which one, whether it is there, and its download. */

import { useComputed } from "@preact/signals";
import { useId, useState } from "preact/hooks";
import { useApp } from "../app/context";
import { bytes } from "../format/dates";
import { Choice, Switch, useSetting } from "./fields";
import { TroubleDetail } from "./TroubleDetail";

const OTHER = "other";
const sizes = ["tiny", "base", "small", "medium", "large-v3", "turbo"];

export function ModelSection() {
  const { t } = useApp();
  return (
    <fieldset>
      <legend>{t("sectionSpeech")}</legend>
      <ModelChoice />
      <ModelState />
      <Choice section="speech" name="language" label={t("setSpoken")} choices={[["auto", t("spokenAuto")], ["ru", t("russian")], ["en", t("english")]]} />
      <Switch section="speech" name="short_window" label={t("setShortWindow")} />
    </fieldset>
  );
}

function ModelChoice() {
  const app = useApp();
  const { t } = app;
  const id = useId();
  const value = String(useSetting("speech", "model") ?? "auto");
  const [other, setOther] = useState(false);
  const known = !other && (value === "auto" || sizes.includes(value));
  const set = (model: string) => {
    setOther(model === OTHER);
    if (model !== OTHER) void app.setSetting("speech", "model", model);
  };
  return (
    <>
      <div class="field">
        <label for={id}>{t("setModel")}</label>
        <select id={id} value={known ? value : OTHER} onChange={(event) => set(event.currentTarget.value)}>
          <option value="auto">{t("modelAuto")}</option>
          {sizes.map((size) => <option key={size} value={size}>{size}</option>)}
          <option value={OTHER}>{t("modelFolder")}</option>
        </select>
      </div>
      {!known && (
        <div class="field wide">
          <input aria-label={t("modelFolderLabel")} placeholder={t("modelFolderLabel")} value={other ? "" : value} onChange={(event) => set(event.currentTarget.value.trim() || "auto")} />
        </div>
      )}
    </>
  );
}

export function ModelState() {
  const app = useApp();
  const { t } = app;
  const model = useComputed(() => app.state.value.model);
  const { state, name, detail, done_bytes: done, total_bytes: total } = model.value;
  const size = (count: number) => bytes(app.language.value, count);
  const load = <button type="button" onClick={() => void app.ask("model.download", {})}>{t(state === "failed" ? "downloadAgain" : "download")}</button>;
  switch (state) {
    case "ready":
      return <p class="field"><span>{t("modelReady", { name })}</span></p>;
    case "loading":
      return <p class="field"><span>{name ? t("modelLoading", { name }) : t("modelSought")}</span></p>;
    case "downloading":
      return (
        <div class="field">
          <span>{t("modelDownloading", { name, done: size(done), total: size(total) })}</span>
          <progress aria-label={t("modelProgress")} value={done} max={Math.max(total, 1)} />
          <button type="button" aria-label={t("cancelDownload")} onClick={() => void app.ask("model.cancel", {})}>{t("cancel")}</button>
        </div>
      );
    case "failed":
      return (
        <div class="trouble">
          <p class="error">{t("modelFailed")}</p>
          <TroubleDetail text={detail} />
          {load}
        </div>
      );
    case "absent":
      return (
        <>
          <div class="field"><span>{t("modelAbsent")}</span>{load}</div>
          <TroubleDetail text={detail} />
        </>
      );
  }
}
