/** Where the parts of a flow's picture stand: a pure function of the steps as they are in a command file. */

import { LETTER, likelyWidth } from "./fit";

export type StepForm = { readonly [key: string]: unknown } | string;

/** A step. `path` names it as a run does, with `[*]` for any pass of a loop; `detail` is its main value in short. */
export interface Box {
  shape: "step" | "start" | "end";
  x: number;
  y: number;
  width: number;
  height: number;
  path: string;
  kind: string;
  name: string;
  detail: string;
}

/** What encloses the steps of a loop or of branches. `back` is true for a loop: it is gone through again. */
export interface Frame {
  x: number;
  y: number;
  width: number;
  height: number;
  path: string;
  kind: string;
  name: string;
  title: string;
  back: boolean;
}

/** A line from above to below; `label` names the branch it leads into. */
export interface Line {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  label: string;
}

export interface Picture {
  width: number;
  height: number;
  boxes: readonly Box[];
  frames: readonly Frame[];
  lines: readonly Line[];
}

/** What the picture says beside the steps' own words, in the owner's language. */
export interface PictureWords {
  start: string;
  end: string;
  yes: string;
  no: string;
  nothing: string;
  loop(item: string, over: string): string;
  again(condition: string): string;
  either(condition: string): string;
  together: string;
  onlyIf(condition: string): string;
}

const WIDTH = 220;
const HEIGHT = 48;
const GAP = 24;
const PAD = 16;
const HEAD = 28;
/** Room beside a frame's title for how far a loop has come, and the widest a title makes its frame. */
export const TOLD = 64;
const WIDEST_TITLE = 440;
const LIMIT = 400;
const COMMON = new Set(["as", "if", "retry", "on_error", "confirm", "timeout"]);
const CONTROL = new Set(["for_each", "while", "if", "parallel", "wait", "ask", "approve", "command"]);

/** A part that has been measured, with its own corner at 0, 0. The way in and out is the middle of its width. */
interface Part {
  width: number;
  height: number;
  boxes: Box[];
  frames: Frame[];
  lines: Line[];
}

/** The picture of a whole flow, from a start to an end. At most a few hundred steps are drawn. */
export function pictureOf(steps: readonly StepForm[], words: PictureWords): Picture {
  const budget = { left: LIMIT };
  const parts = [mark("start", words.start), ...partsOf(steps, "", words, budget), mark("end", words.end)];
  const whole = stacked(parts);
  return { ...moved(whole, GAP, GAP), width: whole.width + 2 * GAP, height: whole.height + 2 * GAP };
}

/** The kind of a step as it stands in a command file. */
export function kindOf(step: StepForm): string {
  if (typeof step === "string") return step;
  const keys = Object.keys(step).filter((key) => !COMMON.has(key));
  const found = keys.find((key) => key.includes(".") || CONTROL.has(key));
  if (found) return found;
  if ("if" in step && keys.every((key) => key === "steps" || key === "else")) return "if";
  return keys[0] ?? "";
}

/** What is written over a frame. */
export function titleOf(frame: Pick<Frame, "title" | "name">): string {
  return frame.name ? `${frame.title} → ${frame.name}` : frame.title;
}

function partsOf(steps: readonly StepForm[], path: string, words: PictureWords, budget: { left: number }): Part[] {
  const parts: Part[] = [];
  const taken = new Set<string>();
  for (const [index, step] of steps.entries()) {
    if (budget.left-- <= 0) break;
    const kind = kindOf(step);
    const body = typeof step === "string" ? {} : step;
    const name = typeof body.as === "string" ? body.as : "";
    // As a run calls them: a name that stands twice is the first one's alone.
    const called = name && !taken.has(name) ? name : `${index + 1}.${name || kind}`;
    taken.add(called);
    const own = `${path}${path && "."}${called}`;
    parts.push(partOf(kind, body, own, name, words, budget));
  }
  return parts;
}

function partOf(kind: string, body: { readonly [key: string]: unknown }, path: string, name: string, words: PictureWords, budget: { left: number }): Part {
  const nested = (key: string, inner: string) => column(partsOf(stepsUnder(body[key]), inner, words, budget), words.nothing);
  switch (kind) {
    case "for_each": {
      const over = short(isMap(body.for_each) ? body.for_each.over : body.for_each);
      const title = words.loop(typeof body.item === "string" ? body.item : "item", over);
      return framed(nested("steps", `${path}[*]`), { path, kind, name, title, back: true });
    }
    case "while": {
      const title = words.again(short(isMap(body.while) ? body.while.condition : body.while));
      return framed(nested("steps", `${path}[*]`), { path, kind, name, title, back: true });
    }
    case "if": {
      const branches = [nested("steps", `${path}.steps`), nested("else", `${path}.else`)];
      const title = words.either(short(isMap(body.if) ? body.if.condition : body.if));
      return framed(sideBySide(branches, [words.yes, words.no]), { path, kind, name, title, back: false });
    }
    case "parallel": {
      const named = isMap(body.parallel) ? Object.entries(body.parallel) : [];
      const branches = named.map(([branch, steps]) => column(partsOf(stepsUnder(steps), `${path}.${branch}`, words, budget), words.nothing));
      return framed(sideBySide(branches, named.map(([branch]) => branch)), { path, kind, name, title: words.together, back: false });
    }
  }
  const condition = typeof body.if === "string" ? words.onlyIf(short(body.if)) : "";
  return box({ shape: "step", path, kind, name, detail: [condition, short(mainValue(body[kind]))].filter(Boolean).join(" · ") });
}

function box(of: Pick<Box, "shape" | "path" | "kind" | "name" | "detail">): Part {
  return { width: WIDTH, height: HEIGHT, boxes: [{ ...of, x: 0, y: 0, width: WIDTH, height: HEIGHT }], frames: [], lines: [] };
}

function mark(shape: "start" | "end", word: string): Part {
  const size = { width: 96, height: 28 };
  return { ...size, boxes: [{ shape, path: "", kind: "", name: word, detail: "", x: 0, y: 0, ...size }], frames: [], lines: [] };
}

/** Parts below one another; an empty column keeps its place with a word. */
function column(parts: Part[], nothing: string): Part {
  return stacked(parts.length ? parts : [{ ...box({ shape: "step", path: "", kind: "", name: "", detail: nothing }) }]);
}

function stacked(parts: readonly Part[]): Part {
  const width = Math.max(...parts.map((part) => part.width));
  const whole: Part = { width, height: 0, boxes: [], frames: [], lines: [] };
  for (const [index, part] of parts.entries()) {
    if (index) {
      whole.lines.push({ x1: width / 2, y1: whole.height, x2: width / 2, y2: whole.height + GAP, label: "" });
      whole.height += GAP;
    }
    add(whole, moved(part, (width - part.width) / 2, whole.height));
    whole.height += part.height;
  }
  return whole;
}

/** Parts beside one another, with a line into each that bears its name. */
function sideBySide(parts: readonly Part[], labels: readonly string[]): Part {
  const whole: Part = { width: 0, height: 0, boxes: [], frames: [], lines: [] };
  const total = parts.reduce((sum, part) => sum + part.width, 0) + GAP * Math.max(0, parts.length - 1);
  const tallest = Math.max(0, ...parts.map((part) => part.height));
  for (const [index, part] of parts.entries()) {
    if (index) whole.width += GAP;
    const middle = whole.width + part.width / 2;
    whole.lines.push({ x1: total / 2, y1: 0, x2: middle, y2: 2 * GAP, label: labels[index] ?? "" });
    whole.lines.push({ x1: middle, y1: 2 * GAP + part.height, x2: total / 2, y2: 3 * GAP + tallest, label: "" });
    add(whole, moved(part, whole.width, 2 * GAP));
    whole.width += part.width;
  }
  whole.height = tallest + 3 * GAP;
  return whole;
}

function framed(part: Part, of: Pick<Frame, "path" | "kind" | "name" | "title" | "back">): Part {
  const title = likelyWidth(titleOf(of), LETTER.title) + TOLD + 2 * PAD;
  const width = Math.max(part.width + 2 * PAD, WIDTH + 2 * PAD, Math.min(title, WIDEST_TITLE));
  const height = part.height + HEAD + 2 * PAD;
  const inner = moved(part, (width - part.width) / 2, HEAD + PAD);
  return { ...inner, width, height, frames: [{ ...of, x: 0, y: 0, width, height }, ...inner.frames] };
}

function moved(part: Part, dx: number, dy: number): Part {
  return {
    ...part,
    boxes: part.boxes.map((each) => ({ ...each, x: each.x + dx, y: each.y + dy })),
    frames: part.frames.map((each) => ({ ...each, x: each.x + dx, y: each.y + dy })),
    lines: part.lines.map((each) => ({ ...each, x1: each.x1 + dx, x2: each.x2 + dx, y1: each.y1 + dy, y2: each.y2 + dy })),
  };
}

function add(whole: Part, part: Part): void {
  whole.boxes.push(...part.boxes);
  whole.frames.push(...part.frames);
  whole.lines.push(...part.lines);
}

function stepsUnder(value: unknown): StepForm[] {
  return Array.isArray(value) ? value.filter((each): each is StepForm => typeof each === "string" || isMap(each)) : [];
}

function isMap(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The first value of a step's parameters: what it is about. */
function mainValue(value: unknown): unknown {
  return isMap(value) ? Object.values(value)[0] : value;
}

/** A value in a few words, braces of expressions left out. */
function short(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = (typeof value === "string" ? value : JSON.stringify(value)).replace(/\{\{|\}\}/g, "").replace(/\s+/g, " ").trim();
  return text.length > 34 ? `${text.slice(0, 33)}…` : text;
}
