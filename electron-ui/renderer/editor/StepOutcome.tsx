/** How a step went in the dry run, below its line: its value, its passes, what was only imagined, its error. */

import { useApp } from "../app/context";
import { readable } from "../format/values";
import { useEditing } from "./context";
import type { Path } from "./document";
import { stateText } from "./outcomes";

export function StepOutcome({ path }: { path: Path }) {
  const app = useApp();
  const { t } = app;
  const { tryout, session } = useEditing();
  const outcome = tryout.outcome(path);
  if (!outcome) return null;
  const { last, passes, failed } = outcome;
  const shown = failed ?? last;
  const told = stateText(t, shown, session.kinds.value.get(shown.kind));
  const value = shown.error || (shown.value === null ? "" : readable({ t, language: app.language.value }, shown.value));
  return (
    <p class="outcome" data-state={shown.state} data-stale={tryout.stale.value ? "" : undefined}>
      <span class="outcome-arrow" aria-hidden="true">→</span>
      {told && <span class="outcome-state">{told}</span>}
      <span class="clip">{value}</span>
      {passes > 1 && <span class="faint">{t("passesCount", { n: passes })}</span>}
    </p>
  );
}
