/** What follows from the state: who waits, what runs, where a question belongs. */

import { isFinal } from "../../shared/reduce/changes";
import type { AskedQuestion, AssistantEvent, Run, State, Turn } from "../../shared/state";

export type Doing = "offline" | "off" | "arming" | "listening" | "hearing" | "understanding" | "muted" | "unavailable" | "working" | "waiting";

/** Open questions, oldest first. */
export function waitingQuestions(state: State): AskedQuestion[] {
  return Object.values(state.questions)
    .filter((asked) => !asked.answered)
    .sort((one, other) => one.question.asked.localeCompare(other.question.asked));
}

/** Unfinished runs, oldest first. */
export function openRuns(state: State): Run[] {
  return Object.values(state.runs)
    .filter((run) => !isFinal(run))
    .sort((one, other) => one.startedAt.localeCompare(other.startedAt));
}

/** Every run of a turn: those of its clauses in their order, then the others. */
export function runsOfTurn(state: State, turn: Turn): Run[] {
  const planned = turn.plan?.clauses.map((clause) => clause.run) ?? [];
  return [...planned, ...turn.runs].flatMap((id) => state.runs[id] ?? []);
}

/** Questions of this run, or with an empty run those the gate asked about this turn. */
export function questionsOf(state: State, turn: string, run: string): AskedQuestion[] {
  return Object.values(state.questions).filter(({ question }) => question.turn === turn && question.run === run);
}

/** The newest run with something that can be taken back and was not, empty for none. */
export function undoableRun(state: State): string {
  const runs = Object.values(state.runs).filter((run) => isFinal(run) && !run.undone && hasUndoable(run));
  return runs.sort((one, other) => other.startedAt.localeCompare(one.startedAt))[0]?.id ?? "";
}

function hasUndoable(run: Run): boolean {
  return run.steps.some((step) => step.undoable && step.state !== "failed");
}

/** The one state shown at the top: what needs the owner first, then what is heard, then what is done. */
export function doing(state: State, online: boolean): Doing {
  if (!online) return "offline";
  const { state: voice } = state.voice;
  if (voice === "hearing" || voice === "understanding") return voice;
  if (waitingQuestions(state).length > 0) return "waiting";
  if (openRuns(state).some((run) => run.state === "running")) return "working";
  return voice;
}

/** Part of what may happen hundreds of times a second: a step in a pass of a loop, or how far the loop has come. */
export function isWithinLoop(event: AssistantEvent): boolean {
  if (event.type === "loop.progressed") return !event.finished;
  return (event.type === "step.started" || event.type === "step.finished") && event.path.includes("[");
}
