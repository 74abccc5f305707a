/** @vitest-environment happy-dom */
/** Every pass of a long loop can be looked at, also those the window keeps no longer. */

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it } from "vitest";
import { AppContext } from "../../renderer/app/context";
import { Timeline } from "../../renderer/conversation/Timeline";
import type { AssistantEvent, Run } from "../../shared/state";
import { recorded, sample } from "../events";
import { ScriptedPage, settled } from "../scripted";

const TOTAL = 5_000;
let page: ScriptedPage;
let root: HTMLElement;

const begun = (index: number): AssistantEvent =>
  sample("loop.progressed", { path: "each", index, total: TOTAL, item: `letter ${index}`, finished: index === TOTAL });
const gave = (index: number): AssistantEvent => sample("step.finished", { path: `each[${index}].verdict`, kind: "llm", value: `verdict ${index}` });
const passes = (first: number, count: number): AssistantEvent[] =>
  Array.from({ length: count }, (_, place) => first + place).flatMap((index) => [begun(index), gave(index)]);
const rows = () => [...root.querySelectorAll(".passes > li")].map((row) => row.textContent?.replace(/\s+/g, " ").trim());
const button = (name: string) => [...root.querySelectorAll("button")].find((each) => each.textContent === name) as HTMLElement;

async function doing(action: () => unknown): Promise<void> {
  await act(async () => {
    await action();
    await settled();
  });
}

beforeEach(async () => {
  document.body.innerHTML = "<div id='app'></div>";
  root = document.getElementById("app") as HTMLElement;
  page = new ScriptedPage();
  await doing(async () => {
    await page.connect();
    for (const [seq, event] of [sample("run.started"), ...passes(TOTAL - 400, 400), begun(TOTAL), sample("run.finished")].entries()) await page.socket.tell(seq + 1, event);
  });
  const run = page.app.state.value.runs["r1"] as Run;
  await doing(() => render(<AppContext.Provider value={page.app}><Timeline run={run} /></AppContext.Provider>, root));
  await doing(() => (root.querySelector("summary") as HTMLElement).click());
});

afterEach(() => render(null, root));

it("shows the last passes, and any others page by page", async () => {
  expect(rows()).toHaveLength(20);
  expect(rows()[19]).toContain("verdict 4999");
  await doing(() => button(`Show all (${TOTAL})`).click());
  const asked = () => page.socket.asked("history.passes");
  expect(asked()[0]?.params).toEqual({ run: "r1", path: "each", first: 0, count: 50 });
  await doing(() => page.socket.answer(asked()[0], { envelopes: recorded(...passes(0, 60)) }));
  expect(rows()).toHaveLength(50);
  expect(rows()[0]).toContain("letter 0verdict 0");
  const from = root.querySelector(".pass-pages input") as HTMLInputElement;
  await doing(() => {
    from.value = "4990";
    from.dispatchEvent(new Event("change", { bubbles: true }));
  });
  expect(asked()[1]?.params).toMatchObject({ first: 4_989 });
  await doing(() => page.socket.answer(asked()[1], { envelopes: recorded(...passes(4_989, 11), begun(TOTAL)) }));
  expect(rows()).toHaveLength(11);
  expect((button("Later") as HTMLButtonElement).disabled).toBe(true);
});
