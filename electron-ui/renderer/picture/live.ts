/** How far a run is, for each part of its flow's picture. */

import type { Run, StepState } from "../../shared/state";

/** The state of the newest step at a place, how many passes it has had, and how far the loop there is. */
export interface PlaceState {
  state: StepState;
  times: number;
  progress: { done: number; total: number | null } | null;
}

/** A run's path as the picture has it: `each[2].verdict` is `each[*].verdict`. */
export function placeOf(path: string): string {
  return path.replace(/\[\d+\]/g, "[*]");
}

/** What a run says of each place; of several passes the newest counts, and one that failed is never hidden. */
export function placesOf(run: Run): Map<string, PlaceState> {
  const places = new Map<string, PlaceState>();
  for (const step of run.steps) {
    const place = placeOf(step.path);
    const known = places.get(place);
    const state = known?.state === "failed" && step.state !== "running" ? "failed" : step.state;
    places.set(place, { state, times: (known?.times ?? 0) + 1, progress: null });
  }
  for (const loop of Object.values(run.loops)) {
    const place = placeOf(loop.path);
    const known = places.get(place) ?? { state: loop.finished ? "done" : "running", times: 1, progress: null };
    places.set(place, { ...known, progress: { done: loop.finished ? loop.index : loop.index + 1, total: loop.total } });
  }
  return places;
}
