/** Text and form follow each other; nothing the owner wrote is ever lost, whatever the connection and the order of answers. */

import { beforeEach, describe, expect, it } from "vitest";
import { ConnectionLost } from "../../renderer/connection/rpc";
import { change, type Form } from "../../renderer/editor/document";
import { EditorSession } from "../../renderer/editor/session";
import { UnsavedTexts } from "../../renderer/editor/unsaved";
import { ScriptedClock, ScriptedStorage, settled } from "../scripted";
import { review } from "./kinds";
import { ScriptedCalls } from "./scripted-calls";

let calls: ScriptedCalls;
let clock: ScriptedClock;
let storage: ScriptedStorage;
let failures: string[];

const titled = (title: string): Form => change(review, ["title"], title);
const rename = (title: string) => (form: Form) => change(form, ["title"], title);

function session(name = "review"): EditorSession {
  return new EditorSession(name, {
    calls, schedule: clock.schedule, unsaved: new UnsavedTexts(storage), now: () => clock.now,
    failed: (error) => void failures.push(error.message), isLost: (error) => error instanceof ConnectionLost,
  });
}

async function opened(name = "review"): Promise<EditorSession> {
  const open = session(name);
  await open.load();
  await settled();
  return open;
}

/** Lets quiet times pass and answers come. */
async function quiet(): Promise<void> {
  await clock.pass(1_000);
  await settled();
  await settled();
}

beforeEach(() => {
  calls = new ScriptedCalls();
  clock = new ScriptedClock();
  storage = new ScriptedStorage();
  failures = [];
});

describe("text and form", () => {
  it("a change of the form is written into the text and then checked", async () => {
    const open = await opened();
    open.edit(rename("Tea"));
    expect(open.form.value?.["title"]).toBe("Tea");
    await quiet();
    expect(JSON.parse(open.text.value)).toEqual(titled("Tea"));
    expect([open.standing.value.ahead, open.checked.value, open.effect.value]).toEqual([null, true, "writes"]);
  });

  it("typing is read after a pause, once, and the form follows", async () => {
    const open = await opened();
    const before = calls.count("read");
    for (const title of ["T", "Te", "Tea"]) open.type(JSON.stringify(titled(title)));
    await quiet();
    expect(calls.count("read")).toBe(before + 1);
    expect(open.form.value?.["title"]).toBe("Tea");
  });

  it("a text that cannot be read keeps the last form and says what is wrong where", async () => {
    const open = await opened();
    open.type("{broken");
    await quiet();
    expect(open.form.value).toEqual(review);
    expect(open.errors.value.map(({ line, column }) => [line, column])).toEqual([[2, 3]]);
  });

  it("the form is changed on top of what was typed a moment before", async () => {
    const open = await opened();
    open.type(JSON.stringify({ ...review, confirm: true }));
    open.edit(rename("Tea"));
    await quiet();
    await quiet();
    expect(open.form.value).toMatchObject({ confirm: true, title: "Tea" });
    expect(JSON.parse(open.text.value)).toMatchObject({ confirm: true, title: "Tea" });
  });

  it("an answer to an older state changes nothing", async () => {
    const open = await opened();
    open.edit(rename("A"));
    calls.hold();
    await clock.pass(1_000);
    open.edit(rename("B"));
    await calls.release();
    await quiet();
    expect([open.form.value?.["title"], JSON.parse(open.text.value).title]).toEqual(["B", "B"]);
  });

  it("the text follows the form while an older text is still being checked", async () => {
    const open = await opened();
    open.edit(rename("A"));
    calls.hold("check");
    await quiet();
    open.edit(rename("B"));
    await quiet();
    expect(JSON.parse(open.text.value).title).toBe("B");
    expect(open.checked.value).toBe(false);
    await calls.release();
    await quiet();
    expect(open.checked.value).toBe(true);
  });
});

describe("taking back", () => {
  it("goes through changes of text and form alike, and the text follows", async () => {
    const open = await opened();
    open.edit(rename("A"));
    await quiet();
    open.type(JSON.stringify(titled("B")));
    await quiet();
    open.undo();
    await quiet();
    expect(JSON.parse(open.text.value).title).toBe("A");
    open.undo();
    await quiet();
    expect(open.form.value).toEqual(review);
    expect(open.changed.value).toBe(false);
    open.redo();
    open.redo();
    await quiet();
    expect(JSON.parse(open.text.value).title).toBe("B");
  });

  it("throwing the changes away can be taken back", async () => {
    const open = await opened();
    open.edit(rename("A"));
    await quiet();
    open.discard();
    await quiet();
    expect(open.changed.value).toBe(false);
    open.undo();
    await quiet();
    expect(open.form.value?.["title"]).toBe("A");
  });
});

describe("unsaved changes", () => {
  it("are there again after the page was loaded anew, even when the text had not followed yet", async () => {
    const open = await opened();
    open.edit(rename("Tea"));
    const again = await opened();
    await quiet();
    expect(again.form.value?.["title"]).toBe("Tea");
    expect(JSON.parse(again.text.value).title).toBe("Tea");
    expect(again.changed.value).toBe(true);
    expect(again.outdated.value).toBe(false);
  });

  it("of a command that the sidecar does not have are kept too", async () => {
    const fresh = session("new-one");
    await fresh.load(JSON.stringify(titled("New")));
    calls.refuse = new Error("There is no such command.");
    const again = session("new-one");
    calls.refuse = null;
    calls.got = { text: "", form: null, version: 0 };
    await again.load();
    expect(again.form.value?.["title"]).toBe("New");
  });

  it("say when the saved command is another one by now", async () => {
    const open = await opened();
    open.edit(rename("Mine"));
    await quiet();
    calls.got = { text: JSON.stringify(titled("Theirs")), version: 4 };
    expect((await opened()).outdated.value).toBe(true);
  });

  it("are forgotten when they are saved", async () => {
    const open = await opened();
    open.edit(rename("Tea"));
    await quiet();
    const saved = await open.save();
    expect([saved?.saved, open.changed.value, open.version.value, new UnsavedTexts(storage).names()]).toEqual([true, false, 4, []]);
  });

  it("thrown away while an answer is under way do not come back with it", async () => {
    const open = await opened();
    const unsaved = new UnsavedTexts(storage);
    calls.hold("check");
    open.edit(rename("Tea"));
    await quiet();
    expect(unsaved.names()).toEqual(["review"]);
    open.leave();
    unsaved.forget("review");
    await calls.release();
    await quiet();
    expect(unsaved.names()).toEqual([]);
  });

  it("left while they are being saved are forgotten once they are", async () => {
    const open = await opened();
    open.edit(rename("Tea"));
    await quiet();
    calls.hold("save");
    const saving = open.save();
    await settled();
    open.leave();
    await calls.release();
    await saving;
    expect(new UnsavedTexts(storage).names()).toEqual([]);
  });

  it("survive a break of the connection and follow when it is back", async () => {
    const open = await opened();
    calls.refuse = new ConnectionLost("gone");
    open.edit(rename("Tea"));
    await quiet();
    expect([open.standing.value.ahead, failures]).toEqual(["form", []]);
    calls.refuse = null;
    await open.sync();
    expect(JSON.parse(open.text.value).title).toBe("Tea");
  });

  it("made while saving stay", async () => {
    const open = await opened();
    open.edit(rename("A"));
    await quiet();
    calls.hold();
    const saving = open.save();
    await settled();
    open.edit(rename("B"));
    await calls.release();
    await saving;
    await quiet();
    expect([open.form.value?.["title"], open.changed.value, open.version.value]).toEqual(["B", true, 4]);
  });
});

describe("another version saved elsewhere", () => {
  it("is taken when nothing was changed here", async () => {
    const open = await opened();
    calls.got = { text: JSON.stringify(titled("Theirs")), form: titled("Theirs"), version: 4 };
    await open.changedElsewhere(4);
    expect([open.form.value?.["title"], open.changed.value, open.version.value]).toEqual(["Theirs", false, 4]);
  });

  it("stands against changes made here, which stay", async () => {
    const open = await opened();
    open.edit(rename("Mine"));
    await quiet();
    calls.got = { text: JSON.stringify(titled("Theirs")), form: titled("Theirs"), version: 4 };
    await open.changedElsewhere(4);
    expect([open.form.value?.["title"], open.outdated.value]).toEqual(["Mine", true]);
  });
});

describe("conflicts", () => {
  const conflict = { sentence: "tea", phrase: "tea", language: "en" as const, kind: "captured" as const, command: "review", rival: "other", winner: "other", heard: "" };

  it("are looked for again when other commands change", async () => {
    const open = await opened();
    await quiet();
    calls.conflicts = [conflict];
    await open.checkAgain();
    expect(open.undecided.value).toHaveLength(1);
  });

  it("block saving until they are decided; what sounds alike does not", async () => {
    calls.conflicts = [conflict, { ...conflict, sentence: "three", kind: "similar" }];
    const open = await opened();
    await quiet();
    expect(open.undecided.value.map((each) => each.sentence)).toEqual(["tea"]);
    open.decide(conflict, "keep");
    expect(open.undecided.value).toEqual([]);
    await open.save();
    expect(calls.asked.find(([method]) => method === "save")?.[1]).toMatchObject({ base: 3, decisions: [{ sentence: "tea", choice: "keep" }] });
    await quiet();
    open.decide(conflict, null);
    expect(open.undecided.value).toHaveLength(1);
  });
});
