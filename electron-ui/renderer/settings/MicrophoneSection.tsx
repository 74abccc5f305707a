/** Which microphone, when it listens, and whether anything comes from it. */

import { useComputed } from "@preact/signals";
import { useId } from "preact/hooks";
import type { ListenMode } from "../../shared/protocol";
import { useApp } from "../app/context";
import { useFetched } from "../app/fetched";
import { Level } from "../components/Header";
import { useSetting } from "./fields";
import { TroubleDetail } from "./TroubleDetail";

export function MicrophoneSection() {
  const { t } = useApp();
  return (
    <fieldset>
      <legend>{t("microphone")}</legend>
      <MicrophoneFields />
    </fieldset>
  );
}

export function MicrophoneFields() {
  const app = useApp();
  const { t } = app;
  const voice = useComputed(() => app.state.value.voice);
  const modeId = useId();
  return (
    <>
      <div class="field">
        <label for={modeId}>{t("setMode")}</label>
        <select id={modeId} value={voice.value.mode} onChange={(event) => void app.ask("voice.set_mode", { mode: event.currentTarget.value as ListenMode })}>
          <option value="always">{t("modeAlways")}</option>
          <option value="push">{t("modePush")}</option>
          <option value="off">{t("modeOff")}</option>
        </select>
      </div>
      <Devices />
      <Test />
    </>
  );
}

function Devices() {
  const app = useApp();
  const { t } = app;
  const id = useId();
  const chosen = useSetting("voice", "device");
  const state = useComputed(() => app.state.value.voice.state);
  const found = useFetched("voice.devices", {}, [state.value === "unavailable"]);
  const devices = found?.devices ?? [];
  const current = String(chosen ?? found?.current ?? "");
  const missing = current && !devices.some((device) => device.name === current);
  return (
    <div class="field">
      <label for={id}>{t("setDevice")}</label>
      <select id={id} value={current} onChange={(event) => void app.ask("voice.use_device", { name: event.currentTarget.value })}>
        <option value="">{t("deviceDefault")}</option>
        {missing && <option value={current}>{current}</option>}
        {devices.map(({ name, default: standard }) => (
          <option key={name} value={name}>{standard ? t("deviceNamedDefault", { name }) : name}</option>
        ))}
      </select>
    </div>
  );
}

/** The live level: the proof that the microphone works is that the bar moves. */
function Test() {
  const app = useApp();
  const { t } = app;
  const voice = useComputed(() => app.state.value.voice);
  const { mode, state, detail } = voice.value;
  if (state === "unavailable") {
    return (
      <div class="trouble">
        <p class="error">{t("deviceGone")}</p>
        <TroubleDetail text={detail} />
      </div>
    );
  }
  if (mode === "off" || state === "off") {
    return (
      <div class="field">
        <span class="note">{t("deviceTestOff")}</span>
        <button type="button" onClick={() => void app.ask("voice.set_mode", { mode: "always" })}>{t("switchOn")}</button>
      </div>
    );
  }
  return (
    <div class="field">
      <span class={state === "muted" ? "error" : "note"}>{t(state === "muted" ? "deviceSilent" : "deviceTest")}</span>
      <Level label="testLevel" />
    </div>
  );
}
