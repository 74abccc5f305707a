/** The top line: what the assistant is doing, the words being heard, the way to everything else. */

import { useComputed } from "@preact/signals";
import type { ListenMode } from "../../shared/protocol";
import type { TextKey } from "../../shared/texts";
import { useApp } from "../app/context";
import { droppedWords } from "../format/dropped";
import { doing, type Doing } from "../app/derived";
import { isApple } from "../app/surroundings";
import { Icon } from "./Icon";

const words: { [D in Doing]: TextKey } = {
  offline: "voiceOffline", off: "voiceOff", arming: "voiceArming", listening: "voiceListening", hearing: "voiceHearing",
  understanding: "voiceUnderstanding", muted: "voiceMuted", unavailable: "voiceUnavailable", working: "voiceWorking",
  waiting: "voiceWaiting",
};

const modes: [ListenMode, TextKey][] = [["always", "modeAlways"], ["push", "modePush"], ["off", "modeOff"]];

export function Header() {
  const app = useApp();
  const { t } = app;
  return (
    <header class="header">
      <button type="button" class="plain only-narrow" aria-label={t("menu")} onClick={() => (app.dialog.value = "menu")}>
        <Icon name="menu" />
      </button>
      <h1 class="brand">{t("appName")}</h1>
      <DoingNow />
      <Heard />
      <button type="button" class="plain search-button" title={t("paletteOpen")} onClick={() => (app.dialog.value = "palette")}>
        <Icon name="search" />
        <span class="unseen">{t("paletteOpen")}</span>
        <kbd class="only-wide" aria-hidden="true">{isApple() ? "⌘K" : "Ctrl K"}</kbd>
      </button>
      <button type="button" class="plain" aria-label={t("settings")} onClick={() => (app.dialog.value = "settings")}>
        <Icon name="settings" />
      </button>
    </header>
  );
}

function DoingNow() {
  const app = useApp();
  const now = useComputed(() => doing(app.state.value, !app.away.value));
  const mode = useComputed(() => app.state.value.voice.mode);
  const detail = useComputed(() => app.local(app.state.value.voice.detail));
  const hears = useComputed(() => !["off", "unavailable"].includes(app.state.value.voice.state));
  return (
    <div class="doing" data-doing={now.value}>
      <span class="dot" aria-hidden="true" />
      <span role="status" class="doing-word" title={detail.value || undefined}>{app.t(words[now.value])}</span>
      {hears.value && <Level />}
      <select
        class="quiet-select"
        aria-label={app.t("setMode")}
        value={mode.value}
        onChange={(event) => void app.ask("voice.set_mode", { mode: event.currentTarget.value as ListenMode })}
      >
        {modes.map(([name, key]) => <option key={name} value={name}>{app.t(key)}</option>)}
      </select>
    </div>
  );
}

/** How loud it is now; stands still while nothing is listened to. */
export function Level({ label = "loudness" }: { label?: TextKey }) {
  const app = useApp();
  return <meter class="level" aria-label={app.t(label)} min={0} max={1} value={loudness(app.level.value)} />;
}

/** Speech is quiet on a linear scale: the square root spreads it over the bar. */
function loudness(level: number): number {
  return Math.min(1, Math.sqrt(Math.max(0, level)));
}

/** The words recognised so far, or why the last sound was no command. Not read out: the utterance will be. */
function Heard() {
  const app = useApp();
  const voice = useComputed(() => app.state.value.voice);
  const { committed, tentative, dropped, state } = voice.value;
  if (committed || tentative) {
    return (
      <p class="heard" aria-live="off">
        <span>{committed}</span> <span class="tentative">{tentative}</span>
      </p>
    );
  }
  if (state === "unavailable" || state === "muted") {
    return <p class="heard wrong only-wide">{app.t(state === "muted" ? "deviceSilent" : "deviceGone")}</p>;
  }
  const why = droppedWords[dropped];
  return <p class="heard">{dropped ? `${app.t("dropped")}: ${why ? app.t(why) : dropped}` : ""}</p>;
}

