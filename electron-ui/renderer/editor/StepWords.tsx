/** The words beside a step: its name, its condition, what happens when it fails, whether it asks. Folded until one is used. */

import { useId, useState } from "preact/hooks";
import { useApp } from "../app/context";
import { isList, isMapping, type Json, type Path } from "./document";
import { asMapping, kindOf, WORDS, withKey } from "./kinds";
import { useEditing } from "./context";
import { isName } from "./slots";
import { ValueField } from "./ValueField";

export interface StepWordsProps {
  step: Json;
  path: Path;
  change(step: Json, what: string): void;
}

export function StepWords({ step, path, change }: StepWordsProps) {
  const { t } = useApp();
  const { session } = useEditing();
  const fields = asMapping(step);
  const branch = kindOf(step, session.kinds.value) === "if";
  const used = WORDS.filter((word) => fields[word] !== undefined && word !== "as" && !(branch && word === "if"));
  const [open, setOpen] = useState(used.length > 0);
  const put = (key: string, value: Json | undefined) => change(withKey(step, key, value), key);
  return (
    <>
      <NameField value={fields["as"]} change={(value) => put("as", value)} />
      <details class="more-fields" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t("wordsHead")}</summary>
        {open && (
          <div class="step-fields">
            {!branch && <ValueField label={t("wordIf")} value={textOf(fields["if"])} bare path={path} change={(text) => put("if", text || undefined)} />}
            <OnError value={fields["on_error"]} change={(value) => put("on_error", value)} />
            <RetryFields value={fields["retry"]} change={(value) => put("retry", value)} />
            <Confirm value={fields["confirm"]} path={path} change={(value) => put("confirm", value)} />
            <NumberLine label={t("wordTimeout")} value={fields["timeout"]} change={(value) => put("timeout", value)} />
          </div>
        )}
      </details>
    </>
  );
}

const textOf = (value: Json | undefined): string => (value === undefined || value === null ? "" : String(value));

function NameField({ value, change }: { value: Json | undefined; change(value: Json | undefined): void }) {
  const { t } = useApp();
  const id = useId();
  const text = textOf(value);
  const wrong = text !== "" && !isName(text);
  return (
    <div class="value-field">
      <label for={id} class="field-label">{t("wordAs")}</label>
      <input id={id} value={text} aria-invalid={wrong} aria-describedby={wrong ? `${id}-wrong` : undefined} spellcheck={false} onInput={(event) => change(event.currentTarget.value.trim() || undefined)} />
      {wrong && <p id={`${id}-wrong`} class="error">{t("nameTaken")}</p>}
    </div>
  );
}

function OnError({ value, change }: { value: Json | undefined; change(value: Json | undefined): void }) {
  const { t } = useApp();
  const id = useId();
  const chosen = isList(value) ? "steps" : value === "continue" ? "continue" : "";
  const choose = (wanted: string) => change(wanted === "steps" ? [] : wanted || undefined);
  return (
    <div class="value-field">
      <label for={id} class="field-label">{t("wordOnError")}</label>
      <select id={id} value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">{t("errorStop")}</option>
        <option value="continue">{t("errorContinue")}</option>
        <option value="steps">{t("errorSteps")}</option>
      </select>
    </div>
  );
}

function RetryFields({ value, change }: { value: Json | undefined; change(value: Json | undefined): void }) {
  const { t } = useApp();
  const fields = isMapping(value) ? value : value === undefined ? {} : { times: value };
  const put = (key: string, number: Json | undefined) => {
    const next = Object.fromEntries(Object.entries({ ...fields, [key]: number }).filter(([, each]) => each !== undefined)) as { [key: string]: Json };
    const only = Object.keys(next).length === 1 ? next["times"] : undefined;
    change(next["times"] === undefined ? undefined : (only ?? next));
  };
  return (
    <>
      <NumberLine label={t("wordRetry")} value={fields["times"]} change={(number) => put("times", number)} />
      {fields["times"] !== undefined && <NumberLine label={t("wordRetrySeconds")} value={fields["seconds"]} change={(number) => put("seconds", number)} />}
    </>
  );
}

function Confirm({ value, path, change }: { value: Json | undefined; path: Path; change(value: Json | undefined): void }) {
  const { t } = useApp();
  const on = value === true || (typeof value === "string" && value !== "");
  return (
    <>
      <label class="check"><input type="checkbox" checked={on} onChange={(event) => change(event.currentTarget.checked ? true : undefined)} /> {t("wordConfirm")}</label>
      {on && <ValueField label={t("wordConfirmText")} value={value === true ? "" : textOf(value)} path={path} change={(text) => change(text || true)} />}
    </>
  );
}

function NumberLine({ label, value, change }: { label: string; value: Json | undefined; change(value: Json | undefined): void }) {
  const id = useId();
  return (
    <div class="value-field short">
      <label for={id} class="field-label">{label}</label>
      <input id={id} type="number" min={0} value={textOf(value)} onInput={(event) => change(event.currentTarget.value === "" ? undefined : Number(event.currentTarget.value))} />
    </div>
  );
}
