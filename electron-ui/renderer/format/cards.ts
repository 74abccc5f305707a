/** An item of a list that can be acted upon, as it is shown. */

import { moment } from "./dates";
import { line, type Tongue } from "./values";

export interface CardLine {
  main: string;
  about: string;
  note: string;
  when: string;
  link: string;
  fresh: boolean;
  /** Which mailbox a letter is in, where there are several. */
  mailbox: string;
}

/** What a card says; anything that is no card is one by its line. */
export function card(tongue: Tongue, item: unknown): CardLine {
  if (typeof item !== "object" || item === null || !("about" in item)) {
    const { main, aside, link } = line(tongue, item);
    return { main, about: "", note: aside, when: "", link, fresh: false, mailbox: "" };
  }
  const shape = item as Readonly<Record<string, unknown>>;
  const text = (key: string): string => (typeof shape[key] === "string" ? (shape[key] as string) : "");
  const at = text("at");
  return {
    main: text("text"),
    about: text("about"),
    note: text("note"),
    when: at ? moment(tongue.language, at) : "",
    link: text("link"),
    fresh: shape["unread"] === true,
    mailbox: text("mailbox"),
  };
}
