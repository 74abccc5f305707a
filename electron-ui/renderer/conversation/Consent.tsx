/** What stands on a card before a yes: where text from outside came from, what cannot be taken back, and "always". */

import type { Question, Rule, Source } from "../../shared/protocol";
import { useApp } from "../app/context";
import { type KindWords, useKindWords } from "../app/kind-titles";
import { sourceWords } from "../format/sources";
import { isWebAddress } from "../format/values";

/** Every source with how its text begins; the text is shown as text, whatever it says. */
export function Sources({ sources }: { sources: readonly Source[] }) {
  const { t } = useApp();
  if (sources.length === 0) return null;
  return (
    <div class="sources">
      <p class="note">{t("cameFrom")}</p>
      <ul aria-label={t("cameFrom")}>
        {sources.map((source, index) => (
          <li key={index}>
            <strong>{t(sourceWords[source.kind])}</strong> {[source.who, source.title].filter(Boolean).join(" · ")}
            {isWebAddress(source.link) && <> <a href={source.link} target="_blank" rel="noreferrer noopener">{source.link}</a></>}
            {source.excerpt && <q class="excerpt">{source.excerpt}</q>}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What cannot be taken back says so before. */
export function EffectWords({ question: { effect, undoable } }: { question: Pick<Question, "effect" | "undoable"> }) {
  const { t } = useApp();
  if (effect !== "writes" && effect !== "sends") return null;
  return <p class="note effect" data-effect={effect}>{t(undoable ? "canBeUndone" : "cannotBeUndone")}</p>;
}

/** Reached by Tab, never by a single key: it counts for all times to come. */
export function AlwaysButton({ rule, always }: { rule: Rule; always: () => void }) {
  const { t } = useApp();
  const words = useKindWords();
  return (
    <div class="decide">
      <button type="button" class="link" onClick={always}>{t("alwaysFor", { what: ruleWords(rule, words) })}</button>
    </div>
  );
}

/** A rule in one line: `Add rows · Table: orders`. */
export function ruleWords(rule: Rule, words: KindWords): string {
  const plain = (value: unknown): string => (Array.isArray(value) ? value.map(plain).join(", ") : typeof value === "string" ? value : JSON.stringify(value));
  const targets = Object.entries(rule.targets).map(([name, value]) => `${words.field(rule.kind, name)}: ${plain(value)}`);
  return [words.title(rule.kind), ...targets].join(" · ");
}
