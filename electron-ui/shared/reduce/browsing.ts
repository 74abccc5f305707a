/** Tasks in the browser: what was done on which page, and who is at the wheel. */

import type { Browsing, EventOf, Run, State } from "../state";
import { changeRun, put } from "./changes";
import type { Telling } from "./turns";

/** Acts of one task that stay on the screen. */
export const ACTS_KEPT = 200;

export function pageActed(state: State, event: EventOf<"page.acted">, told: Telling): State {
  const { type: _type, turn: _turn, run: _run, path: _path, ...act } = event;
  return changeBrowsing(state, event, told, (browsing) => {
    const others = browsing.acts.filter((each) => each.number !== act.number);
    return { ...browsing, acts: [...others, act].slice(-ACTS_KEPT) };
  });
}

export function browsingChanged(state: State, event: EventOf<"browsing.changed">, told: Telling): State {
  const begins = event.state === "started";
  return changeBrowsing(state, event, told, (browsing) => ({
    ...browsing, state: event.state, unseen: event.unseen, url: event.url, picture: event.picture, acts: begins ? [] : browsing.acts,
  }));
}

function changeBrowsing(
  state: State,
  event: EventOf<"page.acted"> | EventOf<"browsing.changed">,
  told: Telling,
  change: (browsing: Browsing) => Browsing,
): State {
  const fresh: Browsing = { path: event.path, state: "started", unseen: false, url: "", picture: "", acts: [] };
  return changeRun(state, event.run, event.turn, told.at, (run: Run) => ({
    ...run, browsing: put(run.browsing, event.path, change(run.browsing[event.path] ?? fresh)),
  }));
}
