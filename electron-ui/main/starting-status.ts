/** What the starting page says in each state of the sidecar. */

import type { StartingStatus } from "../preload/channels";
import { text, type Language } from "../shared/texts";
import type { SidecarState } from "./supervisor";

/** `logFile` is where the end of the log was kept, empty when it could not be. */
export function startingStatus(state: SidecarState, language: Language, logFile: string): StartingStatus {
  const nothing = { language, message: "", log: [], logFile: "" };
  switch (state.kind) {
    case "starting":
    case "ready":
    case "stopped":
      return { ...nothing, kind: "starting", title: text(language, "shellStarting") };
    case "restarting":
      return { ...nothing, kind: "restarting", title: text(language, "shellRestarting", { n: state.attempt }) };
    case "failed": {
      const title = text(language, state.reason === "busy" ? "shellBusy" : "shellFailed");
      return { language, kind: "failed", title, message: explain(state, language), log: state.log, logFile };
    }
  }
}

function explain(failure: { reason: string; message: string; ru?: string }, language: Language): string {
  if (failure.reason === "missing") return text(language, "shellMissing");
  if (language === "ru" && failure.ru) return failure.ru;
  return failure.message === "" ? text(language, "shellCrashed") : failure.message;
}
