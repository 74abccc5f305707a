/** A value of any kind as text in a field, and back: what reads as JSON is what it reads as, everything else is text. */

import type { Json } from "./document";

export function freeText(value: Json): string {
  if (typeof value === "string") return looksOtherwise(value) ? JSON.stringify(value) : value;
  return value === null ? "" : typeof value === "object" ? JSON.stringify(value, null, 1) : String(value);
}

export function freeValue(text: string): Json {
  if (text.includes("{{")) return text;
  const parsed = parse(text);
  return parsed === undefined ? text : parsed;
}

/** A text that would be read as something else without quotes: "7", "true". */
function looksOtherwise(text: string): boolean {
  return !text.includes("{{") && parse(text) !== undefined;
}

function parse(text: string): Json | undefined {
  if (!/^\s*([-\d[{"]|true$|false$|null$)/.test(text)) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
