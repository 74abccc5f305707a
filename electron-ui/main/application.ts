/** What the shell does when something happens: the sidecar changes, the page asks, a key is pressed, a window is closed. */

import { channels, type StartingStatus } from "../preload/channels";
import type { HotkeyResult, ShellCommand, ShellState } from "../shared/bridge";
import type { Language } from "../shared/texts";
import { pageAddress } from "./addresses";
import type { CommandLine } from "./command-line";
import { Hotkey, type Shortcuts } from "./hotkey";
import type { LoginItem } from "./login-item";
import type { PreferencesFile } from "./preferences";
import { startingStatus } from "./starting-status";
import type { SidecarState } from "./supervisor";
import type { TrayAction, TrayItem } from "./tray-menu";
import { trayMenu, trayTip } from "./tray-menu";

/** The one window. */
export interface WindowPort {
  /** Loads the local page that needs no sidecar. */
  showStarting(): void;
  showPage(url: string): void;
  /** Sends to whichever page is loaded, as soon as it is. */
  send(channel: string, value: unknown): void;
  show(): void;
  hide(): void;
  isInFront(): boolean;
}

export interface TrayPort {
  update(state: ShellState, tip: string, items: TrayItem[]): void;
}

/** The rest of the system. */
export interface DesktopPort {
  notify(title: string, body: string): void;
  openFolder(folder: string): Promise<void>;
  /** Ends the program; `before-quit` stops the sidecar first. */
  quit(): void;
  /** Keeps the end of the log where the owner can send it from; the file's path, empty when it could not be written. */
  saveLog(lines: readonly string[]): string;
}

export interface SupervisorPort {
  start(): void;
  retry(): void;
  stop(): Promise<void>;
}

export interface ApplicationParts {
  window: WindowPort;
  tray: TrayPort;
  desktop: DesktopPort;
  shortcuts: Shortcuts;
  wayland: boolean;
  loginItem: LoginItem;
  preferences: PreferencesFile;
  supervisor: SupervisorPort;
  token: string;
  dataFolder: string;
}

export class Application {
  private readonly hotkey: Hotkey;
  private sidecar: SidecarState = { kind: "starting" };
  private logFile = "";
  private told: ShellState = "off";
  /** What the tray shows, so that it is drawn again only for something new. */
  private drawn = "";
  /** The address of the loaded page; empty while the starting page is shown. */
  private page = "";

  constructor(private readonly parts: ApplicationParts) {
    this.hotkey = new Hotkey(parts.shortcuts, () => this.command("toggle-listen"), parts.wayland);
  }

  /** Shows something at once and starts the sidecar. */
  start(line: CommandLine): void {
    const { window, preferences, supervisor } = this.parts;
    window.showStarting();
    if (!line.hidden) window.show();
    this.updateTray();
    this.hotkey.take(preferences.get().hotkey, this.language);
    supervisor.start();
  }

  /** Somebody started the program once more. */
  startedAgain(line: CommandLine): void {
    if (line.toggleListen) this.command("toggle-listen");
    else if (!line.hidden) this.parts.window.show();
  }

  /** The supervisor says so. */
  sidecarChanged(state: SidecarState): void {
    const lost = this.sidecar.kind !== "failed" && state.kind === "failed";
    this.sidecar = state;
    if (state.kind === "ready") this.showPage(pageAddress(state.port, this.parts.token));
    if (state.kind === "failed") this.showFailure(state.log);
    if (this.page === "") this.parts.window.send(channels.status, this.status());
    this.updateTray();
    if (lost && !this.parts.window.isInFront()) this.parts.desktop.notify("Symbiote", this.status().title);
  }

  /** What the starting page shows now. */
  status(): StartingStatus {
    return startingStatus(this.sidecar, this.language, this.logFile);
  }

  retry(): void {
    this.parts.supervisor.retry();
  }

  /** The window is about to close; true when it shall only be hidden. */
  closing(): boolean {
    if (!this.parts.preferences.get().closeToTray) return false;
    this.parts.window.hide();
    return true;
  }

  quit(): void {
    this.parts.desktop.quit();
  }

  /** Lets everything go; resolves when no process of ours is left. */
  async stop(): Promise<void> {
    this.hotkey.letGo();
    await this.parts.supervisor.stop();
  }

  trayClicked(action: TrayAction): void {
    if (action === "quit") return this.quit();
    if (action === "show" || action === "open-settings") this.parts.window.show();
    if (action !== "show") this.command(action);
  }

  notify(title: string, body: string): void {
    if (!this.parts.window.isInFront()) this.parts.desktop.notify(title, body);
  }

  setState(state: ShellState): void {
    this.told = state;
    this.updateTray();
  }

  setLanguage(language: Language): void {
    this.parts.preferences.change({ language });
    this.updateTray();
  }

  setCloseToTray(on: boolean): void {
    this.parts.preferences.change({ closeToTray: on });
  }

  setHotkey(accelerator: string): HotkeyResult {
    const result = this.hotkey.take(accelerator, this.language);
    if (result.ok) this.parts.preferences.change({ hotkey: accelerator });
    return result;
  }

  getLoginItem(): boolean {
    return this.parts.loginItem.isOn();
  }

  setLoginItem(on: boolean): void {
    this.parts.loginItem.set(on);
  }

  openDataFolder(): Promise<void> {
    return this.parts.desktop.openFolder(this.parts.dataFolder);
  }

  private get language(): Language {
    return this.parts.preferences.get().language;
  }

  private command(name: ShellCommand): void {
    if (this.sidecar.kind === "ready") this.parts.window.send(channels.command, name);
  }

  private showPage(url: string): void {
    // A sidecar that came back on its port finds the page where it was: it reconnects by itself and loses nothing.
    if (url !== this.page) this.parts.window.showPage(url);
    this.page = url;
  }

  private showFailure(log: readonly string[]): void {
    this.logFile = this.parts.desktop.saveLog(log);
    if (this.page !== "") this.parts.window.showStarting();
    this.page = "";
  }

  private updateTray(): void {
    const state = this.sidecar.kind === "ready" ? this.told : "offline";
    if (this.drawn === `${state} ${this.language}`) return;
    this.drawn = `${state} ${this.language}`;
    this.parts.tray.update(state, trayTip(state, this.language), trayMenu(state, this.language));
  }
}
