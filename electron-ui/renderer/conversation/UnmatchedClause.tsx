/** A clause no command fits: the closest ones to choose from, its words to change, and that it was kept for teaching. */

import { useState } from "preact/hooks";
import { useApp } from "../app/context";
import { LineForm } from "../components/LineForm";
import { StateMark } from "../components/StateMark";
import { createCommand } from "../editor/command-actions";
import { ClauseActions } from "./ClauseActions";
import { ComposedCommand } from "./ComposedCommand";
import type { ClauseProps } from "./ClauseRow";

export function UnmatchedClause({ plan, clause, index, number }: ClauseProps & { number: number }) {
  const app = useApp();
  const { t } = app;
  const [editing, setEditing] = useState(false);
  const { text } = clause.planned.clause;
  const decide = (action: "skip" | "edit" | "choose", words: string | null, command: string | null) =>
    void app.act("plan.decide", { plan: plan.id, clause: index, action, text: words, command });
  const closest = Object.entries(clause.unmatched?.closest ?? {});
  return (
    <li class="clause unmatched">
      <div class="clause-head">
        <StateMark mark="unmatched" silent />
        <h3 class="clause-title">
          {number > 0 && <span class="number">{number}</span>}
          <q>{text}</q>
        </h3>
        <span class="clause-end">
          <span class="clause-state">{t("unmatchedTitle")}</span>
          <ClauseActions title={text} edit={() => setEditing(!editing)} skip={() => decide("skip", null, null)} />
        </span>
      </div>
      <div class="clause-body">
        {closest.length > 0 && (
          <div class="choices" role="group" aria-label={t("closestCommands")}>
            <span class="faint">{t("closestCommands")}</span>
            {closest.map(([command, title]) => (
              <button key={command} type="button" onClick={() => decide("choose", null, command)}>{app.local(title)}</button>
            ))}
          </div>
        )}
        <ComposedCommand clause={clause} />
        {clause.unmatched && (
          <p class="note">
            {t("unmatchedKept")} <button type="button" class="link" aria-label={`${t("teachThis")}: ${text}`} onClick={() => void createCommand(app, text)}>{t("teachThis")}</button>
          </p>
        )}
        {editing && (
          <LineForm label={t("editClauseLabel")} submit={t("save")} text={text} save={(words) => decide("edit", words, null)} done={() => setEditing(false)} />
        )}
      </div>
    </li>
  );
}
