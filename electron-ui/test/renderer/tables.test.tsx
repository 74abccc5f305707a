/** @vitest-environment happy-dom */
/** The owner's tables and schedules in the window: what is asked of the sidecar, and what is shown. */

import { describe, expect, it } from "vitest";
import { cellText, columnsFrom, pieces } from "../../renderer/views/tables/cells";
import type { Column } from "../../shared/protocol";
import { reduce } from "../../shared/reduce";
import { emptyState } from "../../shared/state";
import { recorded, samples } from "../events";

const column = (type: Column["type"]): Column => ({ id: "c1", name: "x", type, choices: [], currency: "" });

describe("columns as they are typed", () => {
  it("have the type behind the colon, in both languages", () => {
    const typed = columnsFrom("что, сумма: деньги; due: date,, paid: yes/no, odd: thing");
    expect(typed.map(({ name, type }) => [name, type])).toEqual([
      ["что", "text"], ["сумма", "money"], ["due", "date"], ["paid", "yes_no"], ["odd", "text"],
    ]);
  });
});

describe("a file", () => {
  it("goes in pieces that together are the file and cut no character", () => {
    const text = "😀я".repeat(40_000);
    const cut = pieces(text);
    expect(cut.length).toBeGreaterThan(1);
    expect(cut.join("")).toBe(text);
    expect(cut.some((piece) => /[\uD800-\uDBFF]$/.test(piece))).toBe(false);
  });

  it("that is empty is one empty piece", () => expect(pieces("")).toEqual([""]));
});

describe("a cell", () => {
  const tongue = { t: ((key: string) => key), language: { value: "en" } } as unknown as Parameters<typeof cellText>[0];
  it("is empty when there is nothing", () => expect(cellText(tongue, column("money"), null)).toBe(""));
  it("keeps a text as it is", () => expect(cellText(tongue, column("text"), "2026-05-01T10:00")).toBe("2026-05-01T10:00"));
  it("says yes and no", () => expect(cellText(tongue, column("yes_no"), false)).toBe("no"));
  it("shows money with its currency", () => expect(cellText(tongue, column("money"), { amount: 5, currency: "USD" })).toContain("5"));
});

describe("what starts by itself", () => {
  const state = recorded(samples["utterance.received"], samples["trigger.fired"], samples["trigger.missed"], samples["table.changed"]).reduce(reduce, emptyState);
  it("is known by its turn", () => expect(state.starts["t1"]).toMatchObject({ kind: "every", times: 3, late: true }));
  it("is listed when it was missed", () => expect(state.missed).toMatchObject([{ times: 2, why: "away" }]));
  it("makes open lists ask again", () => expect([state.triggersVersion, state.tablesVersion]).toEqual([2, 1]));
});
