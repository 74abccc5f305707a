/** What kinds of steps and their parameters are called on the screen: by the catalogue, else by their own documentation. */

import { type Language, local } from "../../shared/texts";
import { fieldTexts, kindTexts } from "../../shared/texts/steps";
import type { Kind } from "./kinds";
import { type Field, firstSentence } from "./schema";

export function kindTitle(language: Language, kind: Kind | undefined, name: string): string {
  const known = wording(language, kindTexts[name]);
  if (known) return known;
  const first = firstSentence(kind?.doc ?? "");
  return first && first.length <= 60 ? first : name;
}

/** What a kind does, beside its title. */
export function kindHint(language: Language, kind: Kind): string {
  const first = firstSentence(kind.doc);
  return language === "en" && first !== kindTitle(language, kind, kind.name) ? first : kind.name;
}

export function fieldTitle(language: Language, field: Field): string {
  return wording(language, fieldTexts[field.name]) || field.title;
}

function wording(language: Language, entry: readonly [en: string, ru: string] | undefined): string {
  return entry ? local(language, { en: entry[0], ru: entry[1] }) : "";
}
