/** What the sentence was understood to mean: every command in it, in order, with what can be done about each. */

import type { PlanView } from "../../shared/state";
import { useApp } from "../app/context";
import { ClauseRow } from "./ClauseRow";

export function PlanCard({ turn, plan }: { turn: string; plan: PlanView }) {
  const { t } = useApp();
  const count = plan.clauses.length;
  return (
    <div class="card plan" role="group" aria-label={t("planTitle")}>
      {count > 1 && (
        <p class="card-title">
          {t("planTitle")} <span class="count">{t("planOf", { n: count })}</span>
        </p>
      )}
      <ol class="clauses">
        {plan.clauses.map((clause, index) => (
          <ClauseRow key={index} turn={turn} plan={plan} clause={clause} index={index} />
        ))}
      </ol>
    </div>
  );
}
