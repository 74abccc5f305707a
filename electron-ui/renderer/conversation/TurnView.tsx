/** One thing the owner said, the plan made of it, and what came of each part. */

import { useComputed } from "@preact/signals";
import { useApp } from "../app/context";
import { questionsOf } from "../app/derived";
import { useList } from "../app/selected";
import { Messages } from "./Message";
import { PlanCard } from "./PlanCard";
import { QuestionCard } from "./QuestionCard";
import { RunBody } from "./RunBody";
import { RunHead } from "./RunHead";
import { Words } from "./Words";

export function TurnView({ id }: { id: string }) {
  const app = useApp();
  const turn = useComputed(() => app.state.value.turns[id]);
  const answeredText = useComputed(() => app.state.value.questions[turn.value?.answered ?? ""]?.question.text ?? "");
  if (!turn.value) return null;
  const { plan, messages, runs, answered, text } = turn.value;
  return (
    <article class="turn" data-id={id} tabIndex={-1} aria-label={`${app.t("you")}: ${text}`}>
      <Words turn={turn.value} />
      {answered && <p class="note">{app.t("answeredBy", { text: answeredText.value })}</p>}
      {plan && <PlanCard turn={id} plan={plan} />}
      {runs.length > 0 && (
        <ul class="card clauses">
          {runs.map((run) => <LooseRun key={run} id={run} />)}
        </ul>
      )}
      <GateQuestions turn={id} />
      <Messages said={messages} />
    </article>
  );
}

/** A run that belongs to no clause of the plan. */
function LooseRun({ id }: { id: string }) {
  const app = useApp();
  const run = useComputed(() => app.state.value.runs[id]);
  if (!run.value) return null;
  return (
    <li class="clause" data-id={id} tabIndex={-1}>
      <RunHead run={run.value} number={0} />
      <RunBody run={run.value} />
    </li>
  );
}

/** What the gate asked before anything was started. */
function GateQuestions({ turn }: { turn: string }) {
  const app = useApp();
  const asked = useList(() => questionsOf(app.state.value, turn, ""));
  return <>{asked.value.map((each) => <QuestionCard key={each.question.id} asked={each} />)}</>;
}
