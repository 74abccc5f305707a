/** Values, dates and phrases as the owner reads them. */

import { describe, expect, it } from "vitest";
import type { CommandShown } from "../../shared/methods";
import { type Language, text } from "../../shared/texts";
import { bytes, clock, day, duration, moment, period, recurrence, type Translate } from "../../renderer/format/dates";
import { examplePhrase, shownPhrase } from "../../renderer/format/phrases";
import { isWebAddress, line, readable, type Tongue } from "../../renderer/format/values";
import { acceleratorOf } from "../../renderer/settings/accelerator";

const speak = (language: Language): Translate => (key, params) => text(language, key, params);
const tongue = (language: Language): Tongue => ({ t: speak(language), language });
const local = (year: number, month: number, date: number, hour = 0, minute = 0) => new Date(year, month - 1, date, hour, minute).toISOString();
const now = new Date(2026, 10, 21, 12);

describe("times", () => {
  it("near days have names, others a date", () => {
    const days = [21, 22, 20, 26].map((date) => day("en", local(2026, 11, date, 9), now));
    expect(days).toEqual(["today", "tomorrow", "yesterday", "Thu, Nov 26"]);
    expect(day("ru", local(2026, 11, 22, 23), now)).toBe("завтра");
  });

  it("another year is told", () => {
    expect(day("en", local(2027, 1, 3), now)).toContain("2027");
  });

  it("hours are told by the 24-hour clock", () => {
    expect(clock("en", local(2026, 11, 21, 0, 5))).toBe("00:05");
    expect(moment("ru", local(2026, 11, 22, 18, 30), true, now)).toBe("завтра 18:30");
    expect(moment("ru", local(2026, 11, 22), false, now)).toBe("завтра");
  });

  it("a period of whole days names the last one, not the midnight after it", () => {
    expect(period("en", local(2026, 11, 21), local(2026, 11, 22), now)).toBe("today");
    expect(period("en", local(2026, 11, 21), local(2026, 11, 23), now)).toBe("today – tomorrow");
    expect(period("en", local(2026, 11, 21, 9), local(2026, 11, 21, 10, 30), now)).toBe("today 09:00–10:30");
  });

  it.each([[0.0421, "42 ms"], [1.44, "1.4 s"], [65, "1 min 5 s"], [3600, "1 h"], [11_460, "3 h 11 min"]])("%f seconds are %s", (seconds, expected) => {
    expect(duration(speak("en"), "en", seconds)).toBe(expected);
  });

  it("a rule is told in words", () => {
    expect(recurrence(speak("ru"), "ru", "FREQ=WEEKLY;BYDAY=MO,FR")).toBe("каждую неделю: пн, пт");
    expect(recurrence(speak("en"), "en", "FREQ=DAILY")).toBe("every day");
    expect(recurrence(speak("en"), "en", "FREQ=DAILY;INTERVAL=3")).toBe("repeats");
  });

  it("sizes are told in megabytes", () => {
    expect(bytes("en", 464_000_000)).toBe("464 MB");
    expect(bytes("ru", 1_500_000)).toBe("1,5 МБ");
  });
});

describe("values", () => {
  it.each<[unknown, string]>([
    ["tea", "tea"], [true, "Yes"], [null, "—"], [12345.5, "12,345.5"], [["tea", "milk"], "tea, milk"], [{ name: "Anna", text: "Анне" }, "Anna"],
    [{ amount: 50_000, currency: "RUB", text: "" }, "RUB 50,000"], [{ seconds: 1800, text: "" }, "30 min"], [{ a: 1, b: "x" }, "a: 1 · b: x"],
  ])("%j reads as %s", (value, expected) => {
    expect(readable(tongue("en"), value).replace(/\s/g, " ")).toBe(expected);
  });

  it("a moment tells its recurrence", () => {
    const value = { at: local(2030, 1, 7, 9), has_time: true, recurrence: "FREQ=DAILY", text: "" };
    expect(readable(tongue("en"), value)).toMatch(/09:00, every day$/);
  });

  it("an item of a list has its text first and its time beside it", () => {
    const record = { id: "rec-1", collection: "event", body: { text: "Planning", start: local(2030, 1, 7, 9), end: local(2030, 1, 7, 10), place: "Zoom", uid: "" } };
    const { main, aside } = line(tongue("en"), record);
    expect(main).toBe("Planning");
    expect(aside).toMatch(/09:00 · place: Zoom$/);
  });

  it("only addresses of the web become links", () => {
    expect(line(tongue("en"), { title: "Site", url: "https://example.com" }).link).toBe("https://example.com");
    expect(line(tongue("en"), { title: "Bad", url: "javascript:alert(1)" }).link).toBe("");
    expect([isWebAddress("http://a.b"), isWebAddress("file:///etc/passwd"), isWebAddress("https://a b")]).toEqual([true, false, false]);
  });
});

describe("phrases", () => {
  const command = { slots: [{ name: "when", type: "moment", required: true }, { name: "odd", type: "later", required: false }] } as CommandShown;

  it.each([
    ["(check|look at) [my] (mail|inbox) [for] {period}", "check mail …"], ["remind me {when} [to] {text}", "remind me … …"],
    ["[please [do]] it", "it"], ["((stop|halt)|quit) now", "stop now"], ["напомни [мне] {when}", "напомни …"],
  ])("%s can be said as %s", (template, expected) => {
    expect(examplePhrase(template)).toBe(expected);
  });

  it("shows what a slot holds", () => {
    expect(shownPhrase(speak("ru"), command, "напомни {when} {odd}")).toBe("напомни ‹когда› ‹odd›");
  });
});

describe("shortcuts", () => {
  const keys = { code: "", key: "", ctrlKey: false, altKey: false, shiftKey: false, metaKey: false };

  it.each([
    [{ ...keys, code: "Space", ctrlKey: true, altKey: true }, "Control+Alt+Space"], [{ ...keys, code: "KeyK", key: "л", metaKey: true }, "Super+K"],
    [{ ...keys, code: "KeyA" }, ""], [{ ...keys, code: "ControlLeft", ctrlKey: true }, ""], [{ ...keys, code: "F9" }, "F9"],
  ])("%j is %s", (pressed, expected) => {
    expect(acceleratorOf(pressed)).toBe(expected);
  });
});
