/** The command as a form: what it is called, what is said, what it needs to know, what it does. */

import { useState } from "preact/hooks";
import { useApp } from "../app/context";
import { useEditing } from "./context";
import { bothOf, change, type Form, type Json, LANGUAGES, localValue } from "./document";
import { PhrasesPart } from "./PhrasesPart";
import { SlotsPart } from "./SlotsPart";
import { StepList } from "./StepList";
import { stepsAt } from "./tree";
import { TriggersPart } from "./TriggersPart";
import { ValueField } from "./ValueField";

export function FormPane({ form }: { form: Form }) {
  const { t } = useApp();
  const { session } = useEditing();
  return (
    <section class="form-pane" aria-label={t("partForm")}>
      <TitlePart form={form} />
      <PhrasesPart form={form} />
      <SlotsPart form={form} />
      <section class="part">
        <h3>{t("stepsHead")}</h3>
        {stepsAt(form, ["steps"]).length === 0 && <p class="note">{t("stepsNone")}</p>}
        <StepList block={["steps"]} steps={stepsAt(form, ["steps"])} label={t("stepsHead")} />
        {stepsAt(form, ["steps"]).length > 0 && <p class="note keys-note">{t("stepsKeys")}</p>}
      </section>
      <TriggersPart form={form} />
      <section class="part">
        <ResultField value={form["result"]} />
        <label class="check">
          <input type="checkbox" checked={form["confirm"] === true} onChange={(event) => { const on = event.currentTarget.checked; session.edit((now) => change(now, ["confirm"], on ? true : undefined)); }} /> {t("alwaysConfirm")}
        </label>
      </section>
    </section>
  );
}

function TitlePart({ form }: { form: Form }) {
  const { t } = useApp();
  return (
    <section class="part">
      <TextInBoth form={form} name="title" label={t("commandTitle")} />
      <TextInBoth form={form} name="description" label={t("description")} folded />
    </section>
  );
}

/** A text of the command in both languages, side by side; empty and folded it is one line that opens. */
function TextInBoth({ form, name, label, folded = false }: { form: Form; name: string; label: string; folded?: boolean }) {
  const app = useApp();
  const { t } = app;
  const { session } = useEditing();
  const [open, setOpen] = useState(false);
  const both = bothOf(form[name]);
  if (folded && !open && !both.en && !both.ru) {
    return <button type="button" class="link add-step" onClick={() => setOpen(true)}>+ {label}</button>;
  }
  return (
    <div class="both" role="group" aria-label={label}>
      {[...LANGUAGES].sort((one) => (one === app.language.value ? -1 : 1)).map((language) => (
        <label key={language} class="value-field">
          <span class="field-label">{`${label}: ${t(language === "en" ? "inEnglish" : "inRussian")}`}</span>
          <input
            lang={language} value={both[language]}
            onInput={(event) => { const text = event.currentTarget.value; session.edit((now) => change(now, [name], localValue({ ...bothOf(now[name]), [language]: text })), `${name} ${language}`); }}
          />
        </label>
      ))}
    </div>
  );
}

function ResultField({ value }: { value: Json | undefined }) {
  const { t } = useApp();
  const { session } = useEditing();
  const [open, setOpen] = useState(false);
  if (value === undefined && !open) return <button type="button" class="link add-step" onClick={() => setOpen(true)}>+ {t("resultOf")}</button>;
  const count = stepsAt(session.form.value ?? {}, ["steps"]).length;
  return (
    <ValueField
      label={t("resultOf")} value={value === undefined ? "" : String(value)} bare path={["steps", count]} placeholder={t("resultHint")}
      change={(text) => session.edit((now) => change(now, ["result"], text || undefined), "result")}
    />
  );
}
