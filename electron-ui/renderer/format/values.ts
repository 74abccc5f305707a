/** Slot values, step results and list items in words: by their shape, since they come as plain JSON. */

import type { Language } from "../../shared/texts";
import { duration, moment, period, recurrence, type Translate } from "./dates";

/** What formatting needs to know. */
export interface Tongue {
  t: Translate;
  language: Language;
}

type Shape = { readonly [key: string]: unknown };

/** One line of a list: what it is, and what is said beside it. */
export interface Line {
  main: string;
  aside: string;
  link: string;
}

/** Any JSON value as one readable line. */
export function readable(tongue: Tongue, value: unknown): string {
  if (value === null || value === undefined || value === "") return "—";
  if (typeof value === "boolean") return tongue.t(value ? "yes" : "no");
  if (typeof value === "number") return value.toLocaleString(tongue.language, { maximumFractionDigits: 6 });
  if (typeof value === "string") return isIsoTime(value) ? moment(tongue.language, value) : value;
  if (Array.isArray(value)) return value.map((item) => readable(tongue, item)).join(", ") || "—";
  return readableShape(tongue, value as Shape);
}

function readableShape(tongue: Tongue, value: Shape): string {
  const known = typed(tongue, value);
  if (known !== null) return known;
  const { main, aside } = line(tongue, value);
  return aside ? `${main} · ${aside}` : main;
}

/** The values a slot can hold (assistant/domain/value.py); null for any other shape. */
function typed({ t, language }: Tongue, value: Shape): string | null {
  if (typeof value["at"] === "string" && "has_time" in value) {
    const when = moment(language, value["at"], value["has_time"] === true);
    const rule = value["recurrence"];
    return typeof rule === "string" && rule ? `${when}, ${recurrence(t, language, rule)}` : when;
  }
  if (typeof value["start"] === "string" && typeof value["end"] === "string" && !("uid" in value)) {
    return period(language, value["start"], value["end"]);
  }
  if (typeof value["seconds"] === "number") return duration(t, language, value["seconds"]);
  if (typeof value["amount"] === "number" && typeof value["currency"] === "string") {
    return money(language, value["amount"], value["currency"]);
  }
  return typeof value["name"] === "string" && Object.keys(value).length <= 2 ? value["name"] : null;
}

/** Ids as this house makes them, and only those: what the owner or a stranger wrote is never taken for one. */
const ID = /^(?:(?:letter|thread)-[0-9a-f]{20}|[a-z]{1,12}-[0-9a-z]{9}-[0-9a-f]{10}|google:[^\s/]+\/[^\s/]+(?:\/\S+)?)$/;

/** Whether the value only names something here, such as a letter; it tells the owner nothing. */
export function isId(value: unknown): boolean {
  return typeof value === "string" && ID.test(value);
}

const FEW_KEYS = 8;

/** Whether a value is too much for a line: a whole document, which the card that asks about it shows. */
export function isDocument(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > FEW_KEYS;
}

/** Whether the value is one of the known slot values, which `readable` tells whole. */
export function isTyped(tongue: Tongue, value: object): boolean {
  return typed(tongue, value as Shape) !== null;
}

function money(language: Language, amount: number, currency: string): string {
  const digits = Number.isInteger(amount) ? 0 : 2;
  try {
    return amount.toLocaleString(language, { style: "currency", currency, minimumFractionDigits: digits });
  } catch {
    return `${amount.toLocaleString(language)} ${currency}`;
  }
}

/** A value as a line of a list: its most telling field first, times beside it. */
export function line(tongue: Tongue, value: unknown): Line {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { main: readable(tongue, value), aside: "", link: "" };
  }
  const shape = value as Shape;
  const body = shape["body"];
  if (typeof body === "object" && body !== null) return line(tongue, body);
  const known = typed(tongue, shape);
  if (known !== null) return { main: known, aside: "", link: "" };
  return lineOfShape(tongue, shape);
}

const TELLING = ["text", "title", "name", "summary", "command", "said"];
const WHEN = ["at", "due", "start", "date", "when"];
const SILENT = ["id", "uid", "missed", "fired", "timer", "all_day", "created", "updated", "collection", "link", "url", "recurrence", "end"];

function lineOfShape(tongue: Tongue, shape: Shape): Line {
  const telling = TELLING.find((key) => isTold(shape[key])) ?? "";
  const when = WHEN.find((key) => isTold(shape[key])) ?? "";
  const rest = Object.keys(shape).filter((key) => key !== telling && key !== when && !SILENT.includes(key) && isTold(shape[key]));
  const said = rest.map((key) => `${key.replace(/_/g, " ")}: ${readable(tongue, shape[key])}`).join(" · ");
  const link = [shape["link"], shape["url"]].find((each) => typeof each === "string" && isWebAddress(each));
  const main = telling ? readable(tongue, shape[telling]) : said || "—";
  const aside = [when ? readable(tongue, shape[when]) : "", telling ? said : ""].filter(Boolean).join(" · ");
  return { main, aside, link: typeof link === "string" ? link : "" };
}

function isTold(value: unknown): boolean {
  return value !== null && value !== undefined && value !== "" && value !== false;
}

function isIsoTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) && !Number.isNaN(Date.parse(text));
}

/** Only http(s) addresses become links. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\/\S+$/i.test(text);
}
