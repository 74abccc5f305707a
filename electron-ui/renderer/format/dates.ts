/** Times, dates and lengths as the owner reads them, in the owner's own time zone. */

import type { Language, TextKey, TextParams } from "../../shared/texts";

export type Translate = (key: TextKey, params?: TextParams) => string;

const DAY = 86_400_000;

/** "14:05". */
export function clock(language: Language, iso: string): string {
  return new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(iso));
}

/** "today", "tomorrow", "yesterday", "Fri 28 Nov"; with the year when it is another one. */
export function day(language: Language, iso: string, now = new Date()): string {
  const date = new Date(iso);
  const away = Math.round((startOfDay(date).getTime() - startOfDay(now).getTime()) / DAY);
  if (Math.abs(away) <= 1) return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(away, "day");
  const year = date.getFullYear() === now.getFullYear() ? {} : { year: "numeric" as const };
  return new Intl.DateTimeFormat(language, { weekday: "short", day: "numeric", month: "short", ...year }).format(date);
}

/** "tomorrow 10:00", or the day alone. */
export function moment(language: Language, iso: string, withTime = true, now = new Date()): string {
  return withTime ? `${day(language, iso, now)} ${clock(language, iso)}` : day(language, iso, now);
}

/** "today 10:00–11:30"; whole days as "Fri 28 Nov – Sun 30 Nov" (the end is exclusive). */
export function period(language: Language, start: string, end: string, now = new Date()): string {
  const [from, to] = [new Date(start), new Date(end)];
  if (isMidnight(from) && isMidnight(to)) {
    const last = new Date(to.getTime() - 1).toISOString();
    const [first, final] = [day(language, start, now), day(language, last, now)];
    return first === final ? first : `${first} – ${final}`;
  }
  const sameDay = startOfDay(from).getTime() === startOfDay(to).getTime();
  return `${moment(language, start, true, now)}–${sameDay ? clock(language, end) : moment(language, end, true, now)}`;
}

/** "240 ms", "1.4 s", "2 min 5 s", "3 h 10 min". */
export function duration(t: Translate, language: Language, seconds: number): string {
  if (seconds < 1) return t("milliseconds", { n: Math.round(seconds * 1000) });
  if (seconds < 10) return t("seconds", { n: seconds.toLocaleString(language, { maximumFractionDigits: 1 }) });
  const whole = Math.round(seconds);
  const parts: [number, TextKey][] = [
    [Math.floor(whole / 3600), "hours"],
    [Math.floor((whole % 3600) / 60), "minutes"],
    [whole % 60, "seconds"],
  ];
  const told = parts.filter(([n]) => n > 0).slice(0, 2);
  return told.map(([n, key]) => t(key, { n })).join(" ");
}

/** An RFC 5545 rule in words: "every week: Mon, Fri". */
export function recurrence(t: Translate, language: Language, rule: string): string {
  const parts = new Map(rule.split(";").map((part) => part.split("=") as [string, string]));
  const often: { [frequency: string]: TextKey } = {
    HOURLY: "everyHour", DAILY: "everyDay", WEEKLY: "everyWeek", MONTHLY: "everyMonth", YEARLY: "everyYear",
  };
  const single = (parts.get("INTERVAL") ?? "1") === "1";
  const every = t((single && often[parts.get("FREQ") ?? ""]) || "everyFew");
  const days = (parts.get("BYDAY") ?? "").split(",").flatMap((name) => weekday(language, name));
  return days.length > 0 ? t("onDays", { every, days: days.join(", ") }) : every;
}

function weekday(language: Language, name: string): string[] {
  const place = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].indexOf(name.slice(-2));
  if (place < 0) return [];
  const monday = new Date(2024, 0, 1 + place);
  return [new Intl.DateTimeFormat(language, { weekday: "short" }).format(monday)];
}

/** "12.4 MB". */
export function bytes(language: Language, count: number): string {
  const options = { style: "unit", unit: "megabyte", maximumFractionDigits: count < 1e7 ? 1 : 0 };
  return new Intl.NumberFormat(language, options as Intl.NumberFormatOptions).format(count / 1e6);
}

export function startOfDay(date: Date): Date {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate());
}

function isMidnight(date: Date): boolean {
  return date.getHours() === 0 && date.getMinutes() === 0;
}
