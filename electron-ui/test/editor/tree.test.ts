/** Steps are added, moved, doubled and taken out wherever they stand, and nothing else changes. */

import { describe, expect, it } from "vitest";
import { at, type Form, type Path } from "../../renderer/editor/document";
import { allSteps, doubled, inserted, moved, movedTo, removed } from "../../renderer/editor/tree";
import { kinds, review } from "./kinds";

const LOOP: Path = ["steps", 1];
const FIRST: Path = ["steps", 1, "steps", 0];
const BRANCH: Path = ["steps", 1, "steps", 1];
const names = (form: Form) => allSteps(form, kinds).map((path) => path.join("/"));

describe("the tree of steps", () => {
  it("is walked in the order of the document, blocks after their own step", () => {
    expect(names(review)).toEqual([
      "steps/0", "steps/1", "steps/1/steps/0", "steps/1/steps/1", "steps/1/steps/1/steps/0", "steps/1/steps/1/else/0", "steps/2",
    ]);
  });

  it("takes a new step at any place", () => {
    const { form, path } = inserted(review, ["steps", 1, "steps"], 1, { say: "between" });
    expect(at(form, path)).toEqual({ say: "between" });
    expect(at(form, ["steps", 1, "steps", 2])).toEqual(at(review, BRANCH));
    expect(at(review, ["steps", 1, "steps"])).toHaveLength(2);
  });

  it("doubles a step behind itself without its name", () => {
    const { form, path } = doubled(review, LOOP);
    expect(path).toEqual(["steps", 2]);
    expect(at(form, [...path, "as"])).toBeUndefined();
    expect(at(form, [...path, "item"])).toBe("task");
    expect(at(form, ["steps"])).toHaveLength(4);
  });

  it("loses an optional block with its last step, and keeps one that is needed", () => {
    expect(at(removed(review, [...BRANCH, "else", 0], kinds), [...BRANCH, "else"])).toBeUndefined();
    expect(at(removed(review, [...BRANCH, "steps", 0], kinds), [...BRANCH, "steps"])).toEqual([]);
  });

  it.each([
    ["down", ["steps", 0], ["steps", 1]], ["up", ["steps", 2], ["steps", 1]], ["up", BRANCH, FIRST],
    ["in", ["steps", 2], ["steps", 1, "steps", 2]], ["in", ["steps", 0], ["steps", 0, "steps", 0]], ["out", FIRST, ["steps", 2]],
    ["out", [...BRANCH, "else", 0], ["steps", 1, "steps", 2]],
  ] as const)("moves a step %s from %j to %j", (direction, from, to) => {
    const placed = moved(review, from, direction, kinds);
    expect(placed?.path).toEqual(to);
    expect(placed && at(placed.form, placed.path)).toEqual(at(review, from));
    expect(placed && allSteps(placed.form, kinds)).toHaveLength(allSteps(review, kinds).length);
  });

  it.each([["up", ["steps", 0]], ["down", ["steps", 2]], ["out", ["steps", 0]]] as const)("says that it cannot go %s from %j", (direction, from) => {
    expect(moved(review, from, direction, kinds)).toBeNull();
  });

  it("never puts a step into itself", () => {
    expect(movedTo(review, LOOP, ["steps", 1, "steps"], 0, kinds)).toBeNull();
  });

  it("drops a step where it was let go, counted before anything moved", () => {
    const into = movedTo(review, ["steps", 0], ["steps", 1, "steps"], 1, kinds);
    expect(into?.path).toEqual(["steps", 0, "steps", 1]);
    const along = movedTo(review, ["steps", 0], ["steps"], 3, kinds);
    expect(along?.path).toEqual(["steps", 2]);
    expect(movedTo(review, LOOP, ["steps"], 2, kinds)?.form).toBe(review);
  });

  it("knows branches that run at the same time and steps for a failure as blocks", () => {
    const form: Form = { steps: [{ parallel: { left: [{ say: "l" }], right: [] } }, { say: "x", on_error: [{ say: "oh" }] }] };
    expect(names(form)).toEqual(["steps/0", "steps/0/parallel/left/0", "steps/1", "steps/1/on_error/0"]);
    expect(moved(form, ["steps", 0, "parallel", "left", 0], "out", kinds)?.path).toEqual(["steps", 1]);
  });
});
