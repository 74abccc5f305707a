/** The values a step may use: slots, what steps before it gave, the item of the loop around it; with an example where one is known. */

import { at, type Form, isMapping, type Json, type Path } from "./document";
import { asMapping, blocksOf, type Kind, kindOf, type Kinds } from "./kinds";
import { slotsOf } from "./slots";
import { allSteps, keyOf, ownerOf, stepsAt } from "./tree";

export type Origin = "slot" | "step" | "item" | "run";

/** A name in sight. `from` is the slot's type, the step's kind or the loop's kind. */
export interface Known {
  name: string;
  origin: Origin;
  from: string;
  /** The step that has yet to be given this name. */
  unnamed?: Path;
}

/** Something that can be picked: an expression, and what it was the last time, if known. */
export interface Pick {
  expression: string;
  origin: Origin;
  from: string;
  example: Json | undefined;
  unnamed?: Path | undefined;
}

/** The fields of slot values worth picking. */
const FIELDS: { [type: string]: readonly string[] } = {
  moment: ["at", "text"], period: ["start", "end", "text"], duration: ["seconds", "text"], money: ["amount", "currency", "text"], person: ["name", "text"],
};
/** Fields offered of one value, however many it has. */
const MOST_FIELDS = 12;

/** What a step may use, nearest first. */
export function knownAt(form: Form, path: Path, kinds: Kinds): Known[] {
  const near: Known[] = [];
  for (let block: Path | null = path.slice(0, -1), place = Number(path[path.length - 1]); block; ) {
    const before = stepsAt(form, block).slice(0, place);
    const own = block;
    near.push(...before.flatMap((step, number) => [...savedBy(step, kinds), ...nameable(step, [...own, number], form, kinds)]).reverse());
    const owner: Path | null = ownerOf(block);
    if (owner) near.push(...givenInside(at(form, owner), block.slice(owner.length), kinds));
    place = owner ? Number(owner[owner.length - 1]) : 0;
    block = owner ? owner.slice(0, -1) : null;
  }
  const slots = slotsOf(form).map((slot): Known => ({ name: slot.name, origin: "slot", from: slot.type }));
  const run = (["last", "now", "language"] as const).map((name): Known => ({ name, origin: "run", from: "" }));
  return unique([...near, ...slots, ...run]);
}

/** The name of a step, and the names within it that stay in sight after it. */
function savedBy(step: Json, kinds: Kinds): Known[] {
  const kind = kinds.get(kindOf(step, kinds));
  const lasting = kind?.control && !kind.named && !kind.options?.properties?.["item"];
  const inner = lasting ? blocksOf(step, kinds).flatMap((block) => block.steps.flatMap((each) => savedBy(each, kinds))) : [];
  const name = asMapping(step)["as"];
  return typeof name === "string" && name ? [...inner, { name, origin: "step", from: kind?.name ?? "" }] : inner;
}

/** Kinds whose value is what they were given: not worth a name. */
const SILENT = new Set(["say", "set", "wait", "approve", "if"]);

/** A step whose value has no name yet gets one when it is picked. */
function nameable(step: Json, path: Path, form: Form, kinds: Kinds): Known[] {
  const kind = kinds.get(kindOf(step, kinds));
  if (!kind || SILENT.has(kind.name) || asMapping(step)["as"] !== undefined) return [];
  return [{ name: freeName(kind.name, form, kinds, path), origin: "step", from: kind.name, unnamed: path }];
}

/** `reminder.list` -> `reminder_list`, or with the first number that is free. */
function freeName(kind: string, form: Form, kinds: Kinds, path: Path): string {
  const base = kind.replace(/[^\p{L}\p{N}_]/gu, "_");
  const steps = allSteps(form, kinds);
  const taken = new Set([...steps.map((each) => asMapping(at(form, each))["as"]), ...slotsOf(form).map((slot) => slot.name)]);
  const same = steps.filter((each) => kindOf(at(form, each), kinds) === kind && asMapping(at(form, each))["as"] === undefined);
  const place = same.findIndex((each) => keyOf(each) === keyOf(path));
  const free = Array.from({ length: place + taken.size + 2 }, (_, number) => (number === 0 ? base : `${base}_${number + 1}`)).filter((name) => !taken.has(name));
  return free[Math.max(0, place)] ?? base;
}

function givenInside(step: Json | undefined, block: Path, kinds: Kinds): Known[] {
  const kind = kinds.get(kindOf(step, kinds));
  if (block[0] === "on_error") return [{ name: "error", origin: "run", from: "" }];
  if (!kind?.options?.properties?.["item"]) return [];
  return [{ name: itemName(step, kind), origin: "item", from: kind.name }, { name: "number", origin: "item", from: kind.name }];
}

export function itemName(step: Json | undefined, kind: Kind): string {
  const given = asMapping(step)["item"];
  return typeof given === "string" && given ? given : String(kind.options?.properties?.["item"]?.default ?? "item");
}

function unique(all: readonly Known[]): Known[] {
  return all.filter((known, place) => all.findIndex((other) => other.name === known.name) === place);
}

/** Everything to pick from: each value, then its fields, by the example or by its type. */
export function picks(known: readonly Known[], examples: ReadonlyMap<string, Json>): Pick[] {
  return known.flatMap(({ name, origin, from, unnamed }) => {
    const example = examples.get(name);
    const fields = isMapping(example) ? Object.keys(example).filter(isField) : (FIELDS[origin === "slot" ? from : ""] ?? []);
    const inner = fields.slice(0, MOST_FIELDS).map((field): Pick => ({
      expression: `${name}.${field}`, origin, from, unnamed, example: isMapping(example) ? example[field] : undefined,
    }));
    return [{ expression: name, origin, from, unnamed, example }, ...inner];
  });
}

const isField = (key: string): boolean => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(key);
