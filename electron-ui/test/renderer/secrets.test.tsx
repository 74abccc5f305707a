/** @vitest-environment happy-dom */
/** The secrets of commands in the settings: entered, replaced, removed after a yes; what was entered is kept nowhere in the window. */

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppContext } from "../../renderer/app/context";
import { SecretsSection } from "../../renderer/settings/SecretsSection";
import { ScriptedPage, settled } from "../scripted";

const SECRET = "sk-shop-0123456789";
const shop = { name: "shop", kept: true, commands: [{ name: "order", title: { en: "Order paper" } }] };
const bank = { name: "bank", kept: false, commands: [] };
let page: ScriptedPage;
let root: HTMLElement;

beforeEach(async () => {
  document.body.innerHTML = "<div id='app'></div>";
  root = document.getElementById("app") as HTMLElement;
  page = new ScriptedPage();
  await act(async () => page.connect());
  await act(async () => {
    render(<AppContext.Provider value={page.app}><SecretsSection /></AppContext.Provider>, root);
    await settled();
  });
  await act(async () => page.socket.answer(page.socket.asked("secrets.list")[0], { secrets: [bank, shop], place: "file" }));
});

afterEach(() => render(null, root));

const field = (name: string) => root.querySelector(`input[name=${name}]`) as HTMLInputElement;
const press = (name: string) =>
  act(async () => {
    [...root.querySelectorAll("button")].find((each) => (each.getAttribute("aria-label") ?? each.textContent) === name)?.click();
    await settled();
  });
const enter = (name: string, value: string) =>
  act(async () => {
    field("name").value = name;
    field("value").value = value;
    root.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true, bubbles: true }));
    await settled();
  });

describe("secrets", () => {
  it("are listed with who uses them, the missing ones told", () => {
    const lines = [...root.querySelectorAll("li")].map((line) => line.textContent);
    expect(lines[0]).toContain("bank not entered yet");
    expect(lines[1]).toContain("Used by: Order paper");
    expect(root.textContent).toContain("encrypted in the data folder");
  });

  it("are sent at once, then gone from the field and never written down", async () => {
    await enter("bank", SECRET);
    const asked = page.socket.asked("secrets.set")[0];
    expect(asked?.params).toMatchObject({ name: "bank", value: SECRET });
    await act(async () => page.socket.answer(asked, {}));
    expect(field("value").value).toBe("");
    expect(root.querySelector("[role=status]")?.textContent).toBe("Kept: bank");
    expect(page.socket.asked("secrets.list")).toHaveLength(2);
    const written = Array.from({ length: page.storage.length }, (_none, place) => page.storage.getItem(page.storage.key(place) ?? ""));
    expect(written.length).toBeGreaterThan(0);
    expect(written.join()).not.toContain(SECRET);
  });

  it("that are refused say why", async () => {
    await enter("two words", SECRET);
    await act(async () => page.socket.refuse(page.socket.asked("secrets.set")[0], "A secret's name has letters only."));
    expect(root.querySelector("[role=alert]")?.textContent).toBe("A secret's name has letters only.");
  });

  it("are not sent later when the line is broken", async () => {
    await act(async () => page.socket.lose());
    await enter("bank", SECRET);
    expect(page.app.outbox.value).toEqual([]);
    expect(root.querySelector("[role=alert]")?.textContent).toContain("connection");
  });

  it("are removed after a yes that says what will fail", async () => {
    await press("Remove the secret shop");
    expect(root.querySelector("[role=alert]")?.textContent).toContain("Order paper");
    expect(page.socket.asked("secrets.remove")).toHaveLength(0);
    await press("Cancel");
    await press("Remove the secret shop");
    await act(async () => root.querySelector<HTMLButtonElement>(".secret-sure button")?.click());
    expect(page.socket.asked("secrets.remove")[0]?.params).toMatchObject({ name: "shop" });
  });

  it("to be replaced have their name filled in and the field focused", async () => {
    await press("Replace the secret shop");
    expect(field("name").value).toBe("shop");
    expect(document.activeElement).toBe(field("value"));
  });
});
