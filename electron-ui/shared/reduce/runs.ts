/** What happens in a run: its steps, its loops, what it says and how it ends. */

import type { EventOf, Run, State, Step } from "../state";
import { changeRun, isFinal, put } from "./changes";
import { changeClause, messageOfTurn, said, type Telling } from "./turns";

/** Steps, passes and messages of one run that stay on the screen; a loop over thousands shows its latest. */
export const STEPS_KEPT = 600;
export const MESSAGES_KEPT = 300;
export const PASSES_KEPT = 300;

export function runStarted(state: State, event: EventOf<"run.started">, told: Telling): State {
  const planned = event.plan !== "" && state.turns[event.turn]?.plan?.clauses[event.clause] !== undefined;
  const next = changeRun(state, event.run, planned ? "" : event.turn, told.at, (run) => ({
    ...run,
    turn: event.turn,
    plan: event.plan,
    clause: event.clause,
    command: event.command,
    title: event.title,
    slots: event.slots,
    startedAt: state.runs[event.run]?.startedAt ?? told.at,
  }));
  return planned ? changeClause(next, event.turn, event.clause, told.at, (clause) => ({ ...clause, run: event.run })) : next;
}

export function runChanged(state: State, event: EventOf<"run.changed">, told: Telling): State {
  return changeRun(state, event.run, event.turn, told.at, (run) =>
    isFinal(run) ? run : { ...run, state: event.state, why: event.why, until: event.until },
  );
}

/** Ends the run. A step that was under way did not finish: it takes the state of the run, and loops stop counting. */
export function runFinished(state: State, event: EventOf<"run.finished">, told: Telling): State {
  return changeRun(state, event.run, event.turn, told.at, (run) => ({
    ...run,
    state: event.state,
    why: "",
    until: null,
    result: event.result,
    error: event.error,
    seconds: event.seconds,
    steps: closeSteps(run, event.state === "failed" ? "failed" : "skipped"),
  }));
}

function closeSteps(run: Run, as: "failed" | "skipped"): readonly Step[] {
  const isOpen = (step: Step) => step.state === "running" || step.state === "retrying";
  return run.steps.some(isOpen) ? run.steps.map((step) => (isOpen(step) ? { ...step, state: as } : step)) : run.steps;
}

export function stepStarted(state: State, event: EventOf<"step.started">, told: Telling): State {
  const { path, kind, params, attempt } = event;
  return changeStep(state, event, told, (step) => ({ ...step, path, kind, params, attempt, state: "running", error: "" }));
}

export function stepFinished(state: State, event: EventOf<"step.finished">, told: Telling): State {
  const { path, kind, value, receipt, error, seconds, undoable, evidence } = event;
  return changeStep(state, event, told, (step) => ({
    ...step, path, kind, state: event.state, value, receipt, error, seconds, undoable, evidence: evidence ?? null,
  }));
}

export function sendHeld(state: State, event: EventOf<"send.held">, told: Telling): State {
  const { path, kind, until, params, named } = event;
  return changeRun(state, event.run, event.turn, told.at, (run) => ({
    ...run, held: [...run.held.filter((each) => each.path !== path), { path, kind, until, params, named }],
  }));
}

export function sendReleased(state: State, event: EventOf<"send.released">, told: Telling): State {
  return changeRun(state, event.run, event.turn, told.at, (run) => ({ ...run, held: run.held.filter((each) => each.path !== event.path) }));
}

/** What a model has said so far is shown as the value of its step until the whole comes. */
export function answerStreamed(state: State, event: EventOf<"answer.streamed">, told: Telling): State {
  if (!state.runs[event.run]) return state;
  return changeRun(state, event.run, event.turn, told.at, (run) => ({
    ...run,
    steps: run.steps.map((step) => (step.path === event.path && step.state === "running" ? { ...step, value: event.text } : step)),
  }));
}

/** A limit of the allowance that was met is said where it was met, in the language of what was asked. */
export function allowanceReached(state: State, event: EventOf<"allowance.reached">, told: Telling): State {
  const { turn, run } = event;
  if (!turn && !run) return state;
  const language = state.turns[turn || (state.runs[run]?.turn ?? "")]?.language;
  const detail = (language === "ru" && event.detail_ru) || event.detail;
  return messageSaid(state, { type: "message.said", turn, run, path: "", text: detail, items: [], link: "", actions: [] }, told);
}

function changeStep(
  state: State,
  event: EventOf<"step.started"> | EventOf<"step.finished">,
  told: Telling,
  change: (step: Step) => Step,
): State {
  return changeRun(state, event.run, event.turn, told.at, (run) => {
    const place = placeOf(run.steps, event.path);
    if (place < 0) {
      const steps = latest([...run.steps, change(freshStep(event.path, event.kind))]);
      return { ...run, steps, stepCount: run.stepCount + 1 };
    }
    const steps = run.steps.slice();
    steps[place] = change(steps[place] as Step);
    return { ...run, steps };
  });
}

/** From the end: what changes began lately. -1 for none. */
function placeOf(steps: readonly Step[], path: string): number {
  let place = steps.length - 1;
  while (place >= 0 && steps[place]?.path !== path) place--;
  return place;
}

/** Without the oldest step inside a loop, when there are more than are kept. */
function latest(steps: readonly Step[]): readonly Step[] {
  if (steps.length <= STEPS_KEPT) return steps;
  const oldest = steps.findIndex((step) => step.path.includes("["));
  return oldest < 0 ? steps : steps.filter((_, place) => place !== oldest);
}

function freshStep(path: string, kind: string): Step {
  return {
    path, kind, params: null, attempt: 1, state: "running", value: null, receipt: null, error: "", seconds: 0, undoable: false, evidence: null,
  };
}

/** Quick passes are told together: `earlier` are those just before this one. */
export function loopProgressed(state: State, event: EventOf<"loop.progressed">, told: Telling): State {
  const { path, index, total, collected, failed, finished } = event;
  const first = index - event.earlier.length;
  const begun = [...event.earlier, ...(finished ? [] : [event.item])].map((item, place) => ({ index: first + place, item }));
  return changeRun(state, event.run, event.turn, told.at, (run) => {
    const before = (run.loops[path]?.items ?? []).filter((each) => each.index < first || each.index > index);
    const items = [...before, ...begun].slice(-PASSES_KEPT);
    return { ...run, loops: put(run.loops, path, { path, index, total, items, collected, failed, finished }) };
  });
}

export function messageSaid(state: State, event: EventOf<"message.said">, told: Telling): State {
  if (!event.run) return messageOfTurn(state, event, told);
  return changeRun(state, event.run, event.turn, told.at, (run) => ({
    ...run,
    messages: [...run.messages, said(event, told)].slice(-MESSAGES_KEPT),
  }));
}

export function actionUndone(state: State, event: EventOf<"action.undone">, told: Telling): State {
  if (!state.runs[event.undone_run]) return state;
  return changeRun(state, event.undone_run, "", told.at, (run) => ({ ...run, undone: event.summary || "✓" }));
}
