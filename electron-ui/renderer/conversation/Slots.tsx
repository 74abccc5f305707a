/** The slots of a match, readable: values at a glance, names for those who ask. */

import type { Match, Reference } from "../../shared/protocol";
import type { Dictionary } from "../../shared/state";
import { useApp } from "../app/context";
import { slotName } from "../format/slots";
import { isDocument, isId, readable } from "../format/values";

export function Slots({ match, references }: { match: Match; references: Dictionary<Reference> }) {
  const app = useApp();
  const { t } = app;
  const tongue = { t, language: app.language.value };
  const given = Object.entries(match.slots).filter(([name, value]) => !references[name] && !isId(value) && !isDocument(value));
  return (
    <ul class="slots">
      {given.map(([name, value]) => <li key={name} class="slot" title={slotName(t, name)}>{readable(tongue, value)}</li>)}
      {Object.entries(references).map(([name, from]) => (
        <li key={name} class="slot from" title={slotName(t, name)}>{t(from.slot ? "fromClause" : "resultOfClause", { n: from.clause + 1 })}</li>
      ))}
      {match.missing.filter((name) => !references[name]).map((name) => (
        <li key={name} class="slot missing">{slotName(t, name)}: {t("missingSlot")}</li>
      ))}
    </ul>
  );
}
