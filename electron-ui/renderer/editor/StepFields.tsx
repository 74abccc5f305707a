/** The fields of a step, made from the schema of its kind: needed ones first, those that are rarely used folded away. */

import { useState } from "preact/hooks";
import { useApp } from "../app/context";
import type { Json, Path } from "./document";
import { Field } from "./Field";
import { asMapping, type Kind, paramsOf, withKey, withParams } from "./kinds";
import { kindHint } from "./naming";
import { type Field as FieldShape, fieldsOf, isOpen } from "./schema";
import { StepWords } from "./StepWords";

export interface StepFieldsProps {
  step: Json;
  kind: Kind;
  path: Path;
  change(step: Json, what: string): void;
}

/** Optional fields shown without being asked for. */
const FEW = 3;

export function StepFields({ step, kind, path, change }: StepFieldsProps) {
  const app = useApp();
  const hint = kindHint(app.language.value, kind);
  const params = sayingTexts(paramsOf(step, kind), kind);
  const fields = kind.named ? [] : fieldsOf(kind.schema);
  const options = fieldsOf(kind.options);
  const shown = [
    ...fields.map((field) => ({ field, value: params[field.name], put: (value: Json | undefined) => change(withParams(step, kind, without({ ...params, [field.name]: value })), field.name) })),
    ...options.map((field) => ({ field, value: asMapping(step)[field.name], put: (value: Json | undefined) => change(withKey(step, field.name, value), field.name) })),
  ];
  const needed = shown.filter(({ field, value }, place) => field.required || value !== undefined || (shown.length <= FEW + 1 && place < FEW) || isNatural(field));
  const rest = shown.filter((each) => !needed.includes(each));
  return (
    <div class="step-fields">
      <p class="note">{hint !== kind.name && `${hint}. `}<code>{kind.name}</code></p>
      {needed.map(({ field, value, put }) => <Field key={field.name} field={field} value={value} change={put} path={path} />)}
      {isOpen(kind.schema) && !kind.named && <OpenValues params={params} path={path} label={kind.name} change={(values) => change(withParams(step, kind, values), "values")} />}
      {rest.length > 0 && <MoreFields label={app.t("moreFields", { n: rest.length })}>{() => rest.map(({ field, value, put }) => <Field key={field.name} field={field} value={value} change={put} path={path} />)}</MoreFields>}
      <StepWords step={step} path={path} change={change} />
    </div>
  );
}

/** What the first thing of a step is: its words, its list, its condition. */
function isNatural(field: FieldShape): boolean {
  return ["text", "over", "condition", "item", "collect", "query", "when", "period", "length"].includes(field.name);
}

function without(params: { readonly [name: string]: Json | undefined }): { [name: string]: Json } {
  return Object.fromEntries(Object.entries(params).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

/** `say: {en: ..., ru: ...}` is its text in both languages. */
function sayingTexts(params: { readonly [name: string]: Json }, kind: Kind): { readonly [name: string]: Json } {
  const { en, ru, ...rest } = params;
  const properties = kind.schema.properties ?? {};
  if (!kind.shorthand || !("en" in properties && "ru" in properties) || (en === undefined && ru === undefined)) return params;
  return { [kind.shorthand]: without({ en, ru }), ...rest };
}

/** Names of the owner's own choosing. */
function OpenValues({ params, path, label, change }: { params: { readonly [name: string]: Json }; path: Path; label: string; change(values: { readonly [name: string]: Json }): void }) {
  const field: FieldShape = { name: label, title: { en: label }, hint: {}, kind: "mapping", required: true, default: undefined, choices: [], minimum: undefined, maximum: undefined, whole: false, expression: false, inner: [] };
  return <Field field={field} value={params} change={(value) => change((value ?? {}) as { [name: string]: Json })} path={path} />;
}

export function MoreFields({ label, children }: { label: string; children: () => preact.ComponentChildren }) {
  const [open, setOpen] = useState(false);
  return (
    <details class="more-fields" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{label}</summary>
      {open && <div class="step-fields">{children()}</div>}
    </details>
  );
}
