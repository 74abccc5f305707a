/** The steps of a dry run in words, and as the tree they make with their passes. */

import type { Translate } from "../format/dates";
import type { Kind } from "./kinds";
import type { RehearsedStep } from "./wire";

/** What has to be said of a step beside its value; nothing when it was simply done. */
export function stateText(t: Translate, step: RehearsedStep, kind: Kind | undefined): string {
  switch (step.state) {
    case "done":
      return "";
    case "imagined":
      return t(kind?.effect === "sends" ? "stateImaginedSends" : kind?.effect === "writes" ? "stateImaginedWrites" : "stateImagined");
    case "skipped":
      return t("stateSkipped");
    case "failed":
      return t("stateFailed");
    case "asked":
      return t("stateAsked");
  }
}

/** A step of a dry run with what was done inside it: passes of a loop, or steps of a block. */
export interface Rehearsed {
  step: RehearsedStep;
  inner: readonly Rehearsed[];
  passes: readonly RehearsedPass[];
}

export interface RehearsedPass {
  index: number;
  total: number | null;
  steps: readonly Rehearsed[];
}

/** The tree of the steps by their paths. A loop may be told after its passes: where a step stands is decided by its path alone. */
export function rehearsedTree(steps: readonly RehearsedStep[]): Rehearsed[] {
  const byPath = new Map(steps.map((step) => [step.path, step]));
  const children = new Map<string, RehearsedStep[]>();
  for (const step of steps) {
    const parent = parentOf(step.path, byPath);
    children.set(parent, [...(children.get(parent) ?? []), step]);
  }
  const build = (step: RehearsedStep): Rehearsed => {
    const own = children.get(step.path) ?? [];
    const inPass = (each: RehearsedStep) => /^\[(\d+)\]/.exec(each.path.slice(step.path.length));
    const passes = new Map<number, RehearsedStep[]>();
    for (const each of own) {
      const index = inPass(each)?.[1];
      if (index !== undefined) passes.set(Number(index), [...(passes.get(Number(index)) ?? []), each]);
    }
    return {
      step,
      inner: own.filter((each) => !inPass(each)).map(build),
      passes: [...passes].sort(([one], [other]) => one - other).map(([index, inside]) => ({ index, total: inside[0]?.total ?? null, steps: inside.map(build) })),
    };
  };
  return (children.get("") ?? []).map(build);
}

/** The path of the nearest step around this one, empty for none. */
function parentOf(path: string, known: ReadonlyMap<string, unknown>): string {
  for (let cut = path.length - 1; cut > 0; cut--) {
    if ((path[cut] === "." || path[cut] === "[") && known.has(path.slice(0, cut))) return path.slice(0, cut);
  }
  return "";
}
