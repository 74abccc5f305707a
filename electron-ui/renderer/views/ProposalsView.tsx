/** What was said and not understood, kept for teaching. */

import { useComputed } from "@preact/signals";
import { useState } from "preact/hooks";
import { useApp } from "../app/context";
import { useFetched } from "../app/fetched";
import { teachProposal } from "../editor/command-actions";
import { moment } from "../format/dates";
import { Empty, ViewFrame } from "./ViewFrame";

export function ProposalsView() {
  const app = useApp();
  const { t } = app;
  const version = useComputed(() => app.state.value.proposalsVersion);
  const [dismissed, setDismissed] = useState(0);
  const found = useFetched("proposals.list", {}, [version.value, dismissed]);
  return (
    <ViewFrame title="notUnderstood">
      {found?.proposals.length === 0 ? <Empty text="proposalsEmpty" /> : <p class="note">{t("proposalsHint")}</p>}
      <ul class="records">
        {found?.proposals.map((proposal) => (
          <li key={proposal.id} class="record">
            <q class="record-text">{proposal.text}</q>
            <span class="aside">{moment(app.language.value, proposal.at)}</span>
            <span class="record-actions">
              <button type="button" aria-label={`${t("teachThis")}: ${proposal.text}`} onClick={() => void teachProposal(app, proposal.id)}>{t("teachThis")}</button>
              <button type="button" aria-label={`${t("sayAgain")}: ${proposal.text}`} onClick={() => app.suggest(proposal.text)}>{t("sayAgain")}</button>
              <button
                type="button" aria-label={t("dismissNamed", { what: proposal.text })}
                onClick={() => void app.act("proposals.dismiss", { id: proposal.id }).then(() => setDismissed((count) => count + 1))}
              >{t("dismiss")}</button>
            </span>
          </li>
        ))}
      </ul>
    </ViewFrame>
  );
}
