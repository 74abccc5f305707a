/** What the owner allowed for good; each can be taken away. Nothing where there is none. */

import { useState } from "preact/hooks";
import { useApp } from "../app/context";
import { useFetched } from "../app/fetched";
import { useKindWords } from "../app/kind-titles";
import { ruleWords } from "../conversation/Consent";
import { moment } from "../format/dates";
import { sourceWords } from "../format/sources";

export function RuleList() {
  const app = useApp();
  const { t } = app;
  const words = useKindWords();
  const [changed, setChanged] = useState(0);
  const found = useFetched("rules.list", {}, [changed, app.state.value.commands]);
  if (!found || found.rules.length === 0) return null;
  return (
    <section aria-labelledby="rules">
      <h3 id="rules">{t("rules")}</h3>
      <p class="note">{t("rulesHint")}</p>
      <ul class="records" aria-labelledby="rules">
        {found.rules.map(({ rule, title }) => (
          <li key={rule.id} class="record">
            <span class="record-text">
              <strong>{app.local(title) || rule.command}</strong> {ruleWords(rule, words)}
              <span class="note"> {rule.origins.map((origin) => t(sourceWords[origin])).join(", ")}{rule.since && ` · ${t("ruleSince", { time: moment(app.language.value, rule.since) })}`}</span>
            </span>
            <span class="record-actions">
              <button
                type="button" aria-label={t("ruleRemoveNamed", { what: ruleWords(rule, words) })}
                onClick={() => void app.act("rules.remove", { id: rule.id }).then(() => setChanged((count) => count + 1))}
              >{t("ruleRemove")}</button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
