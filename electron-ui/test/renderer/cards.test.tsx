/** @vitest-environment happy-dom */
/** A list whose items can be acted upon: what each says, what its buttons run, what comes from the items and what never does. */

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppContext } from "../../renderer/app/context";
import { Cards } from "../../renderer/conversation/Cards";
import { ScriptedPage, settled } from "../scripted";

const anna = {
  id: "letter-0a1b2c3d4e5f", text: "Anna", about: "The contract", note: "asks you something", at: "2026-05-05T07:30:00+03:00", unread: true,
  link: "https://mail.google.com/mail/#x", actions: [{ title: { en: "Steal" }, command: "undo-since", slots: {} }],
};
const actions = [{ title: { en: "Open", ru: "Открыть" }, command: "mail-open", slots: { letter: "id", person: "nobody" } }];
let page: ScriptedPage;
let root: HTMLElement;

beforeEach(async () => {
  document.body.innerHTML = "<div id='app'></div>";
  root = document.getElementById("app") as HTMLElement;
  page = new ScriptedPage();
  await act(async () => page.connect());
  const items = [anna, "plain", ...Array.from({ length: 10 }, (_, n) => ({ ...anna, text: `Writer ${n}` }))];
  await act(async () => {
    render(<AppContext.Provider value={page.app}><Cards items={items} actions={actions} /></AppContext.Provider>, root);
    await settled();
  });
});

afterEach(() => render(null, root));

const button = (name: string) =>
  [...root.querySelectorAll("button")].find((each) => (each.getAttribute("aria-label") ?? each.textContent) === name);

describe("cards", () => {
  it("say who, about what and why, with a link where there is one", () => {
    const [first, second] = [...root.querySelectorAll("li")];
    expect(first?.textContent).toContain("Anna");
    expect(first?.textContent).toContain("The contract");
    expect(first?.textContent).toContain("Why: asks you something");
    expect(first?.querySelector("a")?.getAttribute("href")).toBe(anna.link);
    expect(second?.textContent).toContain("plain");
  });

  it("run the command's own actions with the item's fields, never actions of an item", async () => {
    expect(button("Steal: Anna: The contract")).toBeUndefined();
    await act(async () => {
      button("Open: Anna: The contract")?.click();
      await settled();
    });
    expect(page.socket.asked("turn.run")[0]?.params).toMatchObject({ command: "mail-open", slots: { letter: anna.id }, language: "en" });
  });

  it("show the first ten, and all when asked", async () => {
    expect(root.querySelectorAll("li")).toHaveLength(10);
    await act(async () => button("Show all (12)")?.click());
    expect(root.querySelectorAll("li")).toHaveLength(12);
  });
});
