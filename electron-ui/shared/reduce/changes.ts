/** Small changes of the state that the event reducers are made of; none touches what it is given. */

import type { AskedQuestion, Dictionary, Entry, Run, State, Turn } from "../state";

/** Entries kept in the conversation; older ones are fetched again from history. */
export const ENTRY_LIMIT = 150;

export function put<T>(all: Dictionary<T>, key: string, value: T): Dictionary<T> {
  return { ...all, [key]: value };
}

export function emptyTurn(id: string, at: string): Turn {
  return {
    id, at, text: "", key: "", source: "keyboard", language: "en", confidence: 1,
    replaces: "", replacedBy: "", answered: "", plan: null, runs: [], messages: [],
  };
}

export function emptyRun(id: string, turn: string, at: string): Run {
  return {
    id, turn, plan: "", clause: -1, command: "", title: {}, slots: {}, state: "running", why: "", until: null,
    startedAt: at, steps: [], held: [], browsing: {}, stepCount: 0, loops: {}, messages: [], result: null, error: "", seconds: 0, undone: "",
  };
}

/** The state with this entry at its end and the oldest finished ones let go. */
export function addEntry(state: State, entry: Entry): State {
  const entries = [...state.entries, entry];
  const first = entries[0];
  if (entries.length <= ENTRY_LIMIT || !first || isOpen(state, first)) return { ...state, entries };
  return { ...state, entries: entries.slice(1), moreHistory: true };
}

function isOpen(state: State, entry: Entry): boolean {
  if (entry.kind === "notice") return false;
  const unfinished = Object.values(state.runs).some((run) => run.turn === entry.id && !isFinal(run));
  return unfinished || Object.values(state.questions).some((asked) => isWaiting(asked) && asked.question.turn === entry.id);
}

export function isFinal(run: Run): boolean {
  return !["queued", "running", "waiting", "paused"].includes(run.state);
}

export function isWaiting(asked: AskedQuestion): boolean {
  return !asked.answered;
}

/** Changes a turn; one never heard of begins here, so that nothing told about it is lost. */
export function changeTurn(state: State, id: string, at: string, change: (turn: Turn) => Turn): State {
  const known = state.turns[id];
  const turns = put(state.turns, id, change(known ?? emptyTurn(id, at)));
  return known ? { ...state, turns } : addEntry({ ...state, turns }, { kind: "turn", id });
}

/** Changes a run; one never heard of begins here and stands with its turn. */
export function changeRun(state: State, id: string, turn: string, at: string, change: (run: Run) => Run): State {
  const known = state.runs[id];
  const next = { ...state, runs: put(state.runs, id, change(known ?? emptyRun(id, turn, at))) };
  if (known || !turn) return next;
  return changeTurn(next, turn, at, (view) => ({ ...view, runs: [...view.runs, id] }));
}
