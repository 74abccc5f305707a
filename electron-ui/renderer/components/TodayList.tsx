/** What is left of today: events and reminders, the next ones first. */

import { useComputed } from "@preact/signals";
import { useApp } from "../app/context";
import { occurrences } from "../app/agenda";
import { useFetched } from "../app/fetched";
import { clock, startOfDay } from "../format/dates";

const SHOWN = 6;

export function TodayList() {
  const app = useApp();
  const { t } = app;
  const version = useComputed(() => app.state.value.recordsVersion);
  const start = startOfDay(new Date());
  const range = { start: start.toISOString(), end: new Date(start.getTime() + 86_400_000).toISOString() };
  const events = useFetched("calendar.between", range, [version.value]);
  const reminders = useFetched("records.between", { collection: "reminder", ...range }, [version.value]);
  const lines = occurrences([...(events?.events ?? []), ...(reminders?.records ?? [])]).slice(0, SHOWN);
  return (
    <section aria-label={t("today")}>
      <h2>{t("today")}</h2>
      {lines.length === 0 && <p class="note">{t("nothingToday")}</p>}
      <ul>
        {lines.map((line) => (
          <li key={`${line.record.id}${line.at}`} class="row">
            <time class="aside" dateTime={line.at}>{line.allDay ? t("allDay") : clock(app.language.value, line.at)}</time>
            <span class="clip">{line.record.body.text}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
