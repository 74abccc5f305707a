/** @vitest-environment happy-dom */
/** The editor as the owner meets it: what is shown, what the keys do, what is asked of the sidecar. */

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppContext } from "../../renderer/app/context";
import { Window as Page } from "../../renderer/components/Window";
import type { Form } from "../../renderer/editor/document";
import type { Conflict, RehearsedStep } from "../../renderer/editor/wire";
import type { Method } from "../../shared/methods";
import { ScriptedPage, ScriptedStorage, settled } from "../scripted";
import { kindList, review } from "./kinds";

let page: ScriptedPage;
let storage: ScriptedStorage;
let root: HTMLElement;
/** Answers by method; JSON stands for YAML. */
let answers: { [method: string]: (params: { [name: string]: unknown }) => unknown };
let conflicts: Conflict[];
let answered: number;

beforeEach(async () => {
  document.body.innerHTML = "<div id='app'></div>";
  root = document.getElementById("app") as HTMLElement;
  storage = new ScriptedStorage();
  conflicts = [];
  answers = {
    "commands.get": ({ name }) => ({ name, text: JSON.stringify(review), form: review, origin: "owner", replaces: false, version: 3, enabled: true, faults: [], file: "" }),
    "commands.read": ({ text, check }) => read(String(text), check !== false),
    "commands.write": ({ form }) => ({ text: JSON.stringify(form) }),
    "commands.kinds": () => ({
      kinds: kindList.map(({ schema, options, named, ...kind }) => ({ ...kind, parameters: schema, beside: options ?? {}, named_blocks: named, example: null })),
    }),
    "commands.save": ({ name, text, base }) => ({ name, text, version: Number(base) + 1, saved: true, replaces: false, faults: [], conflicts: [] }),
    "commands.rehearse": () => rehearsal,
    "commands.phrases": () => ({ samples: ["review my tasks today"], count: 8, problem: {} }),
    "triggers.read": ({ spec }) => (spec === "at nine"
      ? { words: {}, next: [], problem: { en: "That is no time that comes again.", ru: "Это не повторяющееся время." } }
      : { words: { en: "every day", ru: "каждый день" }, next: ["2026-11-28T09:00:00Z"], problem: {} }),
    "commands.versions": () => ({ versions: [{ number: 3, at: "2026-11-20T10:00:00Z", why: "edited", turn: "", removed: false, current: true }, { number: 2, at: "2026-11-19T10:00:00Z", why: "told", turn: "", removed: false, current: false }] }),
    "commands.version": () => ({ text: JSON.stringify({ ...review, title: "Old" }), difference: [{ where: "title", kind: "changed", text: { en: "the title changed", ru: "название" }, before: null, after: null }], unified: "-a\n+b" }),
    "commands.roll_back": ({ name }) => ({ name, text: JSON.stringify({ ...review, title: "Old" }), version: 4, saved: true, replaces: false, faults: [], conflicts: [] }),
    "commands.create": () => ({ name: "tea", text: JSON.stringify({ title: "Tea", steps: [{ say: "hello" }] }) }),
    "commands.remove": ({ name }) => ({ name, version: 4, built_in: false }),
  };
  await start();
});

afterEach(() => render(null, root));

function read(text: string, check: boolean): unknown {
  try {
    return { form: JSON.parse(text), faults: [], conflicts: check ? conflicts : [], effect: "writes" };
  } catch {
    return { form: null, faults: [{ file: "review.yaml", message: { en: "This is no YAML.", ru: "Это не YAML." }, line: 2, column: 3, severity: "error" }], conflicts: [], effect: "reads" };
  }
}

const passed = (path: string, index: number | null, value: unknown, state: RehearsedStep["state"] = "done", kind = "say"): RehearsedStep => ({
  number: 0, path, kind, params: { text: "x" }, value, state, index, total: index === null ? null : 2, error: state === "failed" ? "There is no such task." : "", seconds: 0, line: 0,
});
const rehearsal = {
  steps: [
    passed("tasks", null, ["buy tea"], "done", "task.list"), passed("found[0].1.say", 0, "buy tea"), passed("found[1].1.say", 1, "call Anna"),
    passed("found[1].2.if.steps.made", 1, { id: "imagined" }, "imagined", "task.add"), passed("found", null, ["buy tea", "call Anna"], "done", "for_each"), passed("3.say", null, null, "failed"),
  ],
  result: ["buy tea"], error: "There is no such task.", cut: false, said: ["buy tea", "call Anna"], slots: { when: "today" },
};

async function start(): Promise<void> {
  page = new ScriptedPage(storage);
  answered = 0;
  await act(async () => {
    render(<AppContext.Provider value={page.app}><Page /></AppContext.Provider>, root);
    await page.connect();
  });
  await done();
}

/** Answers everything that is asked, until nothing more is. */
async function done(): Promise<void> {
  for (let quiet = 0; quiet < 2; quiet++) {
    await act(async () => {
      await page.clock.pass(700);
      for (; answered < page.socket.sent.length; answered++) {
        const request = page.socket.sent[answered];
        const answer = request && answers[request.method];
        if (request && answer) await page.socket.answer(request, answer(request.params));
      }
      await settled();
    });
    if (answered < page.socket.sent.length) quiet = -1;
  }
}

async function edit(): Promise<void> {
  await act(async () => void page.app.editors.open("review"));
  await done();
}

const within = (scope: ParentNode, name: string): HTMLElement | undefined =>
  [...scope.querySelectorAll<HTMLElement>("button, input, textarea, select, [role=option], [role=tab]")].find((each) => labelled(each) === name || each.textContent?.trim() === name);
const labelled = (each: HTMLElement): string | null =>
  each.getAttribute("aria-label") ?? (each.id ? (root.querySelector(`label[for="${each.id}"]`)?.textContent ?? null) : null) ?? each.closest("label")?.querySelector(".field-label")?.textContent ?? null;
function named(name: string): HTMLElement {
  const found = within(root, name);
  if (!found) throw new Error(`nothing is called ${name}`);
  return found;
}

async function press(name: string): Promise<void> {
  await act(() => named(name).click());
  await done();
}

async function write(name: string, text: string): Promise<void> {
  await act(() => {
    const field = named(name) as HTMLInputElement;
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await done();
}

async function choose(name: string, value: string): Promise<void> {
  await act(() => {
    const field = named(name) as HTMLSelectElement;
    field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await done();
}

async function key(target: Element | null, name: string, with_: KeyboardEventInit = {}): Promise<void> {
  await act(() => void (target ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { key: name, code: name.length === 1 ? `Key${name.toUpperCase()}` : name, bubbles: true, cancelable: true, ...with_ })));
  await done();
}

const heads = () => [...root.querySelectorAll<HTMLButtonElement>(".step-head")];
const head = (words: string) => heads().find((each) => each.textContent?.includes(words)) ?? null;
const yaml = () => JSON.parse((named("The command as YAML") as HTMLTextAreaElement).value) as Form;
const sent = (method: Method) => page.socket.asked(method).pop()?.params;

describe("the form", () => {
  beforeEach(edit);

  it("reads a loop as a sentence and a branch as a question", () => {
    expect(heads().map((each) => each.textContent?.replace(/\s+/g, " "))).toEqual([
      "Step 1 List the tasks as tasks", "Step 2 For each task in tasksas found", "Step 1 Show in the conversation task.text", "Step 2 If task.due",
      "Step 1 Add a task task.textas made", "Step 1 Show in the conversation no time", "Step 3 Show in the conversation All done by when | moment · found",
    ]);
  });

  it("says when the command starts by itself, and what that comes to", async () => {
    await press("Add what starts it");
    expect(yaml()["triggers"]).toEqual([{ every: "every day at nine" }]);
    const outlook = () => root.querySelector(".trigger-outlook")?.textContent ?? "";
    expect(outlook()).toContain("every day: ");
    await write("Start 1: at times, in words", "at nine");
    expect([outlook(), sent("triggers.read")]).toEqual(["That is no time that comes again.", { kind: "every", spec: "at nine" }]);
    await press("More about start 1");
    await choose("Start 1: if missed", "skip");
    await write("Start 1: when", "tomorrow");
    expect(yaml()["triggers"]).toEqual([{ every: "at nine", missed: "skip", slots: { when: "tomorrow" } }]);
    await choose("Kind of start 1", "after");
    expect(yaml()["triggers"]).toEqual([{ after: "", slots: { when: "tomorrow" } }]);
    await press("Remove start 1");
    expect(yaml()["triggers"]).toBeUndefined();
    expect(document.activeElement).toBe(named("Add what starts it"));
    await key(root, "z", { ctrlKey: true });
    expect(yaml()["triggers"]).toEqual([{ after: "", slots: { when: "tomorrow" } }]);
  });

  it("changes the text, and the text changes the form", async () => {
    await write("Title: English", "Go through the tasks");
    expect(yaml()["title"]).toEqual({ en: "Go through the tasks", ru: "Разобрать задачи" });
    await write("The command as YAML", JSON.stringify({ ...review, title: { en: "Tea", ru: "Чай" } }));
    expect((named("Title: English") as HTMLInputElement).value).toBe("Tea");
  });

  it("a phrase is added by writing into the empty line", async () => {
    await write("What you say, English: One more way to say it", "look at my tasks");
    expect((yaml()["phrases"] as { en: string[] }).en).toEqual(["review my tasks {when}", "look at my tasks"]);
    await press("Remove: look at my tasks");
    expect((yaml()["phrases"] as { en: string[] }).en).toHaveLength(1);
  });

  it("tells what a template covers", async () => {
    await write("Phrase 1, English", "review [my] tasks");
    await act(() => new Promise((ready) => setTimeout(ready, 520)));
    await done();
    expect(root.querySelector(".covers")?.textContent).toContain("covers 8 sentences");
    expect(root.querySelector(".covers")?.textContent).toContain("review my tasks today");
  });

  it("a slot gets another kind, a standard value and a question", async () => {
    await act(() => {
      const select = named("Kind of when") as HTMLSelectElement;
      select.value = "period";
      select.dispatchEvent(new Event("change", { bubbles: true }));
    });
    await done();
    await press("More about when");
    await write("Question when it is missing: Russian", "Когда?");
    expect(yaml()["slots"]).toEqual({ when: { type: "period", default: "today", ask: "Когда?" } });
  });

  it("what is in the way is told at its step and at its line", async () => {
    await write("The command as YAML", "{\n  broken");
    expect(root.querySelector(".fault")?.textContent).toBe("Line 2 This is no YAML.");
    expect(root.querySelector(".gutter [data-fault=error]")?.textContent).toBe("2");
    await act(() => (root.querySelector(".fault") as HTMLElement).click());
    const area = named("The command as YAML") as HTMLTextAreaElement;
    expect([document.activeElement, area.selectionStart]).toEqual([area, 4]);
  });
});

describe("steps by keyboard", () => {
  beforeEach(edit);

  it("are moved along, into a block and out of it, and the focus stays on them", async () => {
    await key(head("All done"), "ArrowRight", { altKey: true });
    expect((yaml()["steps"] as { steps: unknown[] }[])[1]?.steps).toHaveLength(3);
    expect(document.activeElement).toBe(head("All done"));
    expect(root.querySelector(".editor > [role=status]")?.textContent).toBe("Moved: 3 of 3");
    await key(head("All done"), "ArrowUp", { altKey: true });
    await key(head("All done"), "ArrowLeft", { altKey: true });
    expect(yaml()["steps"]).toEqual(review["steps"]);
    await key(head("List the tasks"), "ArrowUp", { altKey: true });
    expect(root.querySelector(".editor > [role=status]")?.textContent).toBe("It cannot go further there.");
  });

  it("are doubled and removed, and Ctrl+Z brings them back", async () => {
    await key(head("All done"), "d", { ctrlKey: true });
    expect(yaml()["steps"]).toHaveLength(4);
    await key(head("List the tasks"), "Delete");
    expect(yaml()["steps"]).toHaveLength(3);
    await key(document.body, "z", { ctrlKey: true });
    await key(document.body, "z", { ctrlKey: true });
    expect(yaml()["steps"]).toEqual(review["steps"]);
    await key(document.body, "y", { ctrlKey: true });
    expect(yaml()["steps"]).toHaveLength(4);
  });

  it("are walked through with the arrows, blocks included", async () => {
    await act(() => head("List the tasks")?.focus());
    for (let n = 0; n < 3; n++) await key(document.activeElement, "ArrowDown");
    expect(document.activeElement?.textContent).toContain("If task.due");
  });

  it("a new one is found by its words, put in and opened", async () => {
    await press("Add a step: each time");
    const field = root.querySelector<HTMLInputElement>("[role=combobox]");
    await act(() => {
      if (field) field.value = "add a task";
      field?.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await key(field, "Enter");
    expect((yaml()["steps"] as { steps: unknown[] }[])[1]?.steps[2]).toEqual({ "task.add": "" });
    await write("Text", "Tea");
    expect((yaml()["steps"] as { steps: unknown[] }[])[1]?.steps[2]).toEqual({ "task.add": "Tea" });
  });

  it("an earlier result is picked instead of written, and is a chip", async () => {
    await act(() => head("no time")?.click());
    await press("Insert a value: Text: English");
    const options = [...root.querySelectorAll("[role=option]")].map((each) => each.textContent);
    expect(options.slice(0, 3)).toEqual(["task", "number", "tasksList the tasks"]);
    await act(() => (root.querySelector("[role=option]") as HTMLElement).click());
    await done();
    expect(JSON.stringify(yaml())).toContain('{"say":"no time{{ task }}"}');
    expect(root.querySelector(".step-fields .chip.small")?.textContent).toBe("task");
  });
});

describe("a dry run", () => {
  beforeEach(edit);

  it("takes a sentence and shows every pass, what was imagined and where it failed", async () => {
    await press("Dry run");
    await write("Say it", "review my tasks");
    await act(() => (root.querySelector(".try-form") as HTMLFormElement).requestSubmit());
    await done();
    expect(sent("commands.rehearse")).toMatchObject({ name: "review", sentence: "review my tasks", slots: {}, language: "en" });
    const result = root.querySelector(".try-result")?.textContent ?? "";
    expect(result).toContain("pass 1 of 2");
    expect(result).toContain("imagined, nothing changed");
    expect(result).toContain("There is no such task.");
    expect([...root.querySelectorAll(".outcome")].map((each) => each.getAttribute("data-state"))).toEqual(["done", "done", "done", "imagined", "failed"]);
    expect(head("Show in the conversation task.text")?.closest(".step-block")?.textContent).toContain("2 passes");
    await write("Title: English", "Other");
    expect(root.querySelector(".try-result")?.textContent).toContain("The command was changed since this run.");
  });
});

describe("saving", () => {
  beforeEach(edit);

  it("tells the version and forgets what was kept", async () => {
    await write("Title: English", "Tea");
    await key(document.body, "s", { ctrlKey: true });
    expect(sent("commands.save")).toMatchObject({ name: "review", base: 3, why: "edited", decisions: [] });
    expect(page.app.toasts.value.map((toast) => toast.text)).toEqual(["Saved, version 4. You can say it now."]);
    expect((named("Save") as HTMLButtonElement).disabled).toBe(true);
  });

  it("a captured phrase must be decided first", async () => {
    conflicts = [{ sentence: "review my tasks", phrase: "review my tasks {when}", language: "en", kind: "captured", command: "review", rival: "task-list", winner: "task-list", heard: "" }];
    await write("Title: English", "Tea");
    await press("Save");
    expect(sent("commands.save")).toBeUndefined();
    expect(root.querySelector(".conflicts")?.textContent).toContain("would be won by “task-list”");
    await press("Save all the same");
    await press("Save");
    expect(sent("commands.save")).toMatchObject({ decisions: [{ sentence: "review my tasks", choice: "keep" }] });
  });

  it("is not possible with an error", async () => {
    await write("The command as YAML", "{broken");
    await press("Save");
    expect(sent("commands.save")).toBeUndefined();
    expect(page.app.toasts.value[0]?.text).toBe("The errors must be fixed before it can be saved.");
  });
});

describe("leaving", () => {
  beforeEach(edit);

  it("without changes just leaves, with changes asks; kept ones are there again", async () => {
    await write("Title: English", "Tea");
    await press("Close the editor");
    expect(root.querySelector("dialog")?.textContent).toContain("The changes to Tea are not saved.");
    await press("Keep for later");
    expect(root.querySelector(".unsaved-list")?.textContent).toContain("review");
    await edit();
    expect((named("Title: English") as HTMLInputElement).value).toBe("Tea");
  });

  it("thrown away changes are gone", async () => {
    await write("Title: English", "Tea");
    await press("Close the editor");
    await press("Throw away");
    expect(root.querySelector(".unsaved-list")).toBeNull();
  });

  it("the page loaded anew goes on where it was", async () => {
    await write("Title: English", "Tea");
    render(null, root);
    await start();
    expect((named("Title: English") as HTMLInputElement).value).toBe("Tea");
    expect(root.querySelector(".unsaved")?.textContent).toBe("not saved");
  });
});

describe("the whole command", () => {
  it("a new one is named, opened and not saved yet", async () => {
    await press("Commands");
    await press("New command");
    await write("What shall it be called?", "Tea");
    await act(() => (root.querySelector(".inline-form") as HTMLFormElement).requestSubmit());
    await done();
    expect(sent("commands.create")).toMatchObject({ title: "Tea", language: "en" });
    expect(root.querySelector(".editor h2")?.textContent).toBe("Tea");
    expect(root.querySelector(".standing")?.textContent).toContain("never saved");
  });

  it("versions show what they changed and can be gone back to", async () => {
    await edit();
    await press("Versions");
    const [, second] = root.querySelectorAll<HTMLDetailsElement>("details.version");
    await act(() => {
      if (second) second.open = true;
      second?.dispatchEvent(new Event("toggle"));
    });
    await done();
    await press("Roll back to this version");
    expect(sent("commands.roll_back")).toMatchObject({ name: "review", number: 2 });
    expect(root.querySelector(".editor h2")?.textContent).toBe("Old");
  });

  it("a deleted one can be brought back", async () => {
    await edit();
    await press("More actions");
    await press("Delete");
    expect(page.app.view.value).toBe("commands");
    await act(() => page.app.toasts.value[0]?.undo?.());
    await done();
    expect(sent("commands.roll_back")).toMatchObject({ name: "review", number: 4 });
  });

  it("tests are written beside it and say whether they hold", async () => {
    await edit();
    await press("Tests");
    await write("Sentences that are this command: One more sentence", "review the tasks");
    expect(root.querySelector(".test-state")?.textContent?.trim()).toBe("holds");
    await press("YAML");
    expect(yaml()["tests"]).toEqual([{ say: "review the tasks" }]);
  });

  it("a test says what its sentence gives the slots, or does not look at it", async () => {
    await edit();
    await press("Tests");
    await write("Sentences that are this command: One more sentence", "review the tasks of tomorrow");
    expect(root.querySelector(".covers summary")?.textContent).toBe("gives 0 values");
    await write("Sentence 1 gives when", "tomorrow");
    expect(root.querySelector(".covers summary")?.textContent).toBe("gives 1 value");
    await press("YAML");
    expect(yaml()["tests"]).toEqual([{ say: "review the tasks of tomorrow", slots: { when: "tomorrow" } }]);
    await press("Tests");
    await write("Sentence 1 gives when", "");
    await press("YAML");
    expect(yaml()["tests"]).toEqual([{ say: "review the tasks of tomorrow" }]);
  });
});
