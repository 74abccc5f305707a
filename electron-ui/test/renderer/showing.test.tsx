/** @vitest-environment happy-dom */
/** What the owner shows, as its card has it: every action as it comes, what a press sends. */

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppContext } from "../../renderer/app/context";
import { ShowingCard } from "../../renderer/conversation/ShowingCard";
import { samples } from "../events";
import { ScriptedPage, settled } from "../scripted";

let page: ScriptedPage;
let root: HTMLElement;

beforeEach(async () => {
  document.body.innerHTML = "<div id='app'></div>";
  root = document.getElementById("app") as HTMLElement;
  page = new ScriptedPage();
  await act(async () => page.connect());
  await act(async () => {
    render(<AppContext.Provider value={page.app}><ShowingCard run="r1" /></AppContext.Provider>, root);
    await settled();
  });
});

afterEach(() => render(null, root));

const tell = (parts: Partial<(typeof samples)["showing.changed"]> = {}) =>
  act(async () => page.socket.tell(null, { ...samples["showing.changed"], ...parts }));
const press = (name: string) =>
  act(async () => {
    [...root.querySelectorAll("button")].find((each) => (each.getAttribute("aria-label") ?? each.textContent?.trim()) === name)?.click();
    await settled();
  });

describe("the card of what is shown", () => {
  it("is there only while its own run is shown something", async () => {
    expect(root.textContent).toBe("");
    await tell({ run: "r2" });
    expect(root.textContent).toBe("");
    await tell();
    expect(root.textContent).toContain("Recording");
    await tell({ state: "ended" });
    expect(root.textContent).toBe("");
  });

  it("lists every action, and leaves one out by a press", async () => {
    await tell();
    expect([...root.querySelectorAll("li .showing-text")].map((each) => each.textContent)).toEqual(["Open shop.test", "Press “Order”"]);
    await press("Leave out: Press “Order”");
    expect(page.socket.asked("showing.forget")[0]?.params).toMatchObject({ id: "a2" });
  });

  it("pauses, says so, and goes on", async () => {
    await tell();
    await press("Pause");
    expect(page.socket.asked("showing.pause")[0]?.params).toMatchObject({ paused: true });
    await act(async () => page.socket.answer(page.socket.asked("showing.pause")[0], {}));
    await tell({ state: "paused" });
    expect(root.textContent).toContain("nothing is recorded");
    await press("Go on");
    expect(page.socket.asked("showing.pause")[1]?.params).toMatchObject({ paused: false });
  });

  it("says what is wrong when the browser went away", async () => {
    await tell({ state: "lost", detail: { en: "The browser was closed.", ru: "Браузер закрыт." } });
    expect(root.textContent).toContain("The browser was closed.");
  });

  it("tells a new owner what will happen before anything was done", async () => {
    await tell({ lines: [] });
    expect(root.textContent).toContain("Passwords, codes and card numbers are not recorded");
  });
});
