/** The next two weeks, day by day: events and reminders; calendars in and out as .ics. */

import { useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Event } from "../../shared/protocol";
import { useApp } from "../app/context";
import { type Occurrence, occurrences } from "../app/agenda";
import { useFetched } from "../app/fetched";
import { Icon } from "../components/Icon";
import { clock, day, startOfDay } from "../format/dates";
import { isWebAddress } from "../format/values";
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
  const events = useFetched("calendar.between", range, [version.value]);
  const reminders = useFetched("records.between", { collection: "reminder", ...range }, [version.value]);
  const found = occurrences([...(events?.events ?? []), ...(reminders?.records ?? [])]);
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
  const event = "start" in record.body ? record.body : null;
  const until = event && !allDay ? `–${clock(language.value, event.end)}` : "";
  const before = <><Icon name={event ? "day" : "bell"} /><time class="aside" dateTime={at}>{allDay ? t("allDay") : clock(language.value, at) + until}</time></>;
  if (event?.calendar) return <ElsewhereLine event={event} before={before} />;
  return <RecordLine record={record} before={before} aside={event?.place} />;
}

/** An event of a calendar kept elsewhere: it is changed by saying so, or there. */
function ElsewhereLine({ event, before }: { event: Event; before: ComponentChildren }) {
  const { t } = useApp();
  const unanswered = event.answer === "waiting";
  return (
    <li class="record" data-faded={event.answer === "no" ? "" : undefined}>
      {before}
      <span class="record-text">{event.text}</span>
      <span class="aside">
        {[unanswered ? t("eventUnanswered") : "", event.place, event.calendar].filter(Boolean).join(" · ")}
      </span>
      {isWebAddress(event.video) && <a href={event.video} target="_blank" rel="noreferrer noopener" aria-label={t("eventJoin", { text: event.text })}>{t("eventVideo")}</a>}
      {isWebAddress(event.link) && <a href={event.link} target="_blank" rel="noreferrer noopener" aria-label={t("openNamed", { what: event.text })}>{t("eventOpen")}</a>}
    </li>
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
