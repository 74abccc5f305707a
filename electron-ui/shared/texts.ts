/** The catalogue of all texts, Russian and English. */

export type Language = "ru" | "en";
