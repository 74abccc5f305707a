/** What Google may be allowed for, in the order it is shown, with its words. */

import type { Result } from "../../shared/methods";
import type { TextKey } from "../../shared/texts";

export type GoogleUse = Result<"connections.google">["uses"][number]["use"];

export const usesInOrder: readonly GoogleUse[] = ["mail.read", "mail.write", "calendar.read", "calendar.write"];

export const wordsOf: { readonly [U in GoogleUse]: { readonly title: TextKey; readonly why: TextKey } } = {
  "mail.read": { title: "useMailRead", why: "useMailReadWhy" },
  "mail.write": { title: "useMailWrite", why: "useMailWriteWhy" },
  "calendar.read": { title: "useCalendarRead", why: "useCalendarReadWhy" },
  "calendar.write": { title: "useCalendarWrite", why: "useCalendarWriteWhy" },
};
