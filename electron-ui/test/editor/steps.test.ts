/** A step as its kind sees it, the fields made from a schema, and what may be picked at a place. */

import { describe, expect, it } from "vitest";
import { hasExpression, inserted, isPlainValue, namesIn, pieces, renameIn, wholeExpression } from "../../renderer/editor/expressions";
import { freeText, freeValue } from "../../renderer/editor/freevalue";
import { blocksOf, freshStep, kindOf, paramsOf, withKey, withParams } from "../../renderer/editor/kinds";
import { fieldHint, fieldTitle, kindHint, kindTitle, kindWords } from "../../renderer/editor/naming";
import { fieldsOf, isOpen } from "../../renderer/editor/schema";
import { knownAt, picks } from "../../renderer/editor/scope";
import { kinds, review } from "./kinds";

const kind = (name: string) => {
  const found = kinds.get(name);
  if (!found) throw new Error(name);
  return found;
};

describe("the kind of a step", () => {
  it.each([
    ["task.list", "task.list"], [{ say: "x", as: "y", if: "z" }, "say"], [{ if: "x", steps: [] }, "if"], [{ for_each: "x", parallel: 2, steps: [] }, "for_each"],
    [{ unknown: 1 }, "unknown"], [{}, ""],
  ])("of %j is %s", (step, name) => {
    expect(kindOf(step, kinds)).toBe(name);
  });
});

describe("parameters", () => {
  it.each([
    [{ say: "x" }, { text: "x" }], [{ say: { en: "x", ru: "y" } }, { text: { en: "x", ru: "y" } }], [{ say: { text: "x", link: "l" } }, { text: "x", link: "l" }], [{ say: null }, {}], ["say", {}],
  ])("of %j are %j", (step, params) => {
    expect(paramsOf(step, kind("say"))).toEqual(params);
  });

  it("are written short when one value says it all", () => {
    expect(withParams({ say: "x", as: "y" }, kind("say"), { text: "z" })).toEqual({ say: "z", as: "y" });
    expect(withParams({ say: "x" }, kind("say"), { text: "z", link: "l" })).toEqual({ say: { text: "z", link: "l" } });
    expect(withParams({ "task.list": { text: "x" } }, kind("task.list"), {})).toEqual({ "task.list": null });
  });

  it("do not touch the words beside them", () => {
    expect(withKey({ say: "x", as: "y" }, "as", undefined)).toEqual({ say: "x" });
    expect(Object.keys(withKey({ say: "x", as: "y" }, "retry", 2) as object)).toEqual(["say", "as", "retry"]);
  });
});

describe("blocks", () => {
  it("a branch has two, one of which may be missing", () => {
    expect(blocksOf({ if: "x", steps: [] }, kinds).map(({ key, optional }) => [key, optional])).toEqual([["steps", false], ["else", true]]);
  });

  it("a new loop has a name for its item and a place for steps", () => {
    expect(freshStep(kind("for_each"))).toEqual({ for_each: "", item: "item", steps: [] });
    expect(freshStep(kind("task.add"))).toEqual({ "task.add": "" });
    expect(freshStep(kind("task.list"))).toEqual({ "task.list": null });
  });
});

describe("fields", () => {
  it("are of the kind the schema tells, needed ones first", () => {
    const fields = fieldsOf({
      type: "object", required: ["n"],
      properties: {
        t: { type: "string" }, body: { type: "string", maxLength: 9000 }, c: { enum: ["a", "b"] }, b: { type: "boolean" }, l: { type: "array", items: { type: "string" } },
        m: { type: "object", additionalProperties: { type: "integer" } }, a: {}, n: { anyOf: [{ type: "integer", minimum: 1 }, { type: "null" }] }, w: { $ref: "#/$defs/Moment" },
        o: { type: "object", properties: { x: { type: "string" } } }, s: { anyOf: [{ type: "string" }, { type: "object", additionalProperties: { type: "string" } }] },
      },
      $defs: { Moment: { title: "Moment", type: "object", properties: { at: { type: "string" } } } },
    });
    expect(fields.map(({ name, kind: own }) => `${name}:${own}`)).toEqual([
      "n:number", "t:text", "body:long", "c:choice", "b:boolean", "l:list", "m:mapping", "a:any", "w:value", "o:object", "s:local",
    ]);
    expect(fields[0]).toMatchObject({ minimum: 1, whole: true, required: true });
  });

  it("a text in both languages is one field, not three", () => {
    expect(fieldsOf(kind("say").schema).map((field) => field.name)).toEqual(["text", "items", "link"]);
  });

  it("a schema that refers to itself ends", () => {
    const tree = { type: "object", properties: { inner: { $ref: "#/$defs/Tree" } }, $defs: { Tree: { type: "object", properties: { inner: { $ref: "#/$defs/Tree" } } } } };
    expect(JSON.stringify(fieldsOf(tree))).toContain('"any"');
  });

  it("are called as their kind calls them in each language, else by their name", () => {
    const [due, own] = fieldsOf({
      type: "object",
      properties: {
        due: { $ref: "#/$defs/Moment", title: "By when", description: "the last day", ru: { title: "К какому сроку", description: "последний день" } },
        at_most: { type: "integer" },
      },
      $defs: { Moment: { title: "Moment", type: "object", properties: { at: { type: "string" } } } },
    });
    expect(due).toMatchObject({ kind: "value", title: { en: "By when", ru: "К какому сроку" }, hint: { en: "the last day", ru: "последний день" } });
    expect([fieldTitle("ru", own!), fieldTitle("en", own!), fieldHint("ru", own!)]).toEqual(["At most", "At most", ""]);
  });

  it("names of the owner's own are told", () => {
    expect([isOpen(kind("parallel").schema), isOpen(kind("say").schema)]).toEqual([true, false]);
  });
});

describe("kinds", () => {
  it("are called in the owner's language and found by the words of both", () => {
    expect([kindTitle("ru", kind("say"), "say"), kindTitle("en", kind("say"), "say"), kindTitle("ru", kind("while"), "while")]).toEqual(["Показать в разговоре", "Show in the conversation", "while"]);
    expect([kindHint("ru", kind("say")), kindHint("en", kind("say"))]).toEqual(["Показывает текст и список под ним", "Shows a text with a list below it"]);
    expect(kindTitle("ru", undefined, "gone.away")).toBe("gone.away");
    for (const word of ["разговор", "список под", "conversation", "say"]) expect(kindWords(kind("say"))).toContain(word);
  });
});

describe("free values", () => {
  it.each([["7", 7], ["true", true], ["[1, 2]", [1, 2]], ["tea", "tea"], ["{{ x }}", "{{ x }}"], ['"7"', "7"], ["[broken", "[broken"]])("%s is %j", (text, value) => {
    expect(freeValue(text)).toEqual(value);
  });

  it.each([["7"], [7], ["tea"], [{ a: [1] }], ["true"]])("%j comes back as itself", (value) => {
    expect(freeValue(freeText(value))).toEqual(value);
  });
});

describe("expressions", () => {
  it("are told from the words around them", () => {
    expect(pieces("Hi {{ a.b }}, {{c}}!")).toEqual([
      { text: "Hi ", expression: false }, { text: "a.b", expression: true }, { text: ", ", expression: false }, { text: "c", expression: true }, { text: "!", expression: false },
    ]);
    expect([wholeExpression(" {{ a }} "), wholeExpression("a {{ a }}"), wholeExpression("a"), wholeExpression("{{ a }}{{ b }}")]).toEqual(["a", null, null, null]);
    expect([hasExpression("{{ a }}"), hasExpression("{a}"), isPlainValue("a.b"), isPlainValue("a | b")]).toEqual([true, false, true, false]);
  });

  it("name what they begin with", () => {
    expect(namesIn("letter.text | brief ~ 'other' ~ n")).toEqual(["letter", "n"]);
  });

  it("are renamed without touching fields, filters, texts and other names", () => {
    expect(renameIn("{{ when.when | when ~ 'when' ~ whenever }} when", "when", "day")).toBe("{{ day.when | when ~ 'when' ~ whenever }} when");
    expect(renameIn({ for_each: "when", steps: [{ say: "when" }] }, "when", "day")).toEqual({ for_each: "day", steps: [{ say: "when" }] });
  });

  it("go in at the caret", () => {
    expect(inserted("ab", "x", 1, 1)).toEqual({ text: "a{{ x }}b", caret: 8 });
  });
});

describe("what may be picked", () => {
  const names = (path: readonly (string | number)[]) => knownAt(review, path, kinds).map((known) => known.name);

  it("is what stands before the step, nearest first", () => {
    expect(names(["steps", 0])).toEqual(["when", "last", "now", "language"]);
    expect(names(["steps", 2])).toEqual(["found", "tasks", "when", "last", "now", "language"]);
  });

  it("inside a loop is its item too, and nothing from other branches", () => {
    expect(names(["steps", 1, "steps", 1, "else", 0])).toEqual(["task", "number", "tasks", "when", "last", "now", "language"]);
  });

  it("what a branch saves stays in sight behind it, what a loop saves does not", () => {
    const form = { steps: [{ if: "x", steps: [{ "task.list": null, as: "inner" }] }, { for_each: "x", steps: [{ say: "x", as: "lost" }] }, { say: "" }] };
    expect(knownAt(form, ["steps", 2], kinds).map((known) => known.name)).toContain("inner");
    expect(knownAt(form, ["steps", 2], kinds).map((known) => known.name)).not.toContain("lost");
  });

  it("a step without a name is offered under one that is free", () => {
    const form = { steps: ["task.list", { "task.list": null, as: "task_list" }, "task.list", { say: "" }] };
    const unnamed = knownAt(form, ["steps", 3], kinds).filter((known) => known.unnamed);
    expect(unnamed.map(({ name, unnamed: path }) => [name, path])).toEqual([["task_list_3", ["steps", 2]], ["task_list_2", ["steps", 0]]]);
  });

  it("has the fields of its example, or of its type", () => {
    const known = knownAt(review, ["steps", 2], kinds);
    const found = picks(known, new Map([["found", { n: 2, "no way": 1 }]])).map((pick) => pick.expression);
    expect(found.slice(0, 5)).toEqual(["found", "found.n", "tasks", "when", "when.at"]);
  });
});
