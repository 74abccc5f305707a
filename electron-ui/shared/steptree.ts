/** The steps of a run as they stand inside each other, read from their paths (`each[2].verdict`). */

import type { Loop, Run, Step } from "./state";

/** A step with what stands inside it; `loop` and `passes` when it is a loop. */
export interface StepNode {
  path: string;
  step: Step | null;
  loop: Loop | null;
  children: StepNode[];
  passes: Pass[];
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
  const paths = new Set([...run.order, ...Object.keys(run.loops)]);
  for (const path of paths) nodes.set(path, { path, step: run.steps[path] ?? null, loop: run.loops[path] ?? null, children: [], passes: [] });
  for (const [path, loop] of Object.entries(run.loops)) {
    for (const index of Object.keys(loop.items)) passOf(nodes.get(path) as StepNode, Number(index));
  }
  for (const node of nodes.values()) {
    const place = parentOf(node.path, nodes);
    if (!place) roots.push(node);
    else if (place.index === null) place.parent.children.push(node);
    else passOf(place.parent, place.index).nodes.push(node);
  }
  return roots;
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

function passOf(node: StepNode, index: number): Pass {
  const known = node.passes.find((pass) => pass.index === index);
  if (known) return known;
  const pass = { index, item: node.loop?.items[index], nodes: [] };
  node.passes.push(pass);
  return pass;
}
