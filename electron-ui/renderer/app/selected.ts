/** A part of the state that re-draws a component only when it is really another one. */

import { type ReadonlySignal, useComputed } from "@preact/signals";
import { useRef } from "preact/hooks";

/** A list computed from signals; the same list as before while its members are the same objects. */
export function useList<T>(compute: () => readonly T[]): ReadonlySignal<readonly T[]> {
  const before = useRef<readonly T[]>([]);
  return useComputed(() => {
    const now = compute();
    const same = now.length === before.current.length && now.every((each, place) => each === before.current[place]);
    if (!same) before.current = now;
    return before.current;
  });
}
