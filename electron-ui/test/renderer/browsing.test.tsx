/** @vitest-environment happy-dom */
/** A task at work in the browser, as the owner meets it: what is shown of each act, and what a press sends. */

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppContext } from "../../renderer/app/context";
import { Window as Page } from "../../renderer/components/Window";
import type { Method } from "../../shared/methods";
import type { AssistantEvent, EventOf } from "../../shared/state";
import { samples } from "../events";
import { ScriptedPage, settled } from "../scripted";

let page: ScriptedPage;
let root: HTMLElement;
let seq = 0;

beforeEach(async () => {
  document.body.innerHTML = "<div id='app'></div>";
  root = document.getElementById("app") as HTMLElement;
  page = new ScriptedPage();
  seq = 0;
  await act(async () => {
    render(<AppContext.Provider value={page.app}><Page /></AppContext.Provider>, root);
    await page.connect();
  });
  await tell(samples["utterance.received"], samples["plan.proposed"], samples["run.started"]);
});

afterEach(() => render(null, root));

async function tell(...events: AssistantEvent[]): Promise<void> {
  await act(async () => {
    for (const event of events) await page.socket.tell(++seq, event);
  });
}

const stands = (state: EventOf<"browsing.changed">["state"], more: Partial<EventOf<"browsing.changed">> = {}): AssistantEvent => ({
  ...samples["browsing.changed"], state, ...more,
});
const acted = (number: number, more: Partial<EventOf<"page.acted">>): AssistantEvent => ({ ...samples["page.acted"], number, ...more });
const button = (name: string) => [...root.querySelectorAll("button")].find((each) => (each.getAttribute("aria-label") ?? each.textContent ?? "").trim() === name);
const press = (name: string) =>
  act(async () => {
    button(name)?.click();
    await settled();
  });

/** What a press sends; it is answered, so that the next one is sent. */
async function sent(name: string, method: Method): Promise<unknown> {
  const found = [...root.querySelectorAll(".browsing button")].find((each) => each.textContent?.trim() === name) as HTMLElement | undefined;
  await act(async () => {
    found?.click();
    await settled();
  });
  const request = page.socket.asked(method)[0];
  await act(async () => page.socket.answer(request, {}));
  return request?.params;
}

describe("a task in the browser", () => {
  it("shows each act once, as it stands, with its picture and what is meant in it", async () => {
    await tell(stands("started"), acted(1, { kind: "open", value: "https://shop.example/", state: "done", box: null, picture: "" }));
    await tell(acted(2, { state: "asked" }));
    expect([...root.querySelectorAll(".act-what")].map((each) => each.textContent)).toEqual(["Open shop.example/", "Press “Buy”"]);
    expect(root.querySelector(".browsing-state")?.textContent).toBe("Waiting for your yes");
    const [asked] = page.socket.asked("browsing.picture");
    expect(asked?.params).toEqual({ run: "r1", path: "task", name: "1.jpg" });
    await act(async () => page.socket.answer(asked, { jpeg: "AAAA" }));
    expect(root.querySelector(".act img")?.getAttribute("src")).toBe("data:image/jpeg;base64,AAAA");
    expect(root.querySelector(".act rect")?.getAttribute("x")).toBe("0.1");
    await tell(acted(2, { state: "done" }));
    expect(root.querySelectorAll(".act")).toHaveLength(2);
  });

  it("names a secret and does not show it", async () => {
    await tell(stands("started"), acted(1, { kind: "fill", label: "Password", value: "••••", secret: "shop", state: "done" }));
    expect(root.querySelector(".act-what")?.textContent).toBe("Type the secret “shop” into “Password”");
  });

  it("is paused, taken over, handed back and stopped by a press", async () => {
    await tell(stands("started"));
    expect(await sent("Pause", "browsing.pause")).toMatchObject({ run: "r1", path: "task" });
    expect(await sent("Take over", "browsing.take_over")).toMatchObject({ run: "r1", path: "task" });
    await tell(stands("taken"));
    expect(button("Pause")).toBeUndefined();
    expect(await sent("Hand back", "browsing.resume")).toMatchObject({ run: "r1", path: "task" });
    expect(await sent("Stop", "run.cancel")).toMatchObject({ run: "r1" });
  });

  it("is not taken over where nobody can see it", async () => {
    await tell(stands("started", { unseen: true }));
    expect(button("Take over")).toBeUndefined();
    expect(button("Pause")).toBeDefined();
  });

  it("folds when it has ended, and shows the page it ended on", async () => {
    await tell(stands("started"), acted(1, { state: "done" }), stands("ended", { url: "https://shop.example/ordered", picture: "last.jpg" }));
    expect(root.querySelectorAll(".act")).toHaveLength(0);
    await press("In the browser: 1 step");
    expect(root.querySelectorAll(".act")).toHaveLength(2);
    expect(root.textContent).toContain("https://shop.example/ordered");
  });

  it("without a model leads to where one is connected", async () => {
    await tell(samples["step.started"], { ...samples["step.finished"], kind: "browser.task", state: "failed" }, { ...samples["run.finished"], state: "failed" });
    await press("Open connections");
    expect(page.app.view.value).toBe("connections");
  });
});
