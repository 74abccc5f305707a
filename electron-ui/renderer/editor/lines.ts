/** The text of a command file by lines: which step a line belongs to, where a place of it is in characters, keys for indenting. */

import type { Path } from "./document";
import { keyOf, stepWithin } from "./tree";

/** Characters before a line and column, both from one; a place beyond the text is its end. */
export function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split("\n");
  const before = lines.slice(0, Math.max(0, line - 1)).reduce((sum, each) => sum + each.length + 1, 0);
  const width = lines[line - 1]?.length ?? 0;
  return Math.min(text.length, before + Math.min(width, Math.max(0, column - 1)));
}

interface Open {
  indent: number;
  path: Path;
  /** The number of the next item, for a list. */
  next: number;
}

/** Line (from one) -> the path of what begins there. */
export type Outline = ReadonlyMap<number, Path>;

/** For a file written in lines; what is written in one line has that line. */
export function outline(text: string): Outline {
  const found = new Map<number, Path>();
  const open: Open[] = [];
  let block = -1;
  text.split("\n").forEach((line, number) => {
    const indent = line.search(/\S/);
    if (indent < 0 || line[indent] === "#") return;
    if (block >= 0 && indent > block) return;
    block = -1;
    let rest = line.slice(indent);
    let place = indent;
    for (let item = /^-(\s+|$)/.exec(rest); item; item = /^-(\s+|$)/.exec(rest)) {
      found.set(number + 1, itemAt(open, place));
      place += item[0].length || 1;
      rest = rest.slice(item[0].length || 1);
    }
    const key = /^("[^"]*"|'[^']*'|[^\s#:{}[\],&*!|>%@`][^:#]*?)\s*:(\s|$)/.exec(rest);
    if (!key) return;
    const name = (key[1] ?? "").replace(/^["']|["']$/g, "");
    close(open, place);
    const parent = open[open.length - 1]?.path ?? [];
    const path = [...parent, name];
    open.push({ indent: place, path, next: 0 });
    if (!found.has(number + 1)) found.set(number + 1, path);
    if (/:\s+[|>][+-]?\d*\s*(#.*)?$/.test(rest)) block = place;
  });
  return found;
}

/** A list item at this indent: it belongs to the key above it that stands at the same indent or less. */
function itemAt(open: Open[], indent: number): Path {
  while (open.length && (open[open.length - 1] as Open).indent > indent) open.pop();
  let list = open[open.length - 1];
  if (list && typeof list.path[list.path.length - 1] === "number" && list.indent === indent) {
    open.pop();
    list = open[open.length - 1];
  }
  const path = [...(list?.path ?? []), list ? list.next++ : 0];
  open.push({ indent, path, next: 0 });
  return path;
}

function close(open: Open[], indent: number): void {
  while (open.length) {
    const last = open[open.length - 1] as Open;
    const item = typeof last.path[last.path.length - 1] === "number";
    if (last.indent < indent || (item && last.indent < indent)) return;
    open.pop();
  }
}

/** The line a path begins on; the nearest one above it when it has none of its own. */
export function lineOf(all: Outline, path: Path): number {
  const lines = new Map([...all].map(([line, own]) => [keyOf(own), line]));
  for (let length = path.length; length > 0; length--) {
    const line = lines.get(keyOf(path.slice(0, length)));
    if (line) return line;
  }
  return 1;
}

/** The innermost step of the document that a line belongs to; null for a line outside the steps. */
export function stepOfLine(all: Outline, line: number): Path | null {
  let nearest: Path | null = null;
  for (const [own, path] of all) if (own <= line) nearest = path;
  if (!nearest || nearest[0] !== "steps") return null;
  return stepWithin(nearest);
}

/** A text with its selected part. */
export interface Selected {
  text: string;
  from: number;
  to: number;
}

const STEP = "  ";

/** What Tab does: two spaces, or every selected line further in; with Shift further out. */
export function indented({ text, from, to }: Selected, out: boolean): Selected {
  if (!out && from === to) return { text: text.slice(0, from) + STEP + text.slice(to), from: from + 2, to: from + 2 };
  const first = text.lastIndexOf("\n", from - 1) + 1;
  const lines = text.slice(first, to).split("\n");
  const changed = lines.map((line) => (out ? line.replace(/^ {1,2}/, "") : line ? STEP + line : line));
  const grown = changed.join("\n").length - lines.join("\n").length;
  const start = from + (changed[0]?.length ?? 0) - (lines[0]?.length ?? 0);
  return { text: text.slice(0, first) + changed.join("\n") + text.slice(to), from: Math.max(first, start), to: to + grown };
}

/** What Enter does: the next line begins as far in as this one, and under the text of a list item. */
export function nextLine({ text, from, to }: Selected): Selected {
  const line = text.slice(text.lastIndexOf("\n", from - 1) + 1, from);
  const words = "\n" + (/^\s*/.exec(line)?.[0] ?? "") + (/^\s*- \S.*:\s*$/.test(line) ? "    " : /:\s*$/.test(line) ? STEP : "");
  return { text: text.slice(0, from) + words + text.slice(to), from: from + words.length, to: from + words.length };
}
