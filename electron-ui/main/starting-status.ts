/** What the starting page says in each state of the sidecar. */

import type { StartingStatus } from "../preload/channels";
import { fill, shellTexts, type ShellTexts } from "../shared/shell-texts";
import type { Language } from "../shared/texts";
import type { SidecarState } from "./supervisor";

/** `logFile` is where the end of the log was kept, empty when it could not be. */
export function startingStatus(state: SidecarState, language: Language, logFile: string): StartingStatus {
  const texts = shellTexts[language];
  const nothing = { language, message: "", log: [], logFile: "" };
  switch (state.kind) {
    case "starting":
    case "ready":
    case "stopped":
      return { ...nothing, kind: "starting", title: texts.starting };
    case "restarting":
      return { ...nothing, kind: "restarting", title: fill(texts.restarting, state.attempt) };
    case "failed": {
      const title = state.reason === "busy" ? texts.failedBusy : texts.failed;
      return { language, kind: "failed", title, message: explain(state, texts), log: state.log, logFile };
    }
  }
}

function explain(failure: { reason: string; message: string }, texts: ShellTexts): string {
  if (failure.reason === "missing") return texts.failedMissing;
  return failure.message === "" ? texts.failedCrashed : failure.message;
}
