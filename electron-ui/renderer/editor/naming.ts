/** What kinds of steps and their parameters are called on the screen, as their own files say it. */

import { type Language, local } from "../../shared/texts";
import type { Kind } from "./kinds";
import type { Field } from "./schema";

export function kindTitle(language: Language, kind: Kind | undefined, name: string): string {
  return local(language, kind?.title ?? {}) || name;
}

/** What a kind does, beside its title; its name when that says no more. */
export function kindHint(language: Language, kind: Kind): string {
  const about = local(language, kind.about);
  return about && about !== kindTitle(language, kind, kind.name) ? about : kind.name;
}

export function fieldTitle(language: Language, field: Field): string {
  return local(language, field.title);
}

/** What to write into a field, when its kind says so. */
export function fieldHint(language: Language, field: Field): string {
  return local(language, field.hint).replace(/`/g, "");
}

/** All words a kind can be found by, in small letters: those of both languages. */
export function kindWords(kind: Kind): string {
  return [kind.name, ...Object.values(kind.title), ...Object.values(kind.about), kind.doc].join(" ").toLowerCase();
}
