/** The page shown before the sidecar is ready, and when it cannot be started. */

import type { StartingBridge, StartingStatus } from "../../preload/channels";
import { text } from "../../shared/texts";

declare global {
  interface Window {
    starting: StartingBridge;
  }
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

function write(id: string, words: string): void {
  element(id).textContent = words;
  element(id).hidden = words === "";
}

function show(status: StartingStatus): void {
  const { language } = status;
  const failed = status.kind === "failed";
  document.documentElement.lang = language;
  element("spinner").hidden = failed;
  write("title", status.title);
  write("message", status.message);
  write("retry", text(language, "shellRetry"));
  write("quit", text(language, "trayQuit"));
  write("log-title", text(language, "shellLog"));
  write("log", status.log.join("\n"));
  write("saved", status.logFile === "" ? "" : text(language, "shellLogFile", { path: status.logFile }));
  element("actions").hidden = !failed;
  element("details").hidden = status.log.length === 0;
  if (failed) element("retry").focus();
  element("log").scrollTop = element("log").scrollHeight;
}

element("retry").addEventListener("click", () => void window.starting.retry());
element("quit").addEventListener("click", () => void window.starting.quit());
window.starting.onStatus(show);
void window.starting.getStatus().then(show);
