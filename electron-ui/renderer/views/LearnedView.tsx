/** Everything learned from corrections: the words, what they mean now, why, since when; each can be forgotten. */

import { useState } from "preact/hooks";
import { useApp } from "../app/context";
import { useFetched } from "../app/fetched";
import { moment } from "../format/dates";
import { RuleList } from "./RuleList";
import { Empty, ViewFrame } from "./ViewFrame";

export function LearnedView() {
  const app = useApp();
  const { t } = app;
  const [changed, setChanged] = useState(0);
  const found = useFetched("learned.list", {}, [changed, app.state.value.commands]);
  const when = (at: string) => moment(app.language.value, at);
  return (
    <ViewFrame title="learned">
      {found?.learned.length === 0 && <Empty text="learnedEmpty" examples={["exampleCorrection"]} />}
      {found && found.learned.length > 0 && <p class="note">{t("learnedHint", { n: found.days })}</p>}
      <ul class="records" aria-label={t("learned")}>
        {found?.learned.map((phrase) => (
          <li key={phrase.id} class="record">
            <span class="record-text">
              <q>{phrase.text}</q> → <strong>{app.local(phrase.title) || phrase.command}</strong>
              <span class="note"> {phrase.reason} · {t("learnedSince", { time: when(phrase.at) })} · {t("learnedUsed", { time: when(phrase.used) })}</span>
            </span>
            <span class="record-actions">
              <button
                type="button" aria-label={t("forgetNamed", { what: phrase.text })}
                onClick={() => void app.act("learned.remove", { id: phrase.id }).then(() => setChanged((count) => count + 1))}
              >{t("forget")}</button>
            </span>
          </li>
        ))}
      </ul>
      <RuleList />
    </ViewFrame>
  );
}
