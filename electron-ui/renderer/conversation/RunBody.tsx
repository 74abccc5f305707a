/** What a run says, asks and proves; its steps on demand. */

import type { ClauseView, PlanView, Run } from "../../shared/state";
import { useApp } from "../app/context";
import { questionsOf } from "../app/derived";
import { useList } from "../app/selected";
import { Messages } from "./Message";
import { Why } from "./ClauseWhy";
import { BrowsingCards } from "./BrowsingCard";
import { HeldCard } from "./HeldCard";
import { MailboxWanted } from "./MailboxWanted";
import { ModelWanted } from "./ModelWanted";
import { QuestionCard } from "./QuestionCard";
import { Receipts } from "./Receipts";
import { ShowingCard } from "./ShowingCard";
import { Timeline } from "./Timeline";
import { WaitingConnection } from "./WaitingConnection";

export function RunBody({ run, plan, clause }: { run: Run; plan?: PlanView; clause?: ClauseView }) {
  const app = useApp();
  const { t } = app;
  const asked = useList(() => questionsOf(app.state.value, run.turn, run.id));
  return (
    <div class="clause-body">
      {asked.value.filter((each) => each.answered).map((each) => <QuestionCard key={each.question.id} asked={each} />)}
      <Messages said={run.messages} />
      <ShowingCard run={run.id} />
      {asked.value.filter((each) => !each.answered).map((each) => <QuestionCard key={each.question.id} asked={each} />)}
      <BrowsingCards run={run} />
      {run.held.map((send) => <HeldCard key={send.path} run={run.id} send={send} />)}
      <WaitingConnection run={run} />
      {run.error && <p class="error">{run.error}</p>}
      <ModelWanted run={run} />
      <MailboxWanted run={run} />
      {run.state === "unconfirmed" && <p class="doubt">{t("unconfirmedHint")}</p>}
      {run.undone && <p class="note">{t("undone", { summary: run.undone })}</p>}
      <Receipts run={run} />
      <Timeline run={run} why={plan && clause ? <Why plan={plan} clause={clause} /> : null} />
    </div>
  );
}
