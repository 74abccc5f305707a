/** Exact arguments, whole: what is agreed to, or about to be sent, must be readable before. */

import { useApp } from "../app/context";
import { useKindWords } from "../app/kind-titles";
import { type Named, withNames } from "../format/slots";
import { isTyped, readable, type Tongue } from "../format/values";
import { exact } from "./StepCard";

export interface Given {
  /** The step whose parameters these are; they are called as slots are when it is none. */
  kind: string;
  given: { readonly [name: string]: unknown };
  /** What the ids among them stand for. */
  named: Named;
}

export function Exactly({ kind, given, named }: Given) {
  const app = useApp();
  const words = useKindWords();
  const tongue = { t: app.t, language: app.language.value };
  const details = Object.entries(given);
  if (details.length === 0) return null;
  return (
    <dl class="facts" aria-label={app.t("exactly")}>
      {details.map(([name, value]) => [
        <dt key={`${name}:`}>{words.field(kind, name)}</dt>,
        <dd key={name}><pre>{whole(tongue, withNames(app.t, value, named))}</pre></dd>,
      ])}
    </dl>
  );
}

/** Everything there is, nothing shortened: lists line by line, what has no shorter reading as JSON. */
function whole(tongue: Tongue, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => whole(tongue, item)).join("\n") || readable(tongue, value);
  return typeof value === "object" && value !== null && !isTyped(tongue, value) ? exact(value) : readable(tongue, value);
}
