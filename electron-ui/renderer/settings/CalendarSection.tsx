/** When the owner can be met, where new events go, and which calendars are looked at. */

import { useComputed } from "@preact/signals";
import { useId, useState } from "preact/hooks";
import type { Calendar } from "../../shared/protocol";
import { useApp } from "../app/context";
import { useFetched } from "../app/fetched";
import { Choice, NumberField, useSetting } from "./fields";

export function CalendarSection() {
  const app = useApp();
  const { t } = app;
  const version = useComputed(() => app.state.value.recordsVersion);
  const looked = useSetting("calendar", "looked_at");
  const calendars = useFetched("calendar.list", {}, [version.value, JSON.stringify(looked)])?.calendars ?? [];
  const writable = calendars.filter((each) => each.writable);
  const titled = (each: Calendar) => each.title || t("calendarHere");
  return (
    <fieldset>
      <legend>{t("sectionCalendar")}</legend>
      <p class="note">{t("calendarNote")}</p>
      <TimeField name="day_from" label={t("calendarFrom")} />
      <TimeField name="day_until" label={t("calendarUntil")} />
      <Days />
      <NumberField section="calendar" name="buffer_min" label={t("calendarBuffer")} min={0} max={240} step={5} />
      <Choice
        section="calendar" name="default" label={t("calendarDefault")}
        choices={[["", t("calendarAuto")], ...writable.map((each) => [each.id, titled(each)] as const)]}
      />
      {calendars.length > 1 && <Looked calendars={calendars} titled={titled} />}
    </fieldset>
  );
}

function TimeField({ name, label }: { name: string; label: string }) {
  const app = useApp();
  const id = useId();
  const value = useSetting("calendar", name);
  const [refusal, setRefusal] = useState("");
  const change = (entered: string) => {
    if (entered) void app.trySetting("calendar", name, entered).then(setRefusal);
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input id={id} type="time" value={String(value ?? "")} onChange={(event) => change(event.currentTarget.value)} />
      {refusal && <p class="error" role="alert">{refusal}</p>}
    </div>
  );
}

/** What is set, and what was chosen but is not kept yet: a second tick right after the first must not undo it. */
function usePending<T>(kept: readonly T[], name: string): readonly [readonly T[], (values: readonly T[]) => void] {
  const app = useApp();
  const [pending, setPending] = useState<readonly T[] | null>(null);
  const set = (values: readonly T[]) => {
    setPending(values);
    void app.setSetting("calendar", name, values).finally(() => setPending((now) => (now === values ? null : now)));
  };
  return [pending ?? kept, set];
}

/** Monday first; at least one day stays. */
function Days() {
  const { t, language } = useApp();
  const value = useSetting("calendar", "days");
  const [shown, set] = usePending(Array.isArray(value) ? value.map(Number) : [], "days");
  const chosen = new Set(shown);
  const name = new Intl.DateTimeFormat(language.value, { weekday: "short" });
  const change = (day: number, wanted: boolean) => {
    const days = [1, 2, 3, 4, 5, 6, 7].filter((each) => (each === day ? wanted : chosen.has(each)));
    if (days.length > 0) set(days);
  };
  return (
    <div class="field days" role="group" aria-label={t("calendarDays")}>
      <span>{t("calendarDays")}</span>
      <span class="ticks">
        {[1, 2, 3, 4, 5, 6, 7].map((day) => (
          <label key={day}>
            <input type="checkbox" checked={chosen.has(day)} onChange={(event) => change(day, event.currentTarget.checked)} />
            {name.format(new Date(2024, 0, day))}
          </label>
        ))}
      </span>
    </div>
  );
}

function Looked({ calendars, titled }: { calendars: readonly Calendar[]; titled: (each: Calendar) => string }) {
  const { t } = useApp();
  const [shown, set] = usePending(calendars.filter((each) => each.shown).map((each) => each.id), "looked_at");
  const change = (calendar: Calendar, wanted: boolean) => {
    const ids = calendars.map((each) => each.id).filter((id) => (id === calendar.id ? wanted : shown.includes(id)));
    if (ids.length > 0) set(ids);
  };
  return (
    <div class="field wide" role="group" aria-label={t("calendarLooked")}>
      <span>{t("calendarLooked")}</span>
      <ul class="ticked">
        {calendars.map((each) => (
          <li key={each.id}>
            <label>
              <input type="checkbox" checked={shown.includes(each.id)} onChange={(event) => change(each, event.currentTarget.checked)} />
              {titled(each)} {!each.writable && <span class="aside">{t("calendarReadOnly")}</span>}
            </label>
          </li>
        ))}
      </ul>
    </div>
  );
}
