/** What kinds of steps there are, and one step of a document as its kind sees it: parameters, options, blocks. */

import { bothOf, isList, isLocal, isMapping, type Json, type Mapping, type Path } from "./document";
import type { Schema, Wordings } from "./schema";

/** A step kind. `options` are the keys beside it, `blocks` those that hold steps; `named`: its value holds named blocks. */
export interface Kind {
  name: string;
  title: Wordings;
  about: Wordings;
  doc: string;
  effect: "reads" | "writes" | "sends";
  control: boolean;
  schema: Schema;
  options: Schema | null;
  blocks: readonly string[];
  named: boolean;
  shorthand: string;
}

export type Kinds = ReadonlyMap<string, Kind>;

/** The words that may stand beside any kind. */
export const WORDS = ["as", "if", "retry", "on_error", "confirm", "timeout"] as const;
export type Word = (typeof WORDS)[number];

/** The kind's name, as the sidecar decides it; empty when there is none. */
export function kindOf(step: Json | undefined, kinds: Kinds): string {
  if (typeof step === "string") return step;
  if (!isMapping(step)) return "";
  const keys = Object.keys(step).filter((key) => !(WORDS as readonly string[]).includes(key));
  const known = keys.filter((key) => kinds.has(key));
  const owning = known.find((key) => known.every((other) => other === key || besides(kinds.get(key)).includes(other)));
  if (owning ?? known[0]) return owning ?? known[0] ?? "";
  if ("if" in step && kinds.has("if")) return "if";
  return keys[0] ?? "";
}

function besides(kind: Kind | undefined): readonly string[] {
  return kind ? [...Object.keys(kind.options?.properties ?? {}), ...kind.blocks] : [];
}

/** The step as a mapping, a bare name too. */
export function asMapping(step: Json | undefined): Mapping {
  if (typeof step === "string") return { [step]: null };
  return isMapping(step) ? step : {};
}

/** The parameters by name: a bare value stands under the shorthand, texts per language too. */
export function paramsOf(step: Json | undefined, kind: Kind): Mapping {
  const value = asMapping(step)[kind.name];
  if (value === undefined || value === null) return {};
  if (!kind.shorthand || (isMapping(value) && !isLocal(value))) return isMapping(value) ? value : {};
  return { [kind.shorthand]: value };
}

/** The step with other parameters, written as short as the file allows; empty ones are left out. */
export function withParams(step: Json | undefined, kind: Kind, params: Mapping): Json {
  const given = Object.entries(params).filter(([, value]) => value !== undefined && value !== null);
  const only = given.length === 1 ? given[0] : undefined;
  const bare = only && only[0] === kind.shorthand && (!isMapping(only[1]) || isLocal(only[1]));
  const value: Json = bare ? only[1] : given.length ? Object.fromEntries(given) : null;
  return { ...asMapping(step), [kind.name]: value };
}

/** The step with one key beside the kind; undefined takes it away. */
export function withKey(step: Json | undefined, key: string, value: Json | undefined): Json {
  const fields = { ...asMapping(step) } as { [key: string]: Json };
  if (value === undefined) delete fields[key];
  else fields[key] = value;
  return fields;
}

/** A list of steps within a step: the key it is shown under, and the way to it from the step. */
export interface Block {
  key: string;
  path: Path;
  steps: readonly Json[];
  /** It may be left out: without steps it goes away. */
  optional: boolean;
}

/** All blocks a step has or could have, in order; what to do after a failure last, when there is something. */
export function blocksOf(step: Json | undefined, kinds: Kinds): Block[] {
  const fields = asMapping(step);
  const kind = kinds.get(kindOf(step, kinds));
  const steps = (value: Json | undefined) => (isList(value) ? value : []);
  const blocks = (kind?.blocks ?? []).map((key, place): Block => ({ key, path: [key], steps: steps(fields[key]), optional: place > 0 }));
  if (kind?.named) {
    const branches = Object.entries(isMapping(fields[kind.name]) ? (fields[kind.name] as Mapping) : {});
    blocks.push(...branches.map(([key, value]): Block => ({ key, path: [kind.name, key], steps: steps(value), optional: false })));
  }
  if (isList(fields["on_error"])) blocks.push({ key: "on_error", path: ["on_error"], steps: fields["on_error"], optional: true });
  return blocks;
}

/** A new step of a kind, with places for what it needs. */
export function freshStep(kind: Kind): Json {
  const fields: { [key: string]: Json } = {};
  if (kind.named) fields[kind.name] = { first: [], second: [] };
  else if (kind.shorthand && kind.schema.required?.includes(kind.shorthand)) fields[kind.name] = "";
  else fields[kind.name] = null;
  if (kind.options?.properties?.["item"]) fields["item"] = "item";
  const [first] = kind.blocks;
  if (first) fields[first] = [];
  return fields;
}

/** One line that tells a step by what it was given. */
export function told(step: Json | undefined, kind: Kind): string {
  return Object.values(paramsOf(step, kind)).map(inWords).filter(Boolean).join(" · ");
}

function inWords(value: Json): string {
  if (value === null) return "";
  if (isLocal(value)) {
    const both = bothOf(value);
    return both.ru && both.en ? `${both.en} / ${both.ru}` : both.en || both.ru;
  }
  if (isList(value)) return value.map(inWords).join(", ");
  if (isMapping(value)) return Object.entries(value).map(([key, inner]) => `${key}: ${inWords(inner)}`).join(", ");
  return String(value);
}
