/** The Electron program: one instance, its parts put together, and a clean end. */

import { randomBytes } from "node:crypto";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { app, globalShortcut, ipcMain, Menu } from "electron";

import { Application } from "./application";
import { answerCalls } from "./calls";
import { readCommandLine } from "./command-line";
import { DesktopFileLoginItem, type LoginItem } from "./login-item";
import { sidecarCommand, usualDataFolder, type Surroundings } from "./places";
import { PreferencesFile } from "./preferences";
import { confine, Desktop, ShellTray, ShellWindow, SystemLoginItem } from "./shell";
import { launchSidecar } from "./sidecar";
import { Supervisor, type SidecarState } from "./supervisor";

const line = readCommandLine(process.argv);
const around: Surroundings = { platform: process.platform, env: process.env, home: homedir() };
/** The bundle stands in `electron-ui/dist-electron`. */
const here = __dirname;
const root = resolve(here, "..", "..");
const startingFile = join(here, "starting.html");

// The terminal it was started from may be closed while it runs.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

// Each data folder has a window of its own, with its own lock and profile.
if (line.data !== "") app.setPath("userData", join(line.data, "window"));

function run(): void {
  const token = randomBytes(32).toString("hex");
  let port = 0;
  const preferences = new PreferencesFile(join(app.getPath("userData"), "shell.json"), app.getLocale());
  const supervisor = new Supervisor({
    launch: (wanted, listener) => launchSidecar(sidecarCommand(root, line, wanted, token, around), listener),
    after: (ms, then) => {
      const timer = setTimeout(then, ms);
      return () => clearTimeout(timer);
    },
    changed: (state: SidecarState) => {
      if (state.kind === "ready") port = state.port;
      application.sidecarChanged(state);
    },
  });
  app.on("web-contents-created", (_event, contents) => confine(contents, () => port));
  const window = new ShellWindow(startingFile, join(here, "preload.cjs"), preferences, {
    closing: () => !quitting && application.closing(),
  });
  const application: Application = new Application({
    window,
    tray: new ShellTray((action) => application.trayClicked(action)),
    desktop: new Desktop(app.getPath("userData"), () => window.show()),
    shortcuts: globalShortcut,
    wayland: around.env["XDG_SESSION_TYPE"] === "wayland",
    loginItem: loginItem(),
    preferences,
    supervisor,
    token,
    dataFolder: line.data === "" ? usualDataFolder(around) : line.data,
  });
  answerCalls(
    (channel, answer) =>
      ipcMain.handle(channel, (event, ...values) => {
        const frame = event.senderFrame;
        return answer({ url: frame?.url ?? "", top: frame !== null && frame.parent === null }, values);
      }),
    application,
    () => port,
    pathToFileURL(startingFile).href,
  );
  app.on("second-instance", (_event, argv) => application.startedAgain(readCommandLine(argv)));
  app.on("activate", () => window.show());
  leaveCleanly(application);
  application.start(line);
}

const QUITTING_LIMIT_MS = 5_000;

/** `will-quit` is not awaited by Electron: the sidecar is stopped before, and only then the program ends. */
let quitting = false;

function leaveCleanly(application: Application): void {
  let stopped = false;
  app.on("before-quit", (event) => {
    if (stopped) return;
    event.preventDefault();
    if (quitting) return;
    quitting = true;
    void application.stop().then(() => {
      stopped = true;
      app.quit();
      // Nothing of ours is left to be lost by then.
      setTimeout(() => app.exit(0), QUITTING_LIMIT_MS);
    });
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => app.quit());
}

function loginItem(): LoginItem {
  const args = ["--hidden", ...(line.data === "" ? [] : [`--data=${line.data}`])];
  if (process.platform !== "linux") return new SystemLoginItem([app.getAppPath(), ...args]);
  const config = process.env["XDG_CONFIG_HOME"] || join(homedir(), ".config");
  return new DesktopFileLoginItem(config, [process.execPath, app.getAppPath(), ...args]);
}

/** Windows and Linux need no menu bar; on macOS copying and quitting by key live in it. */
function applicationMenu(): Menu | null {
  if (process.platform !== "darwin") return null;
  return Menu.buildFromTemplate([{ role: "appMenu" }, { role: "editMenu" }, { role: "windowMenu" }]);
}

if (app.requestSingleInstanceLock()) {
  app.on("window-all-closed", () => app.quit());
  void app.whenReady().then(() => {
    Menu.setApplicationMenu(applicationMenu());
    run();
  });
} else {
  // The lock has handed our command line to the instance that runs.
  app.exit(0);
}
