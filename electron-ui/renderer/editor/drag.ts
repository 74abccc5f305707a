/** Moving a step by dragging: where it would land, and the landing. */

import { signal } from "@preact/signals";
import type { Path } from "./document";
import { keyOf } from "./tree";

/** The step under way, null when nothing is dragged. */
export const dragged = signal<Path | null>(null);
/** The gap it would land in: block and place. */
export const landing = signal<{ block: string; place: number } | null>(null);

export function beginDrag(event: DragEvent, path: Path): void {
  event.stopPropagation();
  event.dataTransfer?.setData("text/plain", keyOf(path));
  if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
  dragged.value = path;
}

export function endDrag(): void {
  dragged.value = null;
  landing.value = null;
}

/** The pointer is over a step: above its middle the step lands before it, else behind. */
export function overStep(event: DragEvent, block: Path, place: number): void {
  const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
  over(event, block, event.clientY < box.top + box.height / 2 ? place : place + 1);
}

export function over(event: DragEvent, block: Path, place: number): void {
  if (!dragged.value) return;
  event.preventDefault();
  event.stopPropagation();
  landing.value = { block: keyOf(block), place };
}

/** Lets it fall: calls `move` with what was dragged. */
export function drop(event: DragEvent, block: Path, move: (path: Path, block: Path, place: number) => void): void {
  const [path, to] = [dragged.value, landing.value];
  event.preventDefault();
  event.stopPropagation();
  endDrag();
  if (path && to && to.block === keyOf(block)) move(path, block, to.place);
}
