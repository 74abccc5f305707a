/** What can be taken back in the editor: a bounded line of states, with changes of the same thing taken as one. */

/** A state and the name of the change that led to it. */
interface Entry<T> {
  state: T;
  what: string;
  at: number;
}

/** Immutable: every change gives another history. */
export interface History<T> {
  readonly past: readonly Entry<T>[];
  readonly now: Entry<T>;
  readonly future: readonly Entry<T>[];
}

export const LIMIT = 200;
/** Changes of the same thing closer together than this (ms) are one. */
export const TOGETHER = 1_000;

export function begun<T>(state: T): History<T> {
  return { past: [], now: { state, what: "", at: 0 }, future: [] };
}

/** The history with one state more. The same `what` soon after is the same change going on; an empty one stands alone. */
export function added<T>(history: History<T>, state: T, what: string, at: number): History<T> {
  const same = what !== "" && history.now.what === what && at - history.now.at < TOGETHER;
  const now = { state, what, at };
  if (same) return { past: history.past, now, future: [] };
  return { past: [...history.past, history.now].slice(-LIMIT), now, future: [] };
}

/** The state reached is seen in another light (its other half came); no change of the owner's. */
export function amended<T>(history: History<T>, state: T): History<T> {
  return { ...history, now: { ...history.now, state } };
}

export function undone<T>(history: History<T>): History<T> {
  const last = history.past[history.past.length - 1];
  if (!last) return history;
  return { past: history.past.slice(0, -1), now: { ...last, what: "" }, future: [history.now, ...history.future] };
}

export function redone<T>(history: History<T>): History<T> {
  const [next, ...rest] = history.future;
  if (!next) return history;
  return { past: [...history.past, history.now], now: { ...next, what: "" }, future: rest };
}
