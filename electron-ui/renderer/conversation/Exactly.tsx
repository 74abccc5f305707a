/** Exact arguments, whole: what is agreed to, or about to be sent, must be readable before. */

import { useApp } from "../app/context";
import { useKindWords } from "../app/kind-titles";
import { isTyped, readable, type Tongue } from "../format/values";
import { exact } from "./StepCard";

/** `kind` is the step whose parameters these are; their names stay when it is none. */
export function Exactly({ kind, given }: { kind: string; given: { readonly [name: string]: unknown } }) {
  const app = useApp();
  const words = useKindWords();
  const tongue = { t: app.t, language: app.language.value };
  const details = Object.entries(given);
  if (details.length === 0) return null;
  return (
    <dl class="facts" aria-label={app.t("exactly")}>
      {details.map(([name, value]) => [
        <dt key={`${name}:`}>{words.field(kind, name)}</dt>,
        <dd key={name}><pre>{whole(tongue, value)}</pre></dd>,
      ])}
    </dl>
  );
}

/** Everything there is, nothing shortened: lists line by line, what has no shorter reading as JSON. */
function whole(tongue: Tongue, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => whole(tongue, item)).join("\n") || readable(tongue, value);
  return typeof value === "object" && value !== null && !isTyped(tongue, value) ? exact(value) : readable(tongue, value);
}
