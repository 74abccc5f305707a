/** What the tray's menu and tip say in each state. */

import type { ShellCommand, ShellState } from "../shared/bridge";
import { text, type Language, type TextKey } from "../shared/texts";

/** What a menu item does: something of the shell, or a command for the page. */
export type TrayAction = "show" | "quit" | ShellCommand;

export type TrayItem = { action: TrayAction; label: string; enabled: boolean } | "separator";

/** Everything but showing and quitting needs the sidecar. */
export function trayMenu(state: ShellState, language: Language): TrayItem[] {
  const alive = state !== "offline";
  const item = (action: TrayAction, key: TextKey, enabled: boolean): TrayItem => ({ action, label: text(language, key), enabled });
  const command = (action: ShellCommand, key: TextKey): TrayItem => item(action, key, alive);
  return [
    item("show", "trayShow", true),
    "separator",
    command("toggle-listen", state === "off" ? "trayListen" : "trayToggle"),
    command("mode-always", "trayModeAlways"),
    command("mode-push", "trayModePush"),
    command("mode-off", "trayModeOff"),
    "separator",
    command("stop-all", "trayStopAll"),
    command("open-settings", "traySettings"),
    "separator",
    item("quit", "trayQuit", true),
  ];
}

/** The tip under the pointer: the name and the state in words. */
export function trayTip(state: ShellState, language: Language): string {
  return text(language, tips[state]);
}

const tips: Record<ShellState, TextKey> = {
  offline: "trayOffline",
  off: "trayOff",
  listening: "trayListening",
  working: "trayWorking",
  waiting: "trayWaiting",
};
