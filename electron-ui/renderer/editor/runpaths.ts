/** The paths of a run (`each[2].verdict`) and the places of steps in a document, one from the other. */

import { type Form, isMapping, type Json, type Path } from "./document";
import { blocksOf, kindOf, type Kinds } from "./kinds";
import { stepsAt } from "./tree";

/** The name a run gives a step: what it saves, or its number and kind. */
export function runName(step: Json, place: number, kinds: Kinds): string {
  const name = isMapping(step) ? step["as"] : undefined;
  return typeof name === "string" && name ? name : `${place + 1}.${kindOf(step, kinds)}`;
}

/** Where the step of a run stands in the document; null when the document was changed too much since. */
export function placeOfRun(form: Form, path: string, kinds: Kinds, block: Path = ["steps"]): Path | null {
  const found = stepsAt(form, block).flatMap((step, place) => {
    const rest = after(path, runName(step, place, kinds));
    return rest === null ? [] : [{ path: [...block, place], step, rest }];
  });
  for (const { path: own, step, rest } of found) {
    if (rest === "") return own;
    const inner = innerPlace(form, own, step, rest, kinds);
    if (inner) return inner;
  }
  return found[0]?.path ?? null;
}

function innerPlace(form: Form, own: Path, step: Json, rest: string, kinds: Kinds): Path | null {
  for (const block of blocksOf(step, kinds)) {
    const inner = rest.startsWith("[") && block.key === "steps" ? rest.replace(/^\[\d+\]\.?/, "") : rest.startsWith(`.${block.key}.`) ? rest.slice(block.key.length + 2) : null;
    const found = inner ? placeOfRun(form, inner, kinds, [...own, ...block.path]) : null;
    if (found) return found;
  }
  return null;
}

/** What follows a name at the beginning of a path: nothing, or more of it; null when the path begins otherwise. */
function after(path: string, name: string): string | null {
  if (!path.startsWith(name)) return null;
  const rest = path.slice(name.length);
  return rest === "" || rest.startsWith(".") || rest.startsWith("[") ? rest : null;
}
