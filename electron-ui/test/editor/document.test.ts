/** A document is read from every way a file may write it, and a change leaves everything else as it was. */

import { describe, expect, it } from "vitest";
import { bothOf, change, type Form, localValue, phrasesOf, put, testsOf, withLine, withPhrases, withTests } from "../../renderer/editor/document";
import { renamedSlot, slotsOf, withNewSlot, withoutSlot, withSlot } from "../../renderer/editor/slots";
import { review } from "./kinds";

describe("texts", () => {
  it.each([["Чай", { en: "", ru: "Чай" }], ["Tea", { en: "Tea", ru: "" }], [{ en: "Tea", ru: "Чай" }, { en: "Tea", ru: "Чай" }], [undefined, { en: "", ru: "" }]])("%j is read in both languages", (given, both) => {
    expect(bothOf(given)).toEqual(both);
  });

  it("without a language are left out", () => {
    expect([localValue({ en: "Tea", ru: "" }), localValue({ en: "", ru: "" })]).toEqual([{ en: "Tea" }, undefined]);
  });
});

describe("phrases", () => {
  it("in one list are told apart by their letters", () => {
    expect(phrasesOf({ phrases: ["drink tea", "выпей чаю"] })).toEqual({ en: ["drink tea"], ru: ["выпей чаю"] });
  });

  it("are changed, added and taken out by their place", () => {
    expect([withLine(["a", "b"], 1, "c"), withLine(["a"], 1, "b"), withLine(["a", "b"], 0, null)]).toEqual([["a", "c"], ["a", "b"], ["b"]]);
    expect(withPhrases({ phrases: ["drink tea"] }, "ru", ["выпей чаю"])["phrases"]).toEqual({ en: ["drink tea"], ru: ["выпей чаю"] });
    expect(withPhrases({ phrases: ["drink tea"] }, "en", [])["phrases"]).toBeUndefined();
  });
});

describe("tests", () => {
  it("keep their kind and their slots", () => {
    const form: Form = { tests: [{ say: "tea", slots: { n: "2" } }, { not: "coffee" }] };
    expect(withTests(form, testsOf(form))).toEqual(form);
  });
});

describe("a place in the document", () => {
  it("is changed alone, and the order of keys stays", () => {
    const changed = change(review, ["steps", 1, "item"], "job");
    expect(Object.keys(changed)).toEqual(Object.keys(review));
    expect(changed["title"]).toBe(review["title"]);
    expect(put({ a: 1, b: 2 }, ["a"], undefined)).toEqual({ b: 2 });
    expect(put([1, 2, 3], [1], undefined)).toEqual([1, 3]);
  });
});

describe("slots", () => {
  it("are read in their short and long forms", () => {
    const slots = slotsOf({ slots: { a: "number", b: { choices: ["x", "y"] }, c: { type: "period", default: "today" }, d: { choices: { work: ["job", "office"] } } } });
    expect(slots.map(({ name, type, required }) => [name, type, required])).toEqual([["a", "number", true], ["b", "choice", true], ["c", "period", false], ["d", "choice", true]]);
    expect(slots[3]?.choices).toEqual([{ value: "work", ways: ["job", "office"] }]);
  });

  it.each([["a", "number"], ["b", { type: "period", default: "today" }], ["c", { type: "text", required: false }], ["d", { type: "choice", choices: ["x"] }], ["e", { type: "choice", choices: { x: ["y"] }, ask: { en: "Which?" } }]])("%s is written as short as possible", (name, written) => {
    const [slot] = slotsOf({ slots: { [name]: written } });
    expect(slot && withSlot({}, slot)["slots"]).toEqual({ [name]: written });
  });

  it("is renamed in the phrases, the expressions and the tests", () => {
    const form = { ...review, tests: [{ say: "review", slots: { when: "today" } }] };
    const renamed = renamedSlot(form, "when", "day");
    expect(renamed?.["phrases"]).toEqual({ en: ["review my tasks {day}"], ru: ["разбери задачи {day}"] });
    expect(JSON.stringify(renamed?.["steps"])).toContain("{{ day | moment }}");
    expect(renamed?.["tests"]).toEqual([{ say: "review", slots: { day: "today" } }]);
  });

  it.each(["2nd", "no way", "now", ""])("cannot be called %j", (name) => {
    expect(renamedSlot(review, "when", name)).toBeNull();
  });

  it("come and go with the last of them", () => {
    const one = withNewSlot({});
    expect(slotsOf(withNewSlot(one)).map((slot) => slot.name)).toEqual(["text", "text_2"]);
    expect(withoutSlot(one, "text")).toEqual({});
  });
});
