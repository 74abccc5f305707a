/** Triggers as the form reads and writes them: every way a file may have them, nothing lost, nothing said twice. */

import { describe, expect, it } from "vitest";
import type { Form } from "../../renderer/editor/document";
import { renamedSlot } from "../../renderer/editor/slots";
import { asKind, triggersOf, withoutTrigger, withTrigger } from "../../renderer/editor/triggers";

const form: Form = {
  title: "Tea", slots: { body: "text" },
  triggers: [{ every: "every day at nine", missed: "ask" }, { on: "start" }, { webhook: "orders", slots: { body: "{{ body }}" } }, { after: "tea", ended: "any" }],
};

describe("triggers", () => {
  it("are read from every way a file has them", () => {
    expect(triggersOf(form).map(({ kind, spec, missed, ended }) => [kind, spec, missed, ended])).toEqual([
      ["every", "every day at nine", "ask", "done"], ["start", "", "once", "done"], ["webhook", "orders", "once", "done"], ["after", "tea", "once", "any"],
    ]);
    expect(triggersOf({ triggers: "nonsense" })).toEqual([]);
  });

  it("come back as they were", () => {
    expect(triggersOf(form).reduce((now, trigger, place) => withTrigger(now, place, trigger), form)).toEqual(form);
  });

  it("keep the other lines and say only what differs", () => {
    const [first] = triggersOf(form);
    const changed = withTrigger(form, 0, { ...first!, missed: "once" });
    expect(changed["triggers"]).toEqual([{ every: "every day at nine" }, ...(form["triggers"] as unknown[]).slice(1)]);
    expect((withTrigger(form, 0, asKind(first!, "start"))["triggers"] as unknown[])[0]).toEqual({ on: "start" });
  });

  it("the last one taken out takes the list with it", () => {
    const one: Form = { title: "Tea", triggers: [{ on: "start" }] };
    expect(withoutTrigger(one, 0)).toEqual({ title: "Tea" });
    expect(triggersOf(withoutTrigger(form, 1)).map(({ kind }) => kind)).toEqual(["every", "webhook", "after"]);
  });

  it("follow a slot that gets another name", () => {
    expect(triggersOf(renamedSlot(form, "body", "order") ?? {})[2]?.slots).toEqual({ order: "{{ body }}" });
  });
});
