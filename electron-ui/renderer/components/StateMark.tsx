/** The state of a run, a step or a clause as a mark; the word stands beside it or is read out. */

import type { RunState } from "../../shared/protocol";
import type { Run, StepState } from "../../shared/state";
import type { TextKey } from "../../shared/texts";
import { useApp } from "../app/context";
import { Icon, type IconName } from "./Icon";

export type Mark = RunState | StepState | "timed" | "unmatched" | "undone";

const icons: { [M in Mark]: IconName | null } = {
  queued: null, running: null, retrying: null, waiting: "question", timed: "clock", paused: "pause", done: "check", failed: "cross",
  cancelled: "stop", skipped: "dash", unconfirmed: "question", unmatched: "question", undone: "undo",
};

const words: { [M in Mark]: TextKey } = {
  queued: "stateQueued", running: "stateRunning", retrying: "stateRetrying", waiting: "stateWaiting", timed: "stateWaiting", paused: "statePaused",
  done: "stateDone", failed: "stateFailed", cancelled: "stateCancelled", skipped: "stateSkipped",
  unconfirmed: "stateUnconfirmed", unmatched: "unmatchedTitle", undone: "stateUndone",
};

/** The mark of a run: one that waits for time is not one that waits for the owner. */
export function markOf(run: Run): Mark {
  if (run.undone) return "undone";
  return run.state === "waiting" && run.why === "time" ? "timed" : run.state;
}

export function stateWord(mark: Mark): TextKey {
  return words[mark];
}

export function StateMark({ mark, silent = false }: { mark: Mark; silent?: boolean }) {
  const { t } = useApp();
  const icon = icons[mark];
  return (
    <span class="mark" data-mark={mark}>
      {icon && <Icon name={icon} />}
      {!silent && <span class="unseen">{t(words[mark])}</span>}
    </span>
  );
}
