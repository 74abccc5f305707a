/** The {{ }} in a text: what is plain, what is an expression, and how a name in them is replaced. Nothing is evaluated. */

import { isList, isMapping, type Json } from "./document";

/** Plain words, or the inside of one pair of braces. */
export interface Piece {
  text: string;
  expression: boolean;
}

const BRACES = /\{\{(.*?)\}\}/gs;

export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(BRACES)) {
    if (match.index > from) found.push({ text: text.slice(from, match.index), expression: false });
    found.push({ text: (match[1] ?? "").trim(), expression: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) found.push({ text: text.slice(from), expression: false });
  return found;
}

export function hasExpression(value: Json | undefined): boolean {
  return typeof value === "string" && pieces(value).some((piece) => piece.expression);
}

/** The expression a text is nothing but, null when it is more or less than one. */
export function wholeExpression(value: Json | undefined): string | null {
  if (typeof value !== "string") return null;
  const [piece, more] = pieces(value.trim());
  return piece?.expression && !more ? piece.text : null;
}

/** An expression as the text that holds nothing else. */
export function braced(expression: string): string {
  return `{{ ${expression} }}`;
}

/** `letter.subject`: a value with its fields and no more, which is shown as a chip that needs no explanation. */
export function isPlainValue(expression: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u.test(expression);
}

/** The names an expression begins its values with, filters and texts left out. */
export function namesIn(expression: string): string[] {
  const bare = expression.replace(/'[^']*'|"[^"]*"/g, "''");
  return [...bare.matchAll(/(?<![\p{L}\p{N}_.])(?<!\|\s*)[\p{L}_][\p{L}\p{N}_]*/gu)].map((match) => match[0]);
}

/** Keys whose text is an expression with or without braces. */
const BARE = new Set(["condition", "over", "collect", "for_each", "while", "if", "result"]);

/** Every use of a name in the expressions within, replaced by another name. */
export function renameIn(value: Json, from: string, to: string, bare = false): Json {
  if (typeof value === "string") {
    if (bare && !value.includes("{{")) return renamedExpression(value, from, to);
    return value.replace(BRACES, (_, inside: string) => `{{${renamedExpression(inside, from, to)}}}`);
  }
  if (isList(value)) return value.map((item) => renameIn(item, from, to));
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renameIn(item, from, to, BARE.has(key))]));
}

/** Outside quotes, not after a dot (a field) and not after a bar (a filter). */
function renamedExpression(expression: string, from: string, to: string): string {
  const name = new RegExp(`'[^']*'|"[^"]*"|(?<![\\p{L}\\p{N}_.])(?<!\\|\\s*)${from}(?![\\p{L}\\p{N}_])`, "gu");
  return expression.replace(name, (found) => (found === from ? to : found));
}

/** Text with an expression put in at the caret, and where the caret stands after it. */
export function inserted(text: string, expression: string, from: number, to: number): { text: string; caret: number } {
  const words = braced(expression);
  return { text: text.slice(0, from) + words + text.slice(to), caret: from + words.length };
}
