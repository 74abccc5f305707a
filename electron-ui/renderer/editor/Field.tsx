/** One parameter of a step as a field of its kind. Any field can hold a value picked from elsewhere instead. */

import { useId, useState } from "preact/hooks";
import { useApp } from "../app/context";
import { Icon } from "../components/Icon";
import { bothOf, isList, isLocal, isMapping, type Json, languageOf, LANGUAGES, localValue, type Path } from "./document";
import { braced, hasExpression } from "./expressions";
import { freeText, freeValue } from "./freevalue";
import { LinesField } from "./LinesField";
import { fieldHint, fieldTitle } from "./naming";
import type { Field as FieldShape } from "./schema";
import { PickButton, ValueField } from "./ValueField";
import { ValuePicker } from "./ValuePicker";

export interface FieldProps {
  field: FieldShape;
  value: Json | undefined;
  /** Undefined takes the value away. */
  change(value: Json | undefined): void;
  path: Path;
  /** In place of the field's own title. */
  label?: string;
}

export function Field(props: FieldProps) {
  const { field, value, change } = props;
  const app = useApp();
  const label = props.label ?? fieldTitle(app.language.value, field);
  const inner = { ...props, label };
  if (hasExpression(value) && field.kind !== "text" && field.kind !== "long" && field.kind !== "local") {
    return <ValueField label={label} value={String(value)} change={(text) => change(text || undefined)} path={props.path} bare={field.expression} />;
  }
  switch (field.kind) {
    case "boolean":
      return <Choice {...inner} options={[true, false]} />;
    case "choice":
      return <Choice {...inner} options={field.choices} />;
    case "number":
      return <NumberField {...inner} />;
    case "local":
      return <LocalField label={label} value={value} change={change} path={props.path} />;
    case "list":
      return isSimple(value) ? <ListField {...inner} /> : <FreeField {...inner} />;
    case "mapping":
      return isMapping(value) || value === undefined || value === null ? <MappingField {...inner} /> : <FreeField {...inner} />;
    case "object":
      return <ObjectField {...inner} />;
    case "any":
      return <FreeField {...inner} />;
    default:
      return <TextField {...inner} />;
  }
}

type Labelled = FieldProps & { label: string };

function TextField({ field, value, change, path, label }: Labelled) {
  const { t, language } = useApp();
  const standard = field.default === undefined || field.default === null || field.default === "" ? "" : t("standardIs", { value: String(field.default) });
  return (
    <ValueField
      label={label} value={value === undefined || value === null ? "" : freeText(value)} path={path} bare={field.expression} long={field.kind === "long"} placeholder={standard || fieldHint(language.value, field)}
      change={(text) => change(text === "" && !field.required ? undefined : text)}
    />
  );
}

/** Any value at all: text, or what reads as a number, a list or a mapping. */
function FreeField({ field, value, change, path, label }: Labelled) {
  const { language } = useApp();
  return (
    <ValueField
      label={label} value={value === undefined ? "" : freeText(value)} path={path} long={isList(value) || isMapping(value)} placeholder={fieldHint(language.value, field)}
      change={(text) => change(text === "" && !field.required ? undefined : freeValue(text))}
    />
  );
}

function Choice({ field, value, change, label, options }: Labelled & { options: readonly Json[] }) {
  const app = useApp();
  const { t } = app;
  const id = useId();
  const word = (option: Json) => (option === true ? t("yes") : option === false ? t("no") : option === "" ? "—" : String(option));
  const known = value === undefined || options.includes(value);
  const place = value === undefined ? "" : String(options.indexOf(value));
  const standard = field.default === undefined || field.default === null ? t("standard") : t("standardIs", { value: word(field.default) });
  return (
    <div class="value-field">
      <label for={id} class="field-label">{label}</label>
      <select id={id} value={known ? place : "other"} onChange={(event) => change(event.currentTarget.value === "" ? undefined : options[Number(event.currentTarget.value)])}>
        {(!field.required || value === undefined) && <option value="">{field.required ? "—" : standard}</option>}
        {!known && <option value="other">{freeText(value ?? null)}</option>}
        {options.map((option, number) => <option key={number} value={number}>{word(option)}</option>)}
      </select>
    </div>
  );
}

function NumberField({ field, value, change, path, label }: Labelled) {
  const { t } = useApp();
  const text = value === undefined || value === null ? "" : String(value);
  const standard = field.default === undefined || field.default === null ? "" : t("standardIs", { value: String(field.default) });
  const write = (typed: string) => {
    const number = Number(typed.replace(",", "."));
    change(typed.trim() === "" ? undefined : Number.isNaN(number) || /[.,]$/.test(typed) ? typed : number);
  };
  return <ValueField label={label} value={text} change={write} path={path} placeholder={standard} />;
}

/** A text in both languages; a bare one has its own. */
export function LocalField({ label, value, change, path }: { label: string; value: Json | undefined; change(value: Json | undefined): void; path: Path }) {
  const { t } = useApp();
  const single = typeof value === "string" && hasExpression(value) && !/\p{L}{3}/u.test(value.replace(/\{\{.*?\}\}/gs, ""));
  if (single || (value !== undefined && value !== null && typeof value !== "string" && !isLocal(value))) {
    return <ValueField label={label} value={freeText(value)} change={(text) => change(text || undefined)} path={path} />;
  }
  const both = bothOf(value ?? undefined);
  return (
    <div class="both" role="group" aria-label={label}>
      {LANGUAGES.map((language) => (
        <ValueField
          key={language} lang={language} path={path} value={both[language]}
          label={`${label}: ${t(language === "en" ? "inEnglish" : "inRussian")}`}
          change={(text) => change(localOf({ ...both, [language]: text }, value))}
        />
      ))}
    </div>
  );
}

/** A text given bare stays bare while it has one language only and its letters tell which. */
function localOf(both: { en: string; ru: string }, before: Json | undefined): Json | undefined {
  const only = both.en && both.ru ? "" : both.en || both.ru;
  if (only && !isMapping(before) && languageOf(only) === (both.ru ? "ru" : "en")) return only;
  return localValue(both);
}

/** A list of texts and numbers, which have a line each. */
function isSimple(value: Json | undefined): boolean {
  return value === undefined || value === null || (isList(value) && value.every((item) => typeof item !== "object" || item === null));
}

function ListField({ field, value, change, path, label }: Labelled) {
  const { t } = useApp();
  const items = isList(value) ? value : [];
  const put = (list: readonly Json[]) => change(list.length === 0 && !field.required ? undefined : list);
  return (
    <div class="value-field">
      <span class="field-label" aria-hidden="true">{label}</span>
      <div class="value-row">
        <LinesField
          label={label} items={items.map(freeText)} named={(place) => `${label} ${place + 1}`} add={t("listItemNew")}
          write={(place, text) => put([...items.slice(0, place), freeValue(text), ...items.slice(place + 1)])}
          drop={(place) => put(items.filter((_, number) => number !== place))}
        />
        {items.length === 0 && <PickWhole label={label} path={path} change={change} />}
      </div>
    </div>
  );
}

/** The way from a list or mapping written out to one picked from elsewhere. */
function PickWhole({ label, path, change }: { label: string; path: Path; change(value: Json): void }) {
  const [picking, setPicking] = useState(false);
  return (
    <>
      <PickButton label={label} open={() => setPicking(true)} />
      {picking && <ValuePicker path={path} close={() => setPicking(false)} pick={(expression) => change(braced(expression))} />}
    </>
  );
}

function MappingField({ field, value, change, path, label }: Labelled) {
  const { t } = useApp();
  const entries = Object.entries(isMapping(value) ? value : {});
  const put = (list: readonly (readonly [string, Json])[]) => change(list.length === 0 && !field.required ? undefined : Object.fromEntries(list));
  const [item] = field.inner;
  return (
    <div class="value-field" role="group" aria-label={label}>
      <span class="mapping-head">
        <span class="field-label" aria-hidden="true">{label}</span>
        {entries.length === 0 && <PickWhole label={label} path={path} change={change} />}
      </span>
      <ul class="mapping">
        {entries.map(([name, inner], place) => (
          <li key={place} class="mapping-row">
            <input class="quiet key" aria-label={t("keyName")} value={name} onChange={(event) => put(entries.map((entry, number) => (number === place ? [event.currentTarget.value || name, inner] : entry)))} />
            <Field field={item ? { ...item, name, title: { en: name }, hint: {}, required: true } : { ...field, kind: "any", name, title: { en: name }, hint: {}, required: true }} label={t("keyValue", { name })} value={inner} path={path}
              change={(written) => put(entries.map((entry, number) => (number === place ? [name, written ?? ""] : entry)))} />
            <button type="button" class="plain" aria-label={t("removeLine", { text: name })} onClick={() => put(entries.filter((_, number) => number !== place))}><Icon name="close" /></button>
          </li>
        ))}
        <li class="mapping-row">
          <input class="quiet key" aria-label={`${label}: ${t("keyNew")}`} placeholder={t("keyNew")} value="" onChange={(event) => {
            const name = event.currentTarget.value.trim();
            event.currentTarget.value = "";
            if (name && !entries.some(([other]) => other === name)) put([...entries, [name, ""]]);
          }} />
        </li>
      </ul>
    </div>
  );
}

function ObjectField({ field, value, change, path, label }: Labelled) {
  const fields = isMapping(value) ? value : {};
  const put = (name: string, inner: Json | undefined) => {
    const next = Object.fromEntries(Object.entries({ ...fields, [name]: inner }).filter(([, each]) => each !== undefined)) as { [key: string]: Json };
    change(Object.keys(next).length || field.required ? next : undefined);
  };
  return (
    <fieldset class="object-field">
      <legend>{label}</legend>
      {field.inner.map((each) => <Field key={each.name} field={each} value={fields[each.name]} change={(inner) => put(each.name, inner)} path={path} />)}
    </fieldset>
  );
}
