/** The shell's window, tray and desktop, made of Electron; only this module and `index` know it. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import {
  app,
  BrowserWindow,
  Menu,
  nativeImage,
  nativeTheme,
  Notification,
  screen,
  shell as system,
  Tray,
  type MenuItemConstructorOptions,
  type WebContents,
} from "electron";

import type { ShellState } from "../shared/bridge";
import { isOwnPage, mayOpenOutside, mayUse } from "./addresses";
import type { DesktopPort, TrayPort, WindowPort } from "./application";
import appIcon from "./icons/app.png";
import listening from "./icons/listening.png";
import off from "./icons/off.png";
import offline from "./icons/offline.png";
import waiting from "./icons/waiting.png";
import working from "./icons/working.png";
import type { LoginItem } from "./login-item";
import type { PreferencesFile } from "./preferences";
import type { TrayAction, TrayItem } from "./tray-menu";
import { placeWindow, SMALLEST } from "./window-bounds";

/** What the window tells. */
export interface WindowEvents {
  /** True keeps the window and only hides it. */
  closing(): boolean;
}

const CLOSING_LIMIT_MS = 3_000;

export class ShellWindow implements WindowPort {
  private readonly window: BrowserWindow;
  /** Settled when the page that was asked for last has loaded. */
  private loaded: Promise<void> = Promise.resolve();

  constructor(
    private readonly startingFile: string,
    preload: string,
    private readonly preferences: PreferencesFile,
    events: WindowEvents,
  ) {
    const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((display) => display.workArea);
    this.window = new BrowserWindow({
      ...placeWindow(preferences.get().bounds, areas),
      minWidth: SMALLEST.width,
      minHeight: SMALLEST.height,
      show: false,
      title: "Symbiote",
      icon: nativeImage.createFromDataURL(appIcon),
      autoHideMenuBar: true,
      backgroundColor: nativeTheme.shouldUseDarkColors ? "#16181d" : "#ffffff",
      webPreferences: {
        preload,
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webviewTag: false,
        additionalArguments: [`--symbiote-version=${app.getVersion()}`],
      },
    });
    if (preferences.get().maximized) this.window.maximize();
    this.window.on("close", (event) => {
      this.remember();
      if (events.closing()) event.preventDefault();
      // A page that hangs is asked in vain whether it may be closed.
      else setTimeout(() => this.window.isDestroyed() || this.window.destroy(), CLOSING_LIMIT_MS);
    });
  }

  showStarting(): void {
    this.load(() => this.window.loadFile(this.startingFile));
  }

  showPage(url: string): void {
    this.load(() => this.window.loadURL(url));
  }

  send(channel: string, value: unknown): void {
    void this.loaded.then(() => {
      if (!this.window.isDestroyed()) this.window.webContents.send(channel, value);
    });
  }

  show(): void {
    if (this.window.isMinimized()) this.window.restore();
    this.window.show();
    this.window.focus();
  }

  hide(): void {
    this.window.hide();
  }

  isInFront(): boolean {
    return this.window.isFocused();
  }

  private load(load: () => Promise<void>): void {
    // Rejects when another page is asked for meanwhile, or the sidecar died: the next state of the supervisor decides.
    this.loaded = load().catch((error: unknown) => console.error(`a page could not be loaded: ${String(error)}`));
  }

  private remember(): void {
    this.preferences.change({ bounds: this.window.getNormalBounds(), maximized: this.window.isMaximized() });
  }
}

/** Keeps every page of the program where it belongs. `port` is where the sidecar listens now. */
export function confine(contents: WebContents, port: () => number): void {
  const stay = (event: { preventDefault(): void }, url: string): void => {
    if (isOwnPage(url, port())) return;
    event.preventDefault();
    openOutside(url);
  };
  contents.on("will-navigate", (event, url) => stay(event, url));
  contents.on("will-redirect", (event, url) => stay(event, url));
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: "deny" };
  });
  contents.session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const media = "mediaTypes" in details ? (details.mediaTypes ?? []) : [];
    answer(mayUse({ permission, url: details.requestingUrl, media }, port()));
  });
  contents.session.setPermissionCheckHandler((_contents, permission, origin, details) =>
    mayUse({ permission, url: origin, media: details.mediaType === undefined ? [] : [details.mediaType] }, port()),
  );
}

function openOutside(url: string): void {
  if (mayOpenOutside(url)) void system.openExternal(url);
}

export class ShellTray implements TrayPort {
  private readonly tray = new Tray(icons.offline());

  constructor(private readonly clicked: (action: TrayAction) => void) {
    this.tray.on("click", () => clicked("show"));
  }

  update(state: ShellState, tip: string, items: TrayItem[]): void {
    this.tray.setImage(icons[state]());
    this.tray.setToolTip(tip);
    this.tray.setContextMenu(Menu.buildFromTemplate(items.map((item) => this.entry(item))));
  }

  private entry(item: TrayItem): MenuItemConstructorOptions {
    if (item === "separator") return { type: "separator" };
    return { label: item.label, enabled: item.enabled, click: () => this.clicked(item.action) };
  }
}

const icons: Record<ShellState, () => Electron.NativeImage> = {
  offline: () => trayImage(offline),
  off: () => trayImage(off),
  listening: () => trayImage(listening),
  working: () => trayImage(working),
  waiting: () => trayImage(waiting),
};

function trayImage(dataUrl: string): Electron.NativeImage {
  const image = nativeImage.createFromDataURL(dataUrl);
  // The menu bar of macOS takes an image at its size in points and does not shrink it.
  return process.platform === "darwin" ? image.resize({ width: 18, height: 18 }) : image;
}

export class Desktop implements DesktopPort {
  constructor(
    private readonly folder: string,
    private readonly clicked: () => void,
  ) {}

  notify(title: string, body: string): void {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title, body });
    notification.on("click", this.clicked);
    notification.show();
  }

  async openFolder(folder: string): Promise<void> {
    await system.openPath(folder);
  }

  quit(): void {
    app.quit();
  }

  saveLog(lines: readonly string[]): string {
    const file = join(this.folder, "sidecar-failure.log");
    try {
      mkdirSync(this.folder, { recursive: true });
      writeFileSync(file, `${lines.join("\n")}\n`);
    } catch (error) {
      console.error(`${file} could not be written: ${String(error)}`);
      return "";
    }
    return file;
  }
}

/** Windows and macOS keep the list of what starts at login themselves. */
export class SystemLoginItem implements LoginItem {
  constructor(private readonly args: readonly string[]) {}

  isOn(): boolean {
    return app.getLoginItemSettings({ args: [...this.args] }).openAtLogin;
  }

  set(on: boolean): void {
    app.setLoginItemSettings({ openAtLogin: on, args: [...this.args] });
  }
}
