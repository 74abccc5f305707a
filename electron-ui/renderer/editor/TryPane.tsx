/** The dry run: what it is given, then every step and every pass with its value; what was only imagined says so. */

import { useState } from "preact/hooks";
import { useApp } from "../app/context";
import { Fold } from "../components/Fold";
import { StateMark } from "../components/StateMark";
import { exact } from "../conversation/StepCard";
import { slotName } from "../format/slots";
import { readable } from "../format/values";
import { useEditing } from "./context";
import { phrasesOf } from "./document";
import { kindTitle } from "./naming";
import { type Rehearsed, rehearsedTree, stateText } from "./outcomes";
import { placeOfRun } from "./runpaths";
import { slotsOf } from "./slots";
import { examplePhrase } from "../format/phrases";

export function TryPane() {
  const app = useApp();
  const { t } = app;
  const { session, tryout } = useEditing();
  const form = session.form.value ?? {};
  const slots = slotsOf(form);
  const { sentence, slots: given } = tryout.trial.value;
  const own = phrasesOf(form);
  const phrase = own[app.language.value][0] ?? own.en[0] ?? own.ru[0] ?? "";
  return (
    <div class="try-pane">
      <form class="try-form" onSubmit={(event) => { event.preventDefault(); void tryout.run(); }}>
        <label class="value-field">
          <span class="field-label">{t("trySentence")}</span>
          <input value={sentence} placeholder={phrase ? examplePhrase(phrase) : t("trySentenceHint")} onInput={(event) => tryout.set({ sentence: event.currentTarget.value })} />
        </label>
        {slots.length > 0 && (
          <fieldset class="try-slots">
            <legend class="field-label">{t("tryOrSlots")}</legend>
            {slots.map((slot) => (
              <label key={slot.name} class="value-field">
                <span class="field-label">{slot.name}</span>
                <input value={given[slot.name] ?? ""} onInput={(event) => tryout.set({ slots: { ...given, [slot.name]: event.currentTarget.value } })} />
              </label>
            ))}
          </fieldset>
        )}
        <div class="try-actions">
          <button type="submit" class="primary" disabled={tryout.running.value || session.errors.value.length > 0}>{tryout.running.value ? t("tryRunning") : t("tryRun")}</button>
          <span class="note">{session.errors.value.length > 0 ? t("fixFirst") : t("tryHint")}</span>
        </div>
      </form>
      <TryResult />
    </div>
  );
}

function TryResult() {
  const app = useApp();
  const { t } = app;
  const { session, tryout } = useEditing();
  const found = tryout.found.value;
  const tongue = { t, language: app.language.value };
  if (tryout.trouble.value) return <p class="error" role="alert">{tryout.trouble.value}</p>;
  if (!found) return null;
  const slots = Object.entries(found.slots).filter(([, value]) => value !== null && value !== "");
  return (
    <section class="try-result" aria-label={t("paneTry")}>
      <p role="status" class="note">
        {t("tryDone", { n: found.steps.length })}
        {tryout.stale.value && <span class="doubt"> · {t("tryStale")}</span>}
      </p>
      {slots.length > 0 && <p class="try-line"><span class="faint">{t("tryWith")}</span> {slots.map(([name, value]) => <span key={name} class="slot" title={name}>{slotName(t, name)}: {readable(tongue, value)}</span>)}</p>}
      <RehearsedList steps={rehearsedTree(found.steps)} />
      {found.error && <p class="error" role="alert">{found.error}</p>}
      {found.cut && <p class="doubt">{t("tryCut")}</p>}
      {found.said.length > 0 && (
        <div class="try-said"><span class="faint">{t("trySaid")}</span>{found.said.map((words, place) => <p key={place} class="said-words">{words}</p>)}</div>
      )}
      {found.result !== null && session.ready.value && <p class="try-line"><span class="faint">{t("tryGave")}</span> <span>{readable(tongue, found.result)}</span></p>}
    </section>
  );
}

function RehearsedList({ steps }: { steps: readonly Rehearsed[] }) {
  return <ol class="steps">{steps.map((each) => <li key={each.step.path}><RehearsedCard node={each} /></li>)}</ol>;
}

/** Passes shown before the owner asks for all. */
const FIRST = 20;

function RehearsedCard({ node }: { node: Rehearsed }) {
  const app = useApp();
  const { t } = app;
  const { session } = useEditing();
  const [all, setAll] = useState(false);
  const { step, inner, passes } = node;
  const kind = session.kinds.value.get(step.kind);
  const told = stateText(t, step, kind);
  const form = session.form.value;
  const place = form && placeOfRun(form, step.path, session.kinds.value);
  const summary = (
    <>
      <StateMark mark={step.state === "imagined" ? "queued" : step.state === "asked" ? "waiting" : step.state} silent />
      <span class="step-title">{kindTitle(app.language.value, kind, step.kind)}</span>
      <span class="step-gave">{step.error || (step.value === null ? "" : readable({ t, language: app.language.value }, step.value))}</span>
      {told && <span class="step-state" data-state={step.state}>{told}</span>}
    </>
  );
  return (
    <>
      <Fold class="step rehearsed" state={step.state} summary={summary}>{() => (
        <>
          <dl class="facts">
            {step.params !== null && <><dt>{t("given")}</dt><dd><pre>{exact(step.params)}</pre></dd></>}
            {step.value !== null && <><dt>{t("gave")}</dt><dd><pre>{exact(step.value)}</pre></dd></>}
            {step.error && <><dt>{t("stateFailed")}</dt><dd><pre>{step.error}</pre></dd></>}
          </dl>
          {place && <button type="button" class="link" onClick={() => session.show(place)}>{t("goToStep")}</button>}
          {step.state === "asked" && <AnswerLine path={step.path} />}
        </>
      )}</Fold>
      {inner.length > 0 && <RehearsedList steps={inner} />}
      {passes.length > 0 && (
        <ol class="steps passes">
          {(all ? passes : passes.slice(0, FIRST)).map((pass) => (
            <li key={pass.index}>
              <p class="pass-head">{pass.total === null ? t("passOpen", { n: pass.index + 1 }) : t("passOf", { n: pass.index + 1, total: pass.total })}</p>
              <RehearsedList steps={pass.steps} />
            </li>
          ))}
          {!all && passes.length > FIRST && <li><button type="button" class="link" onClick={() => setAll(true)}>{t("allPasses", { n: passes.length })}</button></li>}
        </ol>
      )}
    </>
  );
}

/** An answer to a question of the dry run, instead of an imagined one. */
function AnswerLine({ path }: { path: string }) {
  const { t } = useApp();
  const { tryout } = useEditing();
  const { answers } = tryout.trial.value;
  const answer = (text: string) => {
    tryout.set({ answers: { ...answers, [path]: text } });
    void tryout.run();
  };
  return (
    <label class="value-field">
      <span class="field-label">{t("tryAnswer")}</span>
      <input value={String(answers[path] ?? "")} onChange={(event) => answer(event.currentTarget.value)} />
    </label>
  );
}
