/** The slots of a command: read from every way the file may write them, added, changed, renamed everywhere they are used. */

import { change, type Form, isList, isMapping, type Json, type Mapping, phrasesOf, withPhrases } from "./document";
import { renameIn } from "./expressions";

export const SLOT_TYPES = ["text", "number", "money", "duration", "moment", "period", "person", "email", "url", "account", "choice", "list"] as const;
export type SlotType = (typeof SLOT_TYPES)[number];

/** One slot. `choices` are what may be chosen, each with the other ways to say it. */
export interface SlotForm {
  name: string;
  type: string;
  required: boolean;
  default: Json | undefined;
  choices: readonly Choice[];
  ask: Json | undefined;
}

export interface Choice {
  value: string;
  ways: readonly string[];
}

export function slotsOf(form: Form): SlotForm[] {
  const given = form["slots"];
  return isMapping(given) ? Object.entries(given).map(([name, slot]) => slotOf(name, slot)) : [];
}

function slotOf(name: string, given: Json): SlotForm {
  if (!isMapping(given)) return { name, type: typeof given === "string" ? given : "text", required: true, default: undefined, choices: [], ask: undefined };
  const type = typeof given["type"] === "string" ? given["type"] : "choices" in given ? "choice" : "text";
  const standard = given["default"];
  const required = typeof given["required"] === "boolean" ? given["required"] : standard === undefined || standard === null;
  return { name, type, required, default: standard, choices: choicesOf(given["choices"]), ask: given["ask"] };
}

function choicesOf(given: Json | undefined): Choice[] {
  if (isList(given)) return given.map((value) => ({ value: String(value), ways: [] }));
  if (!isMapping(given)) return [];
  return Object.entries(given).map(([value, ways]) => ({ value, ways: (isList(ways) ? ways : [ways]).map(String) }));
}

/** What the file says of a slot: only what differs from what is understood anyway. */
function written(slot: SlotForm): Json {
  const { type, default: standard, choices, ask } = slot;
  const fields: { [key: string]: Json } = { type };
  const optional = standard !== undefined && standard !== null && standard !== "";
  if (slot.required === optional) fields["required"] = slot.required;
  if (optional) fields["default"] = standard as Json;
  if (choices.length) fields["choices"] = writtenChoices(choices);
  if (ask !== undefined) fields["ask"] = ask;
  return Object.keys(fields).length === 1 ? type : fields;
}

function writtenChoices(choices: readonly Choice[]): Json {
  if (choices.every((choice) => choice.ways.length === 0)) return choices.map((choice) => choice.value);
  return Object.fromEntries(choices.map(({ value, ways }) => [value, ways.length ? [...ways] : [value]]));
}

export function withSlot(form: Form, slot: SlotForm): Form {
  const fitting = slot.type === "choice" || slot.type === "list" ? slot : { ...slot, choices: [] };
  return change(form, ["slots", slot.name], written(fitting));
}

/** A slot more, under the first free name. */
export function withNewSlot(form: Form, wanted = "text"): Form {
  const taken = slotsOf(form).map((slot) => slot.name);
  let name = wanted;
  for (let number = 2; taken.includes(name); number++) name = `${wanted}_${number}`;
  return change(form, ["slots", name], "text");
}

export function withoutSlot(form: Form, name: string): Form {
  const left = change(form, ["slots", name], undefined);
  return isMapping(left["slots"]) && Object.keys(left["slots"]).length === 0 ? change(left, ["slots"], undefined) : left;
}

/** The slot under another name, in the phrases, the expressions, the tests and the triggers too. Null when the name cannot be taken. */
export function renamedSlot(form: Form, from: string, to: string): Form | null {
  if (from === to) return form;
  if (!isName(to) || !isMapping(form["slots"]) || to in form["slots"]) return null;
  const slots = Object.fromEntries(Object.entries(form["slots"]).map(([name, slot]) => [name === from ? to : name, slot]));
  let renamed = change(form, ["slots"], slots);
  for (const language of ["en", "ru"] as const) {
    const phrases = phrasesOf(form)[language];
    if (phrases.length) renamed = withPhrases(renamed, language, phrases.map((phrase) => phrase.split(`{${from}}`).join(`{${to}}`)));
  }
  for (const key of ["steps", "result"]) {
    if (renamed[key] !== undefined) renamed = change(renamed, [key], renameIn(renamed[key], from, to));
  }
  for (const key of ["tests", "triggers"]) {
    const lines = renamed[key];
    if (isList(lines)) renamed = change(renamed, [key], lines.map((line) => renamedGiven(line, from, to)));
  }
  return renamed;
}

/** A test or a trigger, whose `slots` give values to slots. */
function renamedGiven(line: Json, from: string, to: string): Json {
  if (!isMapping(line) || !isMapping(line["slots"])) return line;
  const slots: Mapping = Object.fromEntries(Object.entries(line["slots"]).map(([name, value]) => [name === from ? to : name, value]));
  return { ...line, slots };
}

/** Whether a slot or an `as` can be called this; the sidecar says the same with more words. */
export function isName(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_]{0,63}$/u.test(name) && !["now", "language", "last"].includes(name);
}
