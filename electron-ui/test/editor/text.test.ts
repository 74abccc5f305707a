/** The text of a command by lines, the paths of runs, the tree of a dry run, and the history of changes. */

import { describe, expect, it } from "vitest";
import { added, amended, begun, LIMIT, redone, undone } from "../../renderer/editor/history";
import { indented, lineOf, nextLine, offsetOf, outline, stepOfLine } from "../../renderer/editor/lines";
import { rehearsedTree } from "../../renderer/editor/outcomes";
import { placeOfRun } from "../../renderer/editor/runpaths";
import { UnsavedTexts } from "../../renderer/editor/unsaved";
import type { RehearsedStep } from "../../renderer/editor/wire";
import { ScriptedStorage } from "../scripted";
import { kinds, review } from "./kinds";

const YAML = `# a comment
title: {en: Tea, ru: Чай}
steps:
  - task.list:
    as: tasks
  # another
  - for_each: "{{ tasks }}"
    item: task
    steps:
      - say: |
          - not a step
          text: neither
      - if: "{{ task.due }}"
        steps:
        - say: deep
        else:
        - say: other
tests:
- say: tea
- {not: coffee}
`;

describe("lines", () => {
  it.each([
    [4, ["steps", 0]], [5, ["steps", 0]], [7, ["steps", 1]], [8, ["steps", 1]], [10, ["steps", 1, "steps", 0]], [11, ["steps", 1, "steps", 0]], [13, ["steps", 1, "steps", 1]],
    [15, ["steps", 1, "steps", 1, "steps", 0]], [17, ["steps", 1, "steps", 1, "else", 0]], [2, null], [19, null],
  ])("line %i belongs to %j", (line, path) => {
    expect(stepOfLine(outline(YAML), line)).toEqual(path);
  });

  it("of a test is found by its number", () => {
    expect([["tests", 0], ["tests", 1], ["steps", 9]].map((path) => lineOf(outline(YAML), path))).toEqual([19, 20, 3]);
  });

  it("a text that is no YAML has an outline all the same", () => {
    expect(() => outline("- - :\n\t{[\n  - x: |\n -")).not.toThrow();
  });

  it.each([[1, 1, 0], [2, 3, 14], [99, 1, YAML.length], [2, 999, 37]])("line %i column %i is character %i", (line, column, offset) => {
    expect(offsetOf(YAML, line, column)).toBe(offset);
  });
});

describe("keys in the text", () => {
  it("Tab goes two in, with lines selected all of them, and out again", () => {
    expect(indented({ text: "ab", from: 1, to: 1 }, false)).toEqual({ text: "a  b", from: 3, to: 3 });
    const inside = indented({ text: "a\nb\nc", from: 0, to: 3 }, false);
    expect(inside.text).toBe("  a\n  b\nc");
    expect(indented(inside, true).text).toBe("a\nb\nc");
    expect(indented({ text: "a", from: 0, to: 0 }, true).text).toBe("a");
  });

  it.each([["  say: x", "\n  "], ["steps:", "\n  "], ["  - for_each: ", "\n      "], ["- say: x", "\n"]])("Enter after %j begins %j", (line, next) => {
    expect(nextLine({ text: line, from: line.length, to: line.length }).text).toBe(line + next);
  });
});

describe("the paths of runs", () => {
  it.each([
    ["tasks", ["steps", 0]], ["found", ["steps", 1]], ["found[3].1.say", ["steps", 1, "steps", 0]], ["found[0].2.if.steps.made", ["steps", 1, "steps", 1, "steps", 0]],
    ["found[0].2.if.else.1.say", ["steps", 1, "steps", 1, "else", 0]], ["3.say", ["steps", 2]], ["found[0].gone", ["steps", 1]], ["gone", null],
  ])("%s is the step at %j", (path, place) => {
    expect(placeOfRun(review, path, kinds)).toEqual(place);
  });
});

const step = (path: string, index: number | null = null, total: number | null = null): RehearsedStep => ({
  number: 0, path, kind: "say", params: null, value: path, state: "done", index, total, error: "", seconds: 0, line: 0,
});

describe("a dry run", () => {
  it("is a tree of steps and passes, whatever order they were told in", () => {
    const tree = rehearsedTree([step("tasks"), step("found[0].1.say", 0, 2), step("found[1].1.say", 1, 2), step("found"), step("4.if"), step("4.if.else.x")]);
    expect(tree.map((each) => each.step.path)).toEqual(["tasks", "found", "4.if"]);
    expect(tree[1]?.passes.map((pass) => [pass.index, pass.total, pass.steps.length])).toEqual([[0, 2, 1], [1, 2, 1]]);
    expect(tree[2]?.inner.map((each) => each.step.path)).toEqual(["4.if.else.x"]);
  });

  it("of a step that stands nowhere is at the top", () => {
    expect(rehearsedTree([step("a.b[0].c")]).map((each) => each.step.path)).toEqual(["a.b[0].c"]);
  });
});

describe("the history", () => {
  it("goes back and forth, and forgets what was taken back when something new is done", () => {
    const three = added(added(begun("a"), "b", "x", 0), "c", "y", 0);
    expect(undone(three).now.state).toBe("b");
    expect(redone(undone(three)).now.state).toBe("c");
    expect(redone(added(undone(three), "d", "z", 0)).now.state).toBe("d");
  });

  it("takes quick changes of the same thing as one, others each alone", () => {
    const typed = added(added(added(begun(""), "a", "title", 0), "ab", "title", 500), "abc", "title", 1_400);
    expect(undone(typed).now.state).toBe("");
    expect(undone(added(typed, "abcd", "title", 9_000)).now.state).toBe("abc");
    expect(undone(added(added(begun(0), 1, "", 0), 2, "", 0)).now.state).toBe(1);
  });

  it("is bounded and does not mind its ends", () => {
    let history = begun(0);
    for (let n = 1; n <= LIMIT + 50; n++) history = added(history, n, "", n);
    expect(history.past).toHaveLength(LIMIT);
    expect([undone(begun(1)).now.state, redone(begun(1)).now.state, amended(begun(1), 2).now.state]).toEqual([1, 1, 2]);
  });
});

describe("unsaved texts", () => {
  it("are kept for each command by itself, and a damaged one is none", () => {
    const storage = new ScriptedStorage();
    const texts = new UnsavedTexts(storage);
    texts.keep("tea", { text: "a", base: "b", form: null, title: "" });
    texts.keep("coffee", { text: "c", base: "", form: { title: "x" }, title: "x" });
    expect(texts.names()).toEqual(["coffee", "tea"]);
    expect(texts.read("coffee")?.form).toEqual({ title: "x" });
    storage.setItem("symbiote.editing.tea", "{broken");
    expect(texts.read("tea")).toBeNull();
    texts.forget("tea");
    expect(texts.names()).toEqual(["coffee"]);
  });
});
