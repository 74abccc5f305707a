/** What the tray's menu and tip say in each state. */

import { shellTexts } from "../shared/shell-texts";
import type { ShellCommand, ShellState } from "../shared/bridge";
import type { Language } from "../shared/texts";

/** What a menu item does: something of the shell, or a command for the page. */
export type TrayAction = "show" | "quit" | ShellCommand;

export type TrayItem = { action: TrayAction; label: string; enabled: boolean } | "separator";

/** Everything but showing and quitting needs the sidecar. */
export function trayMenu(state: ShellState, language: Language): TrayItem[] {
  const texts = shellTexts[language];
  const alive = state !== "offline";
  const command = (action: ShellCommand, label: string): TrayItem => ({ action, label, enabled: alive });
  return [
    { action: "show", label: texts.trayShow, enabled: true },
    "separator",
    command("toggle-listen", state === "off" ? texts.trayListen : texts.trayToggle),
    command("mode-always", texts.trayAlways),
    command("mode-push", texts.trayPush),
    command("mode-off", texts.trayOff),
    "separator",
    command("stop-all", texts.trayStopAll),
    command("open-settings", texts.traySettings),
    "separator",
    { action: "quit", label: texts.trayQuit, enabled: true },
  ];
}

/** The tip under the pointer: the name and the state in words. */
export function trayTip(state: ShellState, language: Language): string {
  return `Symbiote: ${shellTexts[language].states[state]}`;
}
