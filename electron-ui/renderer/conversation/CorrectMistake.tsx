/** A clause that was understood wrongly: the owner chooses what was meant; it is undone, remembered and done right. */

import type { ClauseView, PlanView } from "../../shared/state";
import { useApp } from "../app/context";

export function CorrectMistake({ plan, clause }: { plan: PlanView; clause: ClauseView }) {
  const app = useApp();
  const { t } = app;
  const turn = Object.values(app.state.value.turns).find((each) => each.plan?.id === plan.id);
  const [best, ...near] = clause.planned.candidates;
  if (!turn || !best || !clause.run) return null;
  const close = near.map((match) => match.command);
  const others = app.commands.value.filter((command) => command.name !== best.command && Object.keys(command.phrases).length > 0);
  const sorted = [...others.filter((each) => close.includes(each.name)), ...others.filter((each) => !close.includes(each.name))];
  const correct = async (command: string) => {
    const done = await app.act("turn.correct", {
      turn: turn.id, clause: plan.clauses.indexOf(clause), command, language: app.language.value,
    });
    const title = app.local(app.commands.value.find((each) => each.name === command)?.title ?? {}) || command;
    app.toast(t("corrected", { title, undone: done.undone.join("; ") }));
  };
  return (
    <select aria-label={t("meantAnother")} value="" onChange={(event) => void correct(event.currentTarget.value)}>
      <option value="" disabled>{t("meantChoose")}</option>
      {sorted.map((command) => <option key={command.name} value={command.name}>{app.local(command.title) || command.name}</option>)}
    </select>
  );
}
