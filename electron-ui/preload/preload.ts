/** Gives each page of the shell its named functions and nothing else of Electron; runs in the sandbox. */

import { contextBridge, ipcRenderer } from "electron";

import type { ShellCommand, SymbioteBridge } from "../shared/bridge";
import { channels, type StartingBridge, type StartingStatus } from "./channels";

/** Commands that came before the page listened; it gets them when it does. */
const early: ShellCommand[] = [];
const MOST_EARLY = 8;
const listeners = new Set<(name: ShellCommand) => void>();

function hear(name: ShellCommand): void {
  if (listeners.size > 0) listeners.forEach((listener) => listener(name));
  else if (early.length < MOST_EARLY) early.push(name);
}

function version(): string {
  const word = process.argv.find((argument) => argument.startsWith("--symbiote-version="));
  return word?.split("=")[1] ?? "";
}

const symbiote: SymbioteBridge = {
  platform: process.platform,
  version: version(),
  onCommand: (listener) => {
    listeners.add(listener);
    early.splice(0).forEach((name) => listener(name));
    return () => listeners.delete(listener);
  },
  notify: (title, body) => void ipcRenderer.invoke(channels.notify, title, body),
  setState: (state) => void ipcRenderer.invoke(channels.state, state),
  setLanguage: (language) => void ipcRenderer.invoke(channels.language, language),
  setCloseToTray: (on) => void ipcRenderer.invoke(channels.closeToTray, on),
  getLoginItem: () => ipcRenderer.invoke(channels.getLoginItem),
  setLoginItem: (on) => ipcRenderer.invoke(channels.setLoginItem, on),
  setHotkey: (accelerator) => ipcRenderer.invoke(channels.setHotkey, accelerator),
  openDataFolder: () => ipcRenderer.invoke(channels.openDataFolder),
};

const starting: StartingBridge = {
  onStatus: (listener) => {
    ipcRenderer.on(channels.status, (_event, status: StartingStatus) => listener(status));
  },
  getStatus: () => ipcRenderer.invoke(channels.getStatus),
  retry: () => ipcRenderer.invoke(channels.retry),
  quit: () => ipcRenderer.invoke(channels.quit),
};

if (window.location.protocol === "file:") {
  contextBridge.exposeInMainWorld("starting", starting);
} else {
  ipcRenderer.on(channels.command, (_event, name: ShellCommand) => hear(name));
  contextBridge.exposeInMainWorld("symbiote", symbiote);
}
