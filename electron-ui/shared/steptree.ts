/** The steps of a run as they stand inside each other, read from their paths (`each[2].verdict`). */

import type { Loop, Run, Step } from "./state";

/** A step with what stands inside it; `loop` and `passes` when it is a loop. */
export interface StepNode {
  path: string;
  step: Step | null;
  loop: Loop | null;
  children: StepNode[];
  passes: Map<number, Pass>;
}

/** One pass of a loop over `item`. */
export interface Pass {
  index: number;
  item: unknown;
  nodes: StepNode[];
}

/** The outermost steps in the order they began. */
export function stepTree(run: Run): StepNode[] {
  const nodes = new Map<string, StepNode>();
  const roots: StepNode[] = [];
  for (const step of run.steps) nodes.set(step.path, nodeOf(step.path, step, run.loops[step.path] ?? null));
  for (const [path, loop] of Object.entries(run.loops)) {
    const node = nodes.get(path) ?? nodeOf(path, null, loop);
    nodes.set(path, node);
    for (const { index, item } of loop.items) node.passes.set(index, { index, item, nodes: [] });
  }
  for (const node of nodes.values()) {
    const place = parentOf(node.path, nodes);
    if (!place) roots.push(node);
    else if (place.index === null) place.parent.children.push(node);
    else passOf(place.parent, place.index).nodes.push(node);
  }
  return roots;
}

/** The passes of a loop that are known, in their order. */
export function passesOf(node: StepNode): Pass[] {
  return [...node.passes.values()].sort((one, other) => one.index - other.index);
}

/** The nearest node whose path begins this one, and the pass between them when there is one. */
function parentOf(path: string, nodes: Map<string, StepNode>): { parent: StepNode; index: number | null } | null {
  for (let cut = path.length - 1; cut > 0; cut--) {
    if (path[cut] !== "." && path[cut] !== "[") continue;
    const parent = nodes.get(path.slice(0, cut));
    if (!parent) continue;
    const index = /^\[(\d+)\]/.exec(path.slice(cut));
    return { parent, index: index ? Number(index[1]) : null };
  }
  return null;
}

function nodeOf(path: string, step: Step | null, loop: Loop | null): StepNode {
  return { path, step, loop, children: [], passes: new Map() };
}

/** A pass whose beginning was not told, or is kept no longer, is named by its number alone. */
function passOf(node: StepNode, index: number): Pass {
  const known = node.passes.get(index);
  if (known) return known;
  const pass = { index, item: undefined, nodes: [] };
  node.passes.set(index, pass);
  return pass;
}
