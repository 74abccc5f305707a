/** A value of a step: words with values of other steps in them, picked instead of typed, shown as chips. */

import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useApp } from "../app/context";
import { Icon } from "../components/Icon";
import { readable } from "../format/values";
import { useEditing } from "./context";
import type { Json, Path } from "./document";
import { braced, inserted, pieces, wholeExpression } from "./expressions";
import { ValuePicker } from "./ValuePicker";

export interface ValueFieldProps {
  label: string;
  value: string;
  change(value: string): void;
  /** The step it belongs to, which decides what can be picked. */
  path: Path;
  /** The text is an expression with or without braces. */
  bare?: boolean;
  long?: boolean;
  placeholder?: string;
  hideLabel?: boolean;
  lang?: string;
}

export function ValueField(props: ValueFieldProps) {
  const { label, value, change, bare = false, hideLabel = false } = props;
  const id = useId();
  const [typing, setTyping] = useState(false);
  const whole = wholeExpression(bare && value.trim() && !value.includes("{{") ? braced(value) : value);
  return (
    <div class="value-field" data-bare-label={hideLabel ? "" : undefined}>
      {!hideLabel && <label for={id} class="field-label">{label}</label>}
      {whole !== null && !typing ? (
        <WholeChip {...props} expression={whole} edit={() => setTyping(true)} remove={() => { setTyping(true); change(""); }} />
      ) : (
        <TypedValue {...props} id={id} focus={typing} left={() => setTyping(false)} />
      )}
    </div>
  );
}

/** A value that is nothing but one expression. */
function WholeChip({ label, value, change, path, expression, edit, remove }: ValueFieldProps & { expression: string; edit(): void; remove(): void }) {
  const { t } = useApp();
  const [picking, setPicking] = useState(false);
  return (
    <span class="value-row" role="group" aria-label={label}>
      <span class="chip">
        <button type="button" class="chip-text" aria-label={t("valueEdit", { name: expression })} onClick={edit}>{expression}</button>
        <Example expression={expression} />
        <button type="button" class="chip-remove" aria-label={t("valueRemove", { name: expression })} onClick={remove}><Icon name="close" /></button>
      </span>
      <PickButton label={label} open={() => setPicking(true)} />
      {picking && <ValuePicker path={path} close={() => setPicking(false)} pick={(picked) => change(value.includes("{{") ? braced(picked) : picked)} />}
    </span>
  );
}

/** What it was in the last dry run. */
function Example({ expression }: { expression: string }) {
  const app = useApp();
  const { tryout } = useEditing();
  const [name = "", ...fields] = expression.split(".");
  const example = fields.reduce<Json | undefined>((found, field) => (typeof found === "object" && found !== null && !Array.isArray(found) ? (found as { [key: string]: Json })[field] : undefined), tryout.examples.value.get(name));
  if (example === undefined) return null;
  return <span class="chip-example">{readable({ t: app.t, language: app.language.value }, example).slice(0, 40)}</span>;
}

function TypedValue({ id, label, value, change, path, bare, long = false, placeholder, hideLabel, lang, focus, left }: ValueFieldProps & { id: string; focus: boolean; left(): void }) {
  const { t } = useApp();
  const [picking, setPicking] = useState(false);
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    if (focus) field.current?.focus();
  }, []);
  const put = (expression: string) => {
    if (bare) return change(expression);
    const input = field.current;
    const caret = input?.selectionStart ?? value.length;
    change(inserted(value, expression, caret, input?.selectionEnd ?? caret).text);
  };
  const shared = {
    id, ref: field, value, placeholder, lang, "aria-label": hideLabel ? label : undefined, spellcheck: !bare,
    onInput: (event: { currentTarget: { value: string } }) => change(event.currentTarget.value),
    onBlur: left,
  };
  const inner = pieces(value).filter((piece) => piece.expression);
  return (
    <>
      <span class="value-row">
        {long || value.includes("\n") ? <textarea {...shared} rows={Math.min(10, Math.max(2, value.split("\n").length))} /> : <input {...shared} />}
        <PickButton label={label} open={() => setPicking(true)} />
        {picking && <ValuePicker path={path} close={() => setPicking(false)} pick={put} />}
      </span>
      {!bare && inner.length > 0 && (
        <span class="values-inside" aria-label={t("valuesIn")} role="group">
          {inner.map((piece, place) => <span key={place} class="chip small"><span class="chip-text">{piece.text}</span><Example expression={piece.text} /></span>)}
        </span>
      )}
    </>
  );
}

export function PickButton({ label, open }: { label: string; open(): void }) {
  const { t } = useApp();
  return (
    <button type="button" class="plain pick" aria-label={t("insertValueInto", { label })} title={t("insertValue")} onMouseDown={(event) => event.preventDefault()} onClick={open}>
      <Icon name="braces" />
    </button>
  );
}
