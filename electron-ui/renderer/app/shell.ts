/** What goes between the page and its surroundings outside the conversation: shell commands, notifications, theme. */

import { computed, effect, signal } from "@preact/signals";
import type { ShellCommand, ShellState, SymbioteBridge } from "../../shared/bridge";
import type { App } from "./app";
import { doing } from "./derived";

/** Keeps the shell, the document and the network's comings and goings in step with the page, as long as it lives. */
export function followShell(app: App, browser: Window): void {
  const { bridge } = app;
  bridge?.onCommand((name) => obey(app, name));
  if (bridge) tellShell(app, bridge);
  followTheme(app, browser);
  notifyOfWaiting(app, browser);
  browser.addEventListener("online", () => app.connect());
  browser.document.addEventListener("visibilitychange", () => {
    if (!browser.document.hidden) app.connect();
  });
}

/** Tells the shell what it shows and obeys; each only when it changes, however often events come. */
function tellShell(app: App, bridge: SymbioteBridge): void {
  const state = computed(() => shellState(app));
  const closeToTray = computed(() => app.state.value.settings["window"]?.["close_to_tray"]);
  const hotkey = computed(() => app.state.value.settings["window"]?.["hotkey"]);
  effect(() => bridge.setLanguage(app.language.value));
  effect(() => bridge.setState(state.value));
  effect(() => {
    if (typeof closeToTray.value === "boolean") bridge.setCloseToTray(closeToTray.value);
  });
  effect(() => {
    if (typeof hotkey.value === "string") void bridge.setHotkey(hotkey.value);
  });
}

function obey(app: App, name: ShellCommand): void {
  const acts: { [N in ShellCommand]: () => void } = {
    "toggle-listen": () => void app.ask("voice.toggle", {}),
    "focus-composer": () => app.focusComposer(),
    "open-settings": () => (app.dialog.value = "settings"),
    "mode-always": () => void app.ask("voice.set_mode", { mode: "always" }),
    "mode-push": () => void app.ask("voice.set_mode", { mode: "push" }),
    "mode-off": () => void app.ask("voice.set_mode", { mode: "off" }),
    "stop-all": () => void app.act("run.cancel_all", {}),
  };
  acts[name]();
}

function shellState(app: App): ShellState {
  const now = doing(app.state.value, !app.away.value);
  if (now === "offline" || now === "waiting" || now === "working") return now;
  return app.state.value.voice.mode === "off" || now === "unavailable" ? "off" : "listening";
}

/** Language and theme of the document; the theme stays with the system unless it was set. */
function followTheme(app: App, browser: Window): void {
  const system = browser.matchMedia("(prefers-color-scheme: dark)");
  const dark = signal(system.matches);
  system.addEventListener("change", () => (dark.value = system.matches));
  effect(() => {
    const root = browser.document.documentElement;
    const theme = app.state.value.settings["window"]?.["theme"];
    root.lang = app.language.value;
    root.dataset["theme"] = theme === "light" || theme === "dark" ? theme : dark.value ? "dark" : "light";
  });
}

/** One notification for each new question, due reminder or `notify` of a command while the window is out of sight. */
function notifyOfWaiting(app: App, browser: Window): void {
  const told = new Set<string>();
  effect(() => {
    const { questions, notices, alerts, settings } = app.state.value;
    const open = Object.values(questions).filter((asked) => !asked.answered);
    const news = [
      ...open.map(({ question }) => [question.id, app.t("notifyWaiting"), question.text] as const),
      ...Object.values(notices).map((notice) => [notice.id, app.t("notifyReminder"), notice.record.body.text] as const),
      ...alerts.map((alert) => [`alert ${alert.id}`, alert.title || "Symbiote", alert.text] as const),
    ].filter(([id]) => !told.has(id));
    for (const [id, title, body] of news) {
      told.add(id);
      const wanted = settings["window"]?.["notifications"] !== false && app.live;
      if (wanted && !browser.document.hasFocus()) notify(app, title, body);
    }
  });
}

function notify(app: App, title: string, body: string): void {
  if (app.bridge) app.bridge.notify(title, body);
  else if (typeof Notification === "function" && Notification.permission === "granted") new Notification(title, { body });
}
