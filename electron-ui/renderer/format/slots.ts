/** What slots and parameters are called, and what stands in the place of ids, which tell the owner nothing. */

import type { TextKey } from "../../shared/texts";
import type { Translate } from "./dates";
import { isId } from "./values";

/** The words that commands share. */
const words: ReadonlyMap<string, TextKey> = new Map(Object.entries({
  account: "slot_account", address: "slot_address", amount: "slot_amount", answer: "slot_answer", answers: "slot_answers",
  calendar: "slot_calendar", cc: "slot_cc", command: "slot_command", date: "slot_date", day: "slot_day", draft: "slot_draft",
  due: "slot_due", duration: "slot_duration", email: "slot_email", event: "slot_event", file: "slot_file", files: "slot_files",
  guests: "slot_guests", id: "slot_id", letter: "slot_letter", name: "slot_name", number: "slot_number", part: "slot_part",
  path: "slot_path", period: "slot_period", person: "slot_person", phrases: "slot_phrases", place: "slot_place",
  price: "slot_price", product: "slot_product", query: "slot_query", row: "slot_row", sender: "slot_sender", shown: "slot_shown",
  site: "slot_site", subject: "slot_subject", table: "slot_table", task: "slot_task", text: "slot_text", to: "slot_to",
  troubles: "slot_troubles", url: "slot_url", video: "slot_video", when: "slot_when", which: "slot_which", word: "slot_word",
} satisfies { [name: string]: TextKey }));

/** The word for a slot; a name of the owner's own is written as words. */
export function slotName(t: Translate, name: string): string {
  const key = words.get(name);
  return key ? t(key) : name.replace(/[_-]+/g, " ");
}

/** What ids stand for, by id. */
export type Named = { readonly [id: string]: string };

/** The value with every id in it replaced by what it stands for, or by a word for something that is not known here any more. */
export function withNames(t: Translate, value: unknown, named: Named): unknown {
  if (typeof value === "string") return Object.prototype.hasOwnProperty.call(named, value) ? named[value] : isId(value) ? t("keptHere") : value;
  if (Array.isArray(value)) return value.map((each) => withNames(t, each, named));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withNames(t, each, named)]));
}
