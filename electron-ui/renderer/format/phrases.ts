/** A phrase template as a sentence an owner can read: optional parts left out, the first of several ways taken. */

import type { CommandShown } from "../../shared/methods";
import type { TextKey } from "../../shared/texts";
import type { Translate } from "./dates";

/** Stands in a sentence where the owner still has to say something. */
export const GAP = "…";

const slotWords: { [type: string]: TextKey } = {
  text: "slotText", number: "slotNumber", money: "slotMoney", duration: "slotDuration", moment: "slotMoment",
  period: "slotPeriod", person: "slotPerson", email: "slotEmail", url: "slotUrl", account: "slotAccount", choice: "slotChoice", list: "slotList",
};

/** "(проверь|посмотри) [мою] почту [за] {period}" -> "проверь почту …", ready for the composer. */
export function examplePhrase(template: string): string {
  return tidy(plain(template).replace(/\{[^}]*\}/g, GAP));
}

/** The same to be read: slots named by what they hold, "напомни ‹когда› ‹текст›". */
export function shownPhrase(t: Translate, command: CommandShown, template: string): string {
  return tidy(plain(template).replace(/\{([^}:]*)[^}]*\}/g, (_, name: string) => `‹${slotWord(t, command, name)}›`));
}

/** What a slot holds, in a word. */
export function slotWord(t: Translate, command: CommandShown, name: string): string {
  const key = slotWords[command.slots.find((slot) => slot.name === name)?.type ?? ""];
  return key ? t(key) : name;
}

function plain(template: string): string {
  let phrase = template;
  for (let before = ""; before !== phrase; ) {
    before = phrase;
    phrase = phrase.replace(/\[[^[\]()]*\]/g, "").replace(/\(([^()[\]|]*)(\|[^()[\]]*)?\)/g, "$1");
  }
  return phrase;
}

function tidy(phrase: string): string {
  return phrase.replace(/\s+/g, " ").trim();
}
