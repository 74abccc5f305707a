/** Steps stand inside each other as their paths say. */

import { describe, expect, it } from "vitest";
import { reduce } from "../../shared/reduce";
import { emptyState, type Run } from "../../shared/state";
import { stepTree } from "../../shared/steptree";
import { recorded, sample, samples } from "../events";

function runOf(paths: string[], loops: [path: string, index: number][] = []): Run {
  const events = [
    samples["run.started"],
    ...paths.map((path) => sample("step.started", { path })),
    ...loops.map(([path, index]) => sample("loop.progressed", { path, index, item: `item ${index}` })),
  ];
  const run = recorded(...events).reduce(reduce, emptyState).runs["r1"];
  if (!run) throw new Error("no run");
  return run;
}

describe("the steps of a run", () => {
  it("that stand beside each other are roots, also with dots in their names", () => {
    expect(stepTree(runOf(["1.note.add", "2.say"])).map((node) => node.path)).toEqual(["1.note.add", "2.say"]);
  });

  it("of a loop stand in their passes", () => {
    const [loop] = stepTree(runOf(["2.for_each", "2.for_each[0].verdict", "2.for_each[0].1.say", "2.for_each[1].verdict"], [["2.for_each", 0], ["2.for_each", 1]]));
    expect([...(loop?.passes.values() ?? [])].map((pass) => [pass.index, pass.item, pass.nodes.map((node) => node.path)])).toEqual([
      [0, "item 0", ["2.for_each[0].verdict", "2.for_each[0].1.say"]],
      [1, "item 1", ["2.for_each[1].verdict"]],
    ]);
  });

  it("of a branch stand in it", () => {
    const [branch] = stepTree(runOf(["1.if", "1.if.then.1.say"]));
    expect(branch?.children.map((node) => node.path)).toEqual(["1.if.then.1.say"]);
  });

  it("a loop in a loop keeps its own passes", () => {
    const [outer] = stepTree(runOf(["each", "each[1].inner", "each[1].inner[0].say"], [["each", 1], ["each[1].inner", 0]]));
    const inner = outer?.passes.get(1)?.nodes[0];
    expect(inner?.passes.get(0)?.nodes[0]?.path).toBe("each[1].inner[0].say");
  });

  it("a pass is there before its first step", () => {
    const [loop] = stepTree(runOf([], [["each", 0]]));
    expect([...(loop?.passes.values() ?? [])]).toEqual([{ index: 0, item: "item 0", nodes: [] }]);
  });
});
