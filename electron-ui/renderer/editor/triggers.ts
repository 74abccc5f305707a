/** What starts a command by itself: read from the lines the file has under `triggers`, written back as short as it allows. */

import { change, type Form, isList, isMapping, type Json, type Mapping } from "./document";

export const TRIGGER_KINDS = ["every", "cron", "start", "file", "webhook", "after"] as const;
export type TriggerKind = (typeof TRIGGER_KINDS)[number];
export const MISSED = ["once", "skip", "ask"] as const;
export const ENDED = ["done", "failed", "any"] as const;

/** One line. `spec` is what stands behind the kind, empty for the start of the assistant. */
export interface TriggerForm {
  kind: TriggerKind;
  spec: string;
  slots: Mapping;
  missed: (typeof MISSED)[number];
  ended: (typeof ENDED)[number];
}

/** What a kind brings for the slots, beside the time. */
export const BRINGS: { readonly [K in TriggerKind]: readonly string[] } = {
  every: [], cron: [], start: [], file: ["path"], webhook: ["body"], after: ["result", "state"],
};

/** Whether it has times, which can be missed. */
export function isTimed(kind: TriggerKind): boolean {
  return kind === "every" || kind === "cron";
}

export function triggersOf(form: Form): TriggerForm[] {
  const given = form["triggers"];
  return isList(given) ? given.map(triggerOf) : [];
}

function triggerOf(line: Json): TriggerForm {
  const fields = isMapping(line) ? line : {};
  const kind = TRIGGER_KINDS.find((each) => (each === "start" ? "on" : each) in fields) ?? "every";
  const spec = kind === "start" ? undefined : fields[kind];
  return {
    kind, spec: spec === undefined || spec === null ? "" : String(spec), slots: isMapping(fields["slots"]) ? fields["slots"] : {},
    missed: MISSED.find((each) => each === fields["missed"]) ?? "once", ended: ENDED.find((each) => each === fields["ended"]) ?? "done",
  };
}

/** What the file says: only what differs from what is understood anyway. */
function written({ kind, spec, slots, missed, ended }: TriggerForm): Json {
  return {
    ...(kind === "start" ? { on: "start" } : { [kind]: spec }),
    ...(kind === "after" && ended !== "done" ? { ended } : {}),
    ...(missed !== "once" && isTimed(kind) ? { missed } : {}),
    ...(Object.keys(slots).length ? { slots } : {}),
  };
}

/** The trigger at this place (one more at the end); the other lines stay as they are written. */
export function withTrigger(form: Form, place: number, trigger: TriggerForm): Form {
  return change(form, ["triggers", place], written(trigger));
}

export function withoutTrigger(form: Form, place: number): Form {
  const left = change(form, ["triggers", place], undefined);
  return isList(left["triggers"]) && left["triggers"].length === 0 ? change(left, ["triggers"], undefined) : left;
}

/** The same of another kind: what stood behind the former means nothing to it. */
export function asKind(trigger: TriggerForm, kind: TriggerKind): TriggerForm {
  return { ...trigger, kind, spec: "" };
}
