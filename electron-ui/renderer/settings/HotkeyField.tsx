/** The global shortcut: recorded by pressing it. Only a desktop shell can take one; a browser cannot. */

import { useState } from "preact/hooks";
import { useApp } from "../app/context";
import { useSetting } from "./fields";
import { acceleratorOf } from "./accelerator";

export function HotkeyField() {
  const app = useApp();
  const { t, bridge } = app;
  const [recording, setRecording] = useState(false);
  const [refusal, setRefusal] = useState("");
  const value = String(useSetting("window", "hotkey") ?? "");
  if (!bridge) return null;
  const take = async (accelerator: string) => {
    setRecording(false);
    const { ok, message } = await bridge.setHotkey(accelerator);
    setRefusal(ok ? "" : message);
    if (ok) await app.setSetting("window", "hotkey", accelerator);
  };
  return (
    <div class="field">
      <span>{t("setHotkey")}</span>
      <button
        type="button"
        aria-label={`${t("setHotkey")}: ${value}`}
        onClick={() => setRecording(true)}
        onBlur={() => setRecording(false)}
        onKeyDown={(event) => {
          if (!recording || event.key === "Tab") return;
          event.preventDefault();
          event.stopPropagation();
          const accelerator = acceleratorOf(event);
          if (event.key === "Escape") setRecording(false);
          else if (accelerator) void take(accelerator);
        }}
      >
        {recording ? t("hotkeyRecord") : value}
      </button>
      {refusal && <p class="error" role="alert">{refusal}</p>}
    </div>
  );
}
