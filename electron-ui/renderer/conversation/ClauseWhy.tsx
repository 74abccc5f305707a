/** On demand: the owner's words for this clause, why this command, how sure, and what else it might be. */

import type { Match } from "../../shared/protocol";
import type { ClauseView, PlanView } from "../../shared/state";
import { useApp } from "../app/context";
import { shownPhrase } from "../format/phrases";
import { CorrectMistake } from "./CorrectMistake";

export interface WhyProps {
  plan: PlanView;
  clause: ClauseView;
}

export function ClauseWhy(props: WhyProps) {
  const { t } = useApp();
  if (props.clause.planned.candidates.length === 0) return null;
  return (
    <details class="fold">
      <summary>{t("whyThis")}</summary>
      <Why {...props} />
    </details>
  );
}

export function Why({ plan, clause }: WhyProps) {
  const app = useApp();
  const { t } = app;
  const [best, ...others] = clause.planned.candidates;
  if (!best) return null;
  const percent = (sure: number) => sure.toLocaleString(app.language.value, { style: "percent", maximumFractionDigits: 0 });
  const inWords = (match: Match) => {
    const command = app.commands.value.find((each) => each.name === match.command);
    return command && /[{[(]/.test(match.why) ? shownPhrase(t, command, match.why) : match.why;
  };
  const named = (command: string) => app.local(plan.titles[command] ?? {}) || command;
  return (
    <div class="why">
      <p><q>{clause.planned.clause.text}</q> {best.why && `— ${inWords(best)}`} <span class="faint">{t("sureness", { percent: percent(best.confidence) })}</span></p>
      {others.length > 0 && (
        <p>{t("alsoPossible")}: {others.map((other) => `${named(other.command)} ${percent(other.confidence)}`).join(", ")}</p>
      )}
      <CorrectMistake plan={plan} clause={clause} />
    </div>
  );
}
