/** One setting, one field: shows what is set and sets it at once. */

import { useComputed } from "@preact/signals";
import { useId, useState } from "preact/hooks";
import { useApp } from "../app/context";

interface Field {
  section: string;
  name: string;
  label: string;
}

/** The value of a setting, undefined when the sidecar does not know it. */
export function useSetting(section: string, name: string): unknown {
  const app = useApp();
  return useComputed(() => app.state.value.settings[section]?.[name]).value;
}

export function Choice({ section, name, label, choices }: Field & { choices: readonly (readonly [string, string])[] }) {
  const app = useApp();
  const id = useId();
  const value = useSetting(section, name);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={String(value ?? "")} onChange={(event) => void app.setSetting(section, name, event.currentTarget.value)}>
        {choices.map(([each, title]) => <option key={each} value={each}>{title}</option>)}
      </select>
    </div>
  );
}

export function Switch({ section, name, label }: Field) {
  const app = useApp();
  const value = useSetting(section, name);
  return (
    <label class="field switch">
      <span>{label}</span>
      <input type="checkbox" checked={value === true} onChange={(event) => void app.setSetting(section, name, event.currentTarget.checked)} />
    </label>
  );
}

/** Changes a setting, and why the last change was refused. */
function useChange(section: string, name: string): readonly [(value: unknown) => void, string] {
  const app = useApp();
  const [refusal, setRefusal] = useState("");
  return [(value) => void app.trySetting(section, name, value).then(setRefusal), refusal];
}

function Refusal({ text }: { text: string }) {
  return text ? <p class="error" role="alert">{text}</p> : null;
}

export function NumberField({ section, name, label, min, max, step }: Field & { min: number; max: number; step: number }) {
  const id = useId();
  const value = useSetting(section, name);
  const [change, refusal] = useChange(section, name);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="number"
        {...{ min, max, step }}
        value={typeof value === "number" ? value : ""}
        onChange={(event) => {
          const entered = event.currentTarget.valueAsNumber;
          if (Number.isFinite(entered)) change(entered);
        }}
      />
      <Refusal text={refusal} />
    </div>
  );
}

export function TextField({ section, name, label, hint = "" }: Field & { hint?: string }) {
  const id = useId();
  const value = useSetting(section, name);
  const [change, refusal] = useChange(section, name);
  return (
    <div class="field wide">
      <label for={id}>{label}</label>
      <input id={id} value={String(value ?? "")} placeholder={hint} autocomplete="off" spellcheck={false} onChange={(event) => change(event.currentTarget.value.trim())} />
      <Refusal text={refusal} />
    </div>
  );
}

/** Several texts, one on each line. */
export function ListField({ section, name, label, hint }: Field & { hint: string }) {
  const id = useId();
  const value = useSetting(section, name);
  const lines = Array.isArray(value) ? value.map(String) : [];
  const [change, refusal] = useChange(section, name);
  return (
    <div class="field wide">
      <label for={id}>{label}</label>
      <textarea
        id={id} rows={Math.min(6, Math.max(2, lines.length + 1))} value={lines.join("\n")} placeholder={hint} spellcheck={false}
        onChange={(event) => change(event.currentTarget.value.split("\n").map((line) => line.trim()).filter(Boolean))}
      />
      <Refusal text={refusal} />
    </div>
  );
}
