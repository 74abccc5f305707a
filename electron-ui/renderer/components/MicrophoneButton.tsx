/** The microphone: on and off, or held to talk. A short press in push mode stays on until the next one. */

import { useComputed } from "@preact/signals";
import { useRef } from "preact/hooks";
import { useApp } from "../app/context";
import { Icon } from "./Icon";

const TAP = 300;

export function MicrophoneButton() {
  const app = useApp();
  const voice = useComputed(() => app.state.value.voice);
  const pressedAt = useRef(0);
  const held = useRef(false);
  const { mode, state } = voice.value;
  const push = mode === "push";
  const on = state !== "off" && state !== "unavailable" && mode !== "off";

  const press = () => {
    if (held.current) return release();
    held.current = true;
    pressedAt.current = Date.now();
    void app.ask("voice.press", {});
  };
  const release = () => {
    if (!held.current) return;
    held.current = false;
    void app.ask("voice.release", {});
  };
  const lift = () => {
    if (Date.now() - pressedAt.current > TAP) release();
  };
  const label = push ? app.t("holdToTalk") : app.t(on ? "stopListening" : "startListening");
  const pointer = push ? { onPointerDown: press, onPointerUp: lift, onPointerCancel: release } : {};
  return (
    <button
      type="button"
      class="microphone"
      aria-label={label}
      aria-pressed={on}
      title={label}
      data-state={state}
      {...pointer}
      onClick={(event) => {
        if (!push) void app.ask("voice.toggle", {});
        else if (event.detail === 0) press();
      }}
    >
      <Icon name="microphone" />
    </button>
  );
}
