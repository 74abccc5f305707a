/** On demand: the owner's words for this clause, why this command, how sure, and what else it might be. */

import type { ClauseView, PlanView } from "../../shared/state";
import { useApp } from "../app/context";

export function ClauseWhy({ plan, clause }: { plan: PlanView; clause: ClauseView }) {
  const app = useApp();
  const { t } = app;
  const [best, ...others] = clause.planned.candidates;
  if (!best) return null;
  const percent = (sure: number) => sure.toLocaleString(app.language.value, { style: "percent" });
  const named = (command: string) => app.local(plan.titles[command] ?? {}) || command;
  return (
    <details class="why">
      <summary>{t("whyThis")}</summary>
      <p><q>{clause.planned.clause.text}</q></p>
      <p>{best.why} <span class="faint">{t("sureness", { percent: percent(best.confidence) })}</span></p>
      {others.length > 0 && (
        <p>
          {t("alsoPossible")}: {others.map((other) => `${named(other.command)} ${percent(other.confidence)}`).join(", ")}
        </p>
      )}
    </details>
  );
}
