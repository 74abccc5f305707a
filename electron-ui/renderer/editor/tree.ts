/** Steps added, moved, doubled and taken out, in whatever block they stand. Nothing is changed in place. */

import { at, change, type Form, isList, type Json, type Path } from "./document";
import { blocksOf, type Kinds } from "./kinds";

export type Direction = "up" | "down" | "in" | "out";

/** A document and where the step in question stands in it now. */
export interface Placed {
  form: Form;
  path: Path;
}

export const keyOf = (path: Path): string => path.join("/");

/** The steps of a block, none when there is no such block. */
export function stepsAt(form: Form, block: Path): readonly Json[] {
  const steps = at(form, block);
  return isList(steps) ? steps : [];
}

export const blockOf = (path: Path): Path => path.slice(0, -1);
export const placeOf = (path: Path): number => Number(path[path.length - 1]);

/** The step whose block this is, null for the outermost. */
export function ownerOf(block: Path): Path | null {
  return stepWithin(block);
}

/** The path up to its last number: the step that something stands in. */
export function stepWithin(path: Path): Path | null {
  for (let length = path.length; length > 0; length--) if (typeof path[length - 1] === "number") return path.slice(0, length);
  return null;
}

export function inserted(form: Form, block: Path, place: number, step: Json): Placed {
  const steps = [...stepsAt(form, block)];
  steps.splice(place, 0, step);
  return { form: change(form, block, steps), path: [...block, place] };
}

/** Without the step; a block that may be left out goes with its last step. */
export function removed(form: Form, path: Path, kinds: Kinds): Form {
  const block = blockOf(path);
  const steps = stepsAt(form, block).filter((_, place) => place !== placeOf(path));
  const owner = ownerOf(block);
  const own = owner && blocksOf(at(form, owner), kinds).find((each) => keyOf([...owner, ...each.path]) === keyOf(block));
  return change(form, block, steps.length === 0 && own?.optional ? undefined : steps);
}

export function doubled(form: Form, path: Path): Placed {
  return inserted(form, blockOf(path), placeOf(path) + 1, withoutName(at(form, path) ?? null));
}

/** Two steps may not give their values the same name. */
function withoutName(step: Json): Json {
  if (typeof step !== "object" || step === null || Array.isArray(step) || !("as" in step)) return step;
  return Object.fromEntries(Object.entries(step).filter(([key]) => key !== "as"));
}

/** One place up or down in its block, into the block of a neighbour, or out behind the step it stands in; null when it cannot. */
export function moved(form: Form, path: Path, direction: Direction, kinds: Kinds): Placed | null {
  const [block, place] = [blockOf(path), placeOf(path)];
  switch (direction) {
    case "up":
      return place > 0 ? movedTo(form, path, block, place - 1, kinds) : null;
    case "down":
      return place < stepsAt(form, block).length - 1 ? movedTo(form, path, block, place + 2, kinds) : null;
    case "in":
      return movedIn(form, path, kinds);
    case "out": {
      const owner = ownerOf(block);
      return owner && movedTo(form, path, blockOf(owner), placeOf(owner) + 1, kinds);
    }
  }
}

/** To the end of the last block of the step above, or the beginning of the first of the one below. */
function movedIn(form: Form, path: Path, kinds: Kinds): Placed | null {
  const [block, place] = [blockOf(path), placeOf(path)];
  const steps = stepsAt(form, block);
  const above = place > 0 ? blocksOf(steps[place - 1], kinds) : [];
  const filled = above.filter((each) => each.steps.length > 0).pop() ?? above[0];
  if (filled) return movedTo(form, path, [...block, place - 1, ...filled.path], filled.steps.length, kinds);
  const below = blocksOf(steps[place + 1], kinds)[0];
  return below ? movedTo(form, path, [...block, place + 1, ...below.path], 0, kinds) : null;
}

/** To a place of a block, both counted before anything moves. Null when that is inside the step itself. */
export function movedTo(form: Form, path: Path, block: Path, place: number, kinds: Kinds): Placed | null {
  const step = at(form, path);
  if (step === undefined || isWithin(block, path)) return null;
  const from = blockOf(path);
  if (keyOf(from) === keyOf(block) && (place === placeOf(path) || place === placeOf(path) + 1)) return { form, path };
  const [without, target] = [removed(form, path, kinds), shifted(block, path)];
  const sameBlock = keyOf(from) === keyOf(block) && place > placeOf(path);
  return inserted(without, target, sameBlock ? place - 1 : place, step);
}

function isWithin(block: Path, path: Path): boolean {
  return keyOf(block.slice(0, path.length)) === keyOf(path);
}

/** A path as it is after the step at `gone` was taken out. */
export function shifted(path: Path, gone: Path): Path {
  const [block, place] = [blockOf(gone), placeOf(gone)];
  const own = path[block.length];
  if (typeof own !== "number" || own <= place || keyOf(path.slice(0, block.length)) !== keyOf(block)) return path;
  return [...block, own - 1, ...path.slice(block.length + 1)];
}

/** Every step of the document in the order they stand in, nested ones after their own. */
export function allSteps(form: Form, kinds: Kinds, block: Path = ["steps"]): Path[] {
  return stepsAt(form, block).flatMap((step, place): Path[] => {
    const path = [...block, place];
    return [path, ...blocksOf(step, kinds).flatMap((each) => allSteps(form, kinds, [...path, ...each.path]))];
  });
}
