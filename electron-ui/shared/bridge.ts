/** What the Electron shell offers the page as `window.symbiote`; a plain browser has none of it. */

import type { Language } from "./texts";

/** What a tray item, a menu or the global shortcut asks the page to do. */
export type ShellCommand =
  | "toggle-listen"
  | "focus-composer"
  | "open-settings"
  | "stop-all"
  | "mode-always"
  | "mode-push"
  | "mode-off";

/** The state shown by the tray icon: `waiting` wins over `working`, `working` over `listening`. */
export type ShellState = "offline" | "off" | "listening" | "working" | "waiting";

/** Whether a global shortcut could be taken; `message` is for the owner when it could not. */
export interface HotkeyResult {
  ok: boolean;
  message: string;
}

/** Named functions only; the shell checks the sender of each call. */
export interface SymbioteBridge {
  platform: string;
  version: string;
  /** Calls `listener` for each command from outside the page; returns a function that ends it. */
  onCommand(listener: (name: ShellCommand) => void): () => void;
  /** Shows a notification of the system; a click on it brings the window to the front. */
  notify(title: string, body: string): void;
  setState(state: ShellState): void;
  setLanguage(language: Language): void;
  /** Whether closing the window leaves the assistant running in the tray (the setting `window.close_to_tray`). */
  setCloseToTray(on: boolean): void;
  getLoginItem(): Promise<boolean>;
  setLoginItem(on: boolean): Promise<void>;
  setHotkey(accelerator: string): Promise<HotkeyResult>;
  openDataFolder(): Promise<void>;
}

declare global {
  interface Window {
    symbiote?: SymbioteBridge;
  }
}
