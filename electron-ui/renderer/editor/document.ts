/** A command file as plain data: what its form reads out of it and writes back, in the shapes the file may have. */

import type { Language } from "../../shared/texts";

export type Json = null | boolean | number | string | readonly Json[] | Mapping;
export type Mapping = { readonly [key: string]: Json };
/** The whole document; keys and order as in the file. */
export type Form = Mapping;
export type Path = readonly (string | number)[];
/** The same text in both languages, empty where there is none. */
export type Both = { readonly [L in Language]: string };
export type Phrases = { readonly [L in Language]: readonly string[] };

export const LANGUAGES: readonly Language[] = ["en", "ru"];

export function isMapping(value: Json | undefined): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** What stands at a path, undefined when nothing does. */
export function at(value: Json | undefined, path: Path): Json | undefined {
  let found = value;
  for (const part of path) {
    if (typeof part === "number") found = isList(found) ? found[part] : undefined;
    else found = isMapping(found) ? found[part] : undefined;
  }
  return found;
}

/** The same with another value at a path; undefined takes it out. What is missing on the way is made. */
export function put(value: Json | undefined, path: Path, inner: Json | undefined): Json {
  const [part, ...rest] = path;
  if (part === undefined) return inner ?? null;
  if (typeof part === "number") {
    const items = isList(value) ? [...value] : [];
    if (rest.length === 0 && inner === undefined) items.splice(part, 1);
    else items[part] = put(items[part], rest, inner);
    return items;
  }
  const fields = isMapping(value) ? value : {};
  if (rest.length > 0 || inner !== undefined) return { ...fields, [part]: put(fields[part], rest, inner) };
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== part));
}

/** `put` for a whole document. */
export function change(form: Form, path: Path, inner: Json | undefined): Form {
  return put(form, path, inner) as Form;
}

/** Russian when there is any Cyrillic letter, as the sidecar decides it. */
export function languageOf(text: string): Language {
  return /\p{Script=Cyrillic}/u.test(text) ? "ru" : "en";
}

export function isLocal(value: Json | undefined): value is Mapping {
  return isMapping(value) && Object.keys(value).length > 0 && Object.keys(value).every((key) => LANGUAGES.includes(key as Language));
}

/** A text in both languages, however the file gives it. */
export function bothOf(value: Json | undefined): Both {
  if (typeof value === "string") return { en: "", ru: "", [languageOf(value)]: value };
  const said = (language: Language) => (isMapping(value) && typeof value[language] === "string" ? (value[language] as string) : "");
  return { en: said("en"), ru: said("ru") };
}

/** The value that gives these texts; a language without one is left out, and without any there is no value. */
export function localValue(both: Both): Json | undefined {
  const said = LANGUAGES.filter((language) => both[language] !== "");
  return said.length === 0 ? undefined : Object.fromEntries(said.map((language) => [language, both[language]]));
}

export function phrasesOf(form: Form): Phrases {
  const given = form["phrases"];
  const texts = (value: Json | undefined) => (isList(value) ? value.filter((each) => typeof each === "string") : []) as string[];
  if (isMapping(given)) return { en: texts(given["en"]), ru: texts(given["ru"]) };
  const all = texts(given);
  return { en: all.filter((each) => languageOf(each) === "en"), ru: all.filter((each) => languageOf(each) === "ru") };
}

export function withPhrases(form: Form, language: Language, phrases: readonly string[]): Form {
  const all = { ...phrasesOf(form), [language]: phrases };
  const said = LANGUAGES.filter((each) => all[each].length > 0);
  return change(form, ["phrases"], said.length ? Object.fromEntries(said.map((each) => [each, all[each]])) : undefined);
}

/** A list with another text at this place (one more at its end), or without it. */
export function withLine(lines: readonly string[], place: number, text: string | null): string[] {
  return text === null ? lines.filter((_, number) => number !== place) : [...lines.slice(0, place), text, ...lines.slice(place + 1)];
}

/** What a test says, and of which kind it is. */
export interface TestForm {
  kind: "say" | "not";
  text: string;
  slots: Mapping;
}

export function testsOf(form: Form): TestForm[] {
  const given = form["tests"];
  return (isList(given) ? given : []).flatMap((test): TestForm[] => {
    if (!isMapping(test)) return [];
    const kind = "not" in test ? "not" : "say";
    return [{ kind, text: String(test[kind] ?? ""), slots: isMapping(test["slots"]) ? test["slots"] : {} }];
  });
}

export function withTests(form: Form, tests: readonly TestForm[]): Form {
  const written = tests.map(({ kind, text, slots }): Json => (Object.keys(slots).length ? { [kind]: text, slots } : { [kind]: text }));
  return change(form, ["tests"], written.length ? written : undefined);
}
