/** A cell as text. */

import type { Column } from "../../../shared/protocol";
import type { App } from "../../app/app";
import { type TextKey, texts } from "../../../shared/texts";
import { readable } from "../../format/values";

/** What stands in the cell, in the owner's language; empty for an empty one. */
export function cellText(app: Pick<App, "t" | "language">, column: Column, value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string" && column.type !== "date") return value;
  if (typeof value === "string") return new Date(`${value}T00:00`).toLocaleDateString(app.language.value);
  return readable({ t: app.t, language: app.language.value }, value);
}

const kinds: [TextKey, Column["type"]][] = [
  ["typeText", "text"], ["typeNumber", "number"], ["typeMoney", "money"], ["typeDate", "date"], ["typeYesNo", "yes_no"],
];

/** The type of that name in either language; an unknown one is text. */
function typeNamed(word: string): Column["type"] {
  const wanted = word.toLowerCase();
  return kinds.find(([key]) => (texts[key] as readonly unknown[]).includes(wanted))?.[1] ?? "text";
}

/** Columns as they were typed: `what, amount: money, date: date`; an unknown type is text. */
export function columnsFrom(typed: string): Column[] {
  const parts = typed.split(/[,;\n]/).map((part) => part.trim()).filter(Boolean);
  return parts.map((part) => {
    const [name = "", kind = ""] = part.split(":").map((piece) => piece.trim());
    return { id: "", name, type: typeNamed(kind), choices: [], currency: "" };
  });
}

/** Characters of one piece of a file: in every alphabet it fits into one frame. */
const PIECE = 50_000;

/** A text in pieces that never cut a character in two. */
export function pieces(text: string): string[] {
  const found: string[] = [];
  for (let start = 0; start < text.length || found.length === 0; ) {
    let end = Math.min(start + PIECE, text.length);
    if (end < text.length && /[\uD800-\uDBFF]/.test(text[end - 1] ?? "")) end -= 1;
    found.push(text.slice(start, end));
    if (end === text.length) break;
    start = end;
  }
  return found;
}
