/** Reminders and timers: what is to come, and what was. */

import { useState } from "preact/hooks";
import type { Record as StoredRecord, Reminder } from "../../shared/protocol";
import { occurrences } from "../app/agenda";
import { useApp } from "../app/context";
import { Icon } from "../components/Icon";
import { moment, recurrence } from "../format/dates";
import { RecordLine, useRecords } from "./records";
import { Empty, Search, ViewFrame } from "./ViewFrame";

export function RemindersView() {
  const { t } = useApp();
  const [wanted, setWanted] = useState("");
  const found = useRecords("reminder", wanted);
  const sorted = occurrences(found ?? []).map((each) => each.record);
  const coming = sorted.filter((record) => !isPast(record));
  const past = sorted.filter(isPast).reverse();
  return (
    <ViewFrame title="reminders">
      <Search label="searchHere" value={wanted} change={setWanted} />
      {found?.length === 0 && (wanted ? <Empty text="historyEmpty" /> : <Empty text="remindersEmpty" examples={["exampleReminder"]} />)}
      <ul class="records">{coming.map((record) => <ReminderLine key={record.id} record={record} />)}</ul>
      {past.length > 0 && (
        <details class="fold">
          <summary>{t("past")} {past.length}</summary>
          <ul class="records">{past.map((record) => <ReminderLine key={record.id} record={record} />)}</ul>
        </details>
      )}
    </ViewFrame>
  );
}

function isPast(record: StoredRecord): boolean {
  const reminder = record.body as Reminder;
  return reminder.fired && !reminder.recurrence;
}

function ReminderLine({ record }: { record: StoredRecord }) {
  const app = useApp();
  const { t } = app;
  const reminder = record.body as Reminder;
  const rule = reminder.recurrence ? ` · ${recurrence(t, app.language.value, reminder.recurrence)}` : "";
  const later = { title: t("snooze", { minutes: 10 }), act: () => void app.act("reminder.snooze", { record: record.id, minutes: 10 }) };
  return (
    <RecordLine
      record={record}
      faded={isPast(record)}
      before={<Icon name={reminder.timer ? "clock" : "bell"} />}
      aside={moment(app.language.value, reminder.at) + rule}
      actions={<button type="button" class="plain" aria-label={`${later.title}: ${reminder.text}`} title={later.title} onClick={later.act}><Icon name="clock" /></button>}
    />
  );
}
