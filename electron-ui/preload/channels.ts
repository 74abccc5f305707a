/** The channels between the shell and its pages: only the preload and the main process know these names. */

import type { Language } from "../shared/texts";

export const channels = {
  /** to the page: a ShellCommand */
  command: "shell:command",
  notify: "shell:notify",
  state: "shell:state",
  language: "shell:language",
  closeToTray: "shell:close-to-tray",
  getLoginItem: "shell:get-login-item",
  setLoginItem: "shell:set-login-item",
  setHotkey: "shell:set-hotkey",
  openDataFolder: "shell:open-data-folder",
  /** to the starting page: a StartingStatus */
  status: "starting:status",
  getStatus: "starting:get-status",
  retry: "starting:retry",
  quit: "starting:quit",
} as const;

/** What the starting page shows. */
export interface StartingStatus {
  language: Language;
  kind: "starting" | "restarting" | "failed";
  /** Headline and explanation, for the owner. */
  title: string;
  message: string;
  /** The end of the sidecar's log, oldest line first, and the file that keeps it; empty unless failed. */
  log: readonly string[];
  logFile: string;
}

/** What the starting page finds as `window.starting`. */
export interface StartingBridge {
  onStatus(listener: (status: StartingStatus) => void): void;
  getStatus(): Promise<StartingStatus>;
  retry(): Promise<void>;
  quit(): Promise<void>;
}
