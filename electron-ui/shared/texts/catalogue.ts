/** What a text is: the same sentence in English and Russian, with plural forms where a number stands in it. */

/** Plural forms by the names of Intl.PluralRules; `{n}` is the number. */
export type Forms = { readonly one?: string; readonly few?: string; readonly many?: string; readonly other: string };
export type Wording = string | Forms;
/** English, Russian. */
export type Entry = readonly [en: Wording, ru: Wording];
export type Catalogue = { readonly [key: string]: Entry };
