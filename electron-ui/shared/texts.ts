/** The one catalogue of texts, Russian and English: for the page, the tray, the menus and the notifications. */

import type { Wording } from "./texts/catalogue";
import { browsingTexts } from "./texts/browsing";
import { conversationTexts } from "./texts/conversation";
import { editorTexts } from "./texts/editor";
import { exchangeTexts } from "./texts/exchange";
import { listTexts } from "./texts/lists";
import { calendarTexts } from "./texts/calendar";
import { browserTexts } from "./texts/browser";
import { mailTexts } from "./texts/mail";
import { modelTexts } from "./texts/model";
import { advancedTexts } from "./texts/advanced";
import { secretTexts } from "./texts/secrets";
import { settingsTexts } from "./texts/settings";
import { shellTexts } from "./texts/shell";
import { tableTexts } from "./texts/tables";
import { connectionTexts } from "./texts/connections";
import { consentTexts } from "./texts/consent";
import { learnedTexts } from "./texts/learned";
import { showingTexts } from "./texts/showing";
import { slotTexts } from "./texts/slots";
import { triggerTexts } from "./texts/triggers";

export type Language = "ru" | "en";
export type TextParams = { readonly [name: string]: string | number };

export const texts = { ...shellTexts, ...conversationTexts, ...listTexts, ...settingsTexts, ...editorTexts, ...modelTexts, ...mailTexts, ...calendarTexts, ...tableTexts, ...triggerTexts, ...learnedTexts, ...consentTexts, ...exchangeTexts, ...secretTexts, ...browserTexts, ...connectionTexts, ...advancedTexts, ...showingTexts, ...browsingTexts, ...slotTexts };
export type TextKey = keyof typeof texts;

const plurals = { en: new Intl.PluralRules("en"), ru: new Intl.PluralRules("ru") };

/** The text in this language; `{name}` is replaced by the parameter, and `n` chooses the plural form. */
export function text(language: Language, key: TextKey, params: TextParams = {}): string {
  const wording: Wording = texts[key][language === "ru" ? 1 : 0];
  const template = typeof wording === "string" ? wording : choose(language, wording, Number(params["n"] ?? 0));
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

function choose(language: Language, forms: Exclude<Wording, string>, n: number): string {
  const name = plurals[language].select(n);
  return (name in forms ? forms[name as keyof typeof forms] : undefined) ?? forms.other;
}

/** The language the window speaks: as set, or Russian for a system in Russian and English for any other. */
export function resolveLanguage(setting: unknown, system: string): Language {
  if (setting === "ru" || setting === "en") return setting;
  return system.toLowerCase().startsWith("ru") ? "ru" : "en";
}

/** A text that the assistant gives in its own languages: the wanted one, else any. */
export function local(language: Language, given: { readonly [language: string]: string }): string {
  return given[language] ?? given["en"] ?? Object.values(given)[0] ?? "";
}
