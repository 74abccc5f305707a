/** @vitest-environment happy-dom */
/** The command palette finds commands by title and phrase, in both languages, and does what was chosen. */

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppContext } from "../../renderer/app/context";
import { Palette } from "../../renderer/components/Palette";
import type { CommandShown } from "../../shared/methods";
import { ScriptedPage } from "../scripted";

const command = (name: string, en: string, ru: string, phrase: string): CommandShown => ({
  name, title: { en, ru }, description: {}, phrases: { en: [phrase] }, slots: [{ name: "text", type: "text", required: true }],
  origin: "built-in", effect: "writes", file: `${name}.yaml`, enabled: true, has_triggers: false, version: 0,
});

let page: ScriptedPage;
let root: HTMLElement;
let closed = false;

beforeEach(async () => {
  document.body.innerHTML = "<div id='app'></div>";
  root = document.getElementById("app") as HTMLElement;
  page = new ScriptedPage();
  closed = false;
  await page.connect();
  page.app.commands.value = [
    command("note-add", "Write a note", "Записать заметку", "(note|write down) [that] {text}"),
    command("task-add", "Add a task", "Добавить задачу", "add a task {text}"),
  ];
  await act(() => render(<AppContext.Provider value={page.app}><Palette close={() => (closed = true)} /></AppContext.Provider>, root));
});

afterEach(() => render(null, root));

const field = () => root.querySelector("[role=combobox]") as HTMLInputElement;
const options = () => [...root.querySelectorAll("[role=option]")];
const write = (words: string) =>
  act(() => {
    field().value = words;
    field().dispatchEvent(new Event("input", { bubbles: true }));
  });
const key = (name: string) => act(() => void field().dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true })));

describe("the palette", () => {
  it("shows every command with a phrase, and what the window can do", () => {
    expect(options()[0]?.textContent).toBe("Write a notenote ‹text›");
    expect(options().length).toBeGreaterThan(10);
  });

  it.each([["write down", "Write a note"], ["задачу", "Add a task"], ["TASK add", "Add a task"]])("finds by %s", async (words, title) => {
    await write(words);
    expect(options()[0]?.textContent).toContain(title);
  });

  it("tells how many were found", async () => {
    await write("write down");
    expect(root.querySelector("[role=status]")?.textContent).toBe("1 result");
  });

  it("the chosen command's phrase goes into the composer with a gap to fill", async () => {
    await write("note");
    await key("Enter");
    expect(closed).toBe(true);
    expect(page.app.draft.value).toBe("note …");
  });

  it("the arrows move the choice that is read out", async () => {
    await key("ArrowDown");
    expect(field().getAttribute("aria-activedescendant")).toBe("command-task-add");
    expect(root.querySelector("[aria-selected=true]")?.id).toBe("command-task-add");
  });

  it("words that find nothing go into the composer as they are", async () => {
    await write("order a pizza");
    await key("Enter");
    expect(page.app.draft.value).toBe("order a pizza");
  });
});
