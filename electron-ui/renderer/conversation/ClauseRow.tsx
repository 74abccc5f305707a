/** One clause of a plan: its command and slots before it runs, and its run from then on. */

import { useComputed } from "@preact/signals";
import { useState } from "preact/hooks";
import type { ClauseView, PlanView } from "../../shared/state";
import { useApp } from "../app/context";
import { LineForm } from "../components/LineForm";
import { StateMark } from "../components/StateMark";
import { ClauseActions } from "./ClauseActions";
import { ClauseWhy } from "./ClauseWhy";
import { EffectWords } from "./Consent";
import { RunBody } from "./RunBody";
import { RunHead } from "./RunHead";
import { Slots } from "./Slots";
import { UnmatchedClause } from "./UnmatchedClause";

export interface ClauseProps {
  turn: string;
  plan: PlanView;
  clause: ClauseView;
  index: number;
}

export function ClauseRow(props: ClauseProps) {
  const { clause, plan, index } = props;
  const app = useApp();
  const runId = clause.run;
  const run = useComputed(() => app.state.value.runs[runId]);
  const number = plan.clauses.length > 1 ? index + 1 : 0;
  if (run.value && run.value.id === runId) {
    return (
      <li class="clause" data-id={run.value.id} tabIndex={-1}>
        <RunHead run={run.value} number={number} />
        <RunBody run={run.value} plan={plan} clause={clause} />
      </li>
    );
  }
  if (!clause.skipped && (clause.unmatched || clause.planned.candidates.length === 0)) {
    return <UnmatchedClause {...props} number={number} />;
  }
  return <QueuedClause {...props} number={number} />;
}

/** A clause that was not started: it may still be edited or skipped. */
function QueuedClause({ plan, clause, index, number }: ClauseProps & { number: number }) {
  const app = useApp();
  const { t } = app;
  const [editing, setEditing] = useState(false);
  const match = clause.planned.candidates[0];
  const title = app.local(plan.titles[match?.command ?? ""] ?? {}) || match?.command || clause.planned.clause.text;
  const after = clause.planned.after.map((other) => other + 1).join(", ");
  const order = !clause.skipped && after && number > 0 ? ` · ${t("afterClauses", { list: after })}` : "";
  const state = t(clause.skipped ? "stateSkipped" : "stateQueued") + order;
  const decide = (action: "skip" | "edit", text: string | null) =>
    void app.act("plan.decide", { plan: plan.id, clause: index, action, text, command: null });
  return (
    <li class="clause" data-skipped={clause.skipped ? "" : undefined}>
      <div class="clause-head">
        <StateMark mark={clause.skipped ? "skipped" : "queued"} silent />
        <h3 class="clause-title">
          {number > 0 && <span class="number">{number}</span>}
          <span>{title}</span>
        </h3>
        {match && <Slots match={match} references={clause.planned.references} />}
        <span class="clause-end">
          <span class="clause-state">{state}</span>
          {!clause.skipped && <ClauseActions title={title} edit={() => setEditing(!editing)} skip={() => decide("skip", null)} />}
        </span>
      </div>
      {editing && (
        <LineForm label={t("editClauseLabel")} submit={t("save")} text={clause.planned.clause.text} save={(text) => decide("edit", text)} done={() => setEditing(false)} />
      )}
      {!clause.skipped && match?.effect === "sends" && <EffectWords question={{ effect: match.effect, undoable: false }} />}
      {!clause.skipped && <ClauseWhy plan={plan} clause={clause} />}
    </li>
  );
}
