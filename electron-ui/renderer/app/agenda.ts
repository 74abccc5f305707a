/** Records with a time, as lines of a day. */

import type { Record as StoredRecord } from "../../shared/protocol";

/** `at` is when it begins or is due (ISO). */
export interface Occurrence {
  record: StoredRecord;
  at: string;
  allDay: boolean;
}

/** Those with a time, earliest first. */
export function occurrences(records: readonly StoredRecord[]): Occurrence[] {
  return records
    .flatMap((record): Occurrence[] => {
      const at = timeOf(record);
      return at ? [{ record, at, allDay: "all_day" in record.body && record.body.all_day }] : [];
    })
    .sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

export function timeOf({ body }: StoredRecord): string {
  if ("start" in body) return body.start;
  if ("at" in body) return body.at;
  return "due" in body ? (body.due ?? "") : "";
}
