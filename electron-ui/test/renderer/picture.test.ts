/** Pictures of flows: every step has its place, nothing overlaps, and a run's passes light up the right parts. */

import { describe, expect, test } from "vitest";
import { type Box, kindOf, pictureOf, type PictureWords, type StepForm } from "../../renderer/picture/layout";
import { placeOf, placesOf } from "../../renderer/picture/live";
import type { Run } from "../../shared/state";

const words: PictureWords = {
  start: "Start",
  end: "End",
  yes: "yes",
  no: "no",
  nothing: "nothing",
  loop: (item, over) => `for each ${item} in ${over}`,
  again: (condition) => `while ${condition}`,
  either: (condition) => `if ${condition}`,
  together: "together",
  onlyIf: (condition) => `if ${condition}`,
};

const flow: StepForm[] = [
  { "mail.search": { since: "{{ period.start }}" }, as: "letters" },
  {
    for_each: "{{ letters }}",
    item: "letter",
    steps: [
      { llm: { prompt: "Does this letter need the owner today, and what for exactly?" }, as: "verdict" },
      { if: "{{ verdict.yes }}", steps: [{ "note.add": { text: "x" } }], else: ["undo.last"] },
    ],
    as: "each",
  },
  { parallel: { one: [{ say: "1" }], two: [{ say: "2" }, { say: "3" }] } },
  { say: "done", if: "letters" },
];

function overlap(one: Box, other: Box): boolean {
  return one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;
}

describe("the layout", () => {
  const picture = pictureOf(flow, words);

  test("names every step as a run does", () => {
    expect(picture.boxes.filter((box) => box.path).map((box) => box.path)).toEqual([
      "letters",
      "each[*].verdict",
      "each[*].2.if.steps.1.note.add",
      "each[*].2.if.else.1.undo.last",
      "3.parallel.one.1.say",
      "3.parallel.two.1.say",
      "3.parallel.two.2.say",
      "4.say",
    ]);
    expect(picture.frames.map((frame) => [frame.path, frame.title, frame.back])).toEqual([
      ["each", "for each letter in letters", true],
      ["each[*].2.if", "if verdict.yes", false],
      ["3.parallel", "together", false],
    ]);
  });

  test("lets no two boxes overlap and keeps all within its edges", () => {
    for (const [index, one] of picture.boxes.entries()) {
      expect(picture.boxes.slice(index + 1).filter((other) => overlap(one, other))).toEqual([]);
      expect(one.x >= 0 && one.y >= 0 && one.x + one.width <= picture.width && one.y + one.height <= picture.height).toBe(true);
    }
  });

  test("labels the ways of a branch and shortens long texts", () => {
    expect(picture.lines.map((line) => line.label).filter(Boolean)).toEqual(["yes", "no", "one", "two"]);
    expect(picture.boxes.find((box) => box.path === "each[*].verdict")?.detail).toMatch(/^Does this letter.*…$/);
  });

  test("draws an empty flow as its start and end, and a huge one only in part", () => {
    expect(pictureOf([], words).boxes.map((box) => box.name)).toEqual(["Start", "End"]);
    expect(pictureOf(Array.from({ length: 5_000 }, () => "say"), words).boxes.length).toBeLessThan(500);
  });

  test.each([
    [{ "note.add": { text: "x" }, as: "n" }, "note.add"],
    [{ if: "x", steps: [] }, "if"],
    [{ if: "x", say: "y" }, "say"],
    [{ for_each: "x", item: "i", steps: [] }, "for_each"],
    ["undo.last", "undo.last"],
  ] as const)("knows the kind of %j", (step, kind) => expect(kindOf(step)).toBe(kind));
});

describe("a run in the picture", () => {
  const step = (path: string, state: Run["steps"][number]["state"]) => ({ path, state }) as Run["steps"][number];

  test("counts the passes of a loop and never hides a failed one", () => {
    const run = {
      steps: [step("each", "running"), step("each[0].verdict", "failed"), step("each[1].verdict", "done"), step("letters", "done")],
      loops: { each: { path: "each", index: 1, total: 12, items: [], collected: 0, failed: 1, finished: false } },
    } as unknown as Run;
    const places = placesOf(run);
    expect(places.get("each[*].verdict")).toEqual({ state: "failed", times: 2, progress: null });
    expect(places.get("each")?.progress).toEqual({ done: 2, total: 12 });
    expect(places.get("letters")?.state).toBe("done");
  });

  test("finds its place whatever the pass", () => {
    expect(placeOf("each[12].inner[3].say")).toBe("each[*].inner[*].say");
  });
});
