/** One polite line for screen readers: what was understood, what ended, what waits. Nothing while work goes on. */

import { useEffect, useRef, useState } from "preact/hooks";
import { isFinal } from "../../shared/reduce/changes";
import type { State } from "../../shared/state";
import type { App } from "../app/app";
import { useApp } from "../app/context";
import { stateWord } from "./StateMark";

export function Announcer() {
  const app = useApp();
  const before = useRef<State | null>(null);
  const [told, setTold] = useState("");
  const state = app.state.value;
  useEffect(() => {
    const line = before.current && app.live ? news(app, before.current, state) : "";
    before.current = state;
    if (line) setTold(line);
  }, [state]);
  return <p class="unseen" role="status">{told}</p>;
}

/** What is new between two states, in one sentence; empty when nothing is worth saying. */
function news(app: App, before: State, now: State): string {
  const asked = Object.values(now.questions).find((each) => !each.answered && !before.questions[each.question.id]);
  if (asked) return app.t("announceWaiting", { text: asked.question.text });
  const ended = Object.values(now.runs).find((run) => isFinal(run) && before.runs[run.id] !== undefined && !isFinal(before.runs[run.id] ?? run));
  if (ended) return app.t("announceState", { title: app.local(ended.title), state: app.t(stateWord(ended.state)) });
  const planned = Object.values(now.turns).find((turn) => turn.plan && !before.turns[turn.id]?.plan);
  return planned?.plan ? app.t("announceUnderstood", { n: planned.plan.clauses.length }) : "";
}
