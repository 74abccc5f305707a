/** The next two weeks, day by day: events and reminders; calendars in and out as .ics. */

import { useComputed } from "@preact/signals";
import { useApp } from "../app/context";
import { type Occurrence, occurrences } from "../app/agenda";
import { useFetched } from "../app/fetched";
import { Icon } from "../components/Icon";
import { clock, day, startOfDay } from "../format/dates";
import { CalendarButtons } from "./CalendarButtons";
import { RecordLine } from "./records";
import { Empty, ViewFrame } from "./ViewFrame";

const DAYS = 14;

export function AgendaView() {
  const app = useApp();
  const version = useComputed(() => app.state.value.recordsVersion);
  const start = startOfDay(new Date());
  const end = new Date(start.getFullYear(), start.getMonth(), start.getDate() + DAYS);
  const range = { start: start.toISOString(), end: end.toISOString() };
  const events = useFetched("records.between", { collection: "event", ...range }, [version.value]);
  const reminders = useFetched("records.between", { collection: "reminder", ...range }, [version.value]);
  const found = occurrences([...(events?.records ?? []), ...(reminders?.records ?? [])]);
  const empty = events !== null && reminders !== null && found.length === 0;
  return (
    <ViewFrame title="agenda" actions={<CalendarButtons />}>
      {empty && <Empty text="agendaEmpty" examples={["exampleEvent", "exampleReminder"]} />}
      {byDay(found).map(([date, lines]) => (
        <section key={date} class="day">
          <h3>{day(app.language.value, date)}</h3>
          <ul class="records">{lines.map((line) => <AgendaLine key={line.record.id + line.at} line={line} />)}</ul>
        </section>
      ))}
    </ViewFrame>
  );
}

function AgendaLine({ line: { record, at, allDay } }: { line: Occurrence }) {
  const app = useApp();
  const { language, t } = app;
  const place = "place" in record.body ? record.body.place : "";
  const until = "end" in record.body && !allDay ? `–${clock(language.value, record.body.end)}` : "";
  return (
    <RecordLine
      record={record}
      before={<><Icon name={record.collection === "event" ? "day" : "bell"} /><time class="aside" dateTime={at}>{allDay ? t("allDay") : clock(language.value, at) + until}</time></>}
      aside={place}
    />
  );
}

function byDay(lines: readonly Occurrence[]): [string, Occurrence[]][] {
  const days = new Map<string, Occurrence[]>();
  for (const line of lines) {
    const date = startOfDay(new Date(line.at)).toISOString();
    days.set(date, [...(days.get(date) ?? []), line]);
  }
  return [...days];
}
