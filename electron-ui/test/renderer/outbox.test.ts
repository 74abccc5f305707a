/** What the owner sends: once, in order, through every break. */

import { describe, expect, it } from "vitest";
import { samples } from "../events";
import { ScriptedPage, ScriptedStorage } from "../scripted";

const said = (page: ScriptedPage) => page.sockets.flatMap((socket) => socket.asked("turn.say")).map((request) => request.params["text"]);

describe("sending", () => {
  it("a sentence goes out with a key of its own", async () => {
    const page = new ScriptedPage();
    await page.connect();
    page.app.writeDraft("  buy tea ");
    page.app.sendDraft();
    expect(page.socket.asked("turn.say")[0]?.params).toEqual({ text: "buy tea", replaces: null, source: "keyboard", language: null, key: "key-1" });
    expect(page.app.draft.value).toBe("");
  });

  it("an empty sentence is not sent", async () => {
    const page = new ScriptedPage();
    await page.connect();
    page.app.writeDraft("   ");
    page.app.sendDraft();
    expect(said(page)).toEqual([]);
  });

  it("a corrected sentence names the one it replaces", async () => {
    const page = new ScriptedPage();
    await page.connect();
    page.app.say("buy teas", "t1");
    expect(page.socket.asked("turn.say")[0]?.params["replaces"]).toBe("t1");
  });

  it("sentences wait for one another", async () => {
    const page = new ScriptedPage();
    await page.connect();
    page.app.say("one");
    page.app.say("two");
    expect(said(page)).toEqual(["one"]);
    await page.socket.answer(page.socket.asked("turn.say")[0], { turn: "t1" });
    expect(said(page)).toEqual(["one", "two"]);
  });
});

describe("without a connection", () => {
  it("what is said waits and goes out in order when it is back", async () => {
    const page = new ScriptedPage();
    page.app.say("one");
    page.app.say("two");
    expect(page.app.outbox.value).toHaveLength(2);
    await page.connect();
    await page.socket.answer(page.socket.asked("turn.say")[0], { turn: "t1" });
    await page.socket.answer(page.socket.asked("turn.say")[1], { turn: "t2" });
    expect(said(page)).toEqual(["one", "two"]);
    expect(page.app.outbox.value).toEqual([]);
  });

  it("a sentence whose answer was lost is sent again under the same key", async () => {
    const page = new ScriptedPage();
    await page.connect();
    page.app.say("one");
    await page.socket.lose();
    await page.clock.pass(250);
    await page.welcome(0, null);
    const keys = page.sockets.flatMap((socket) => socket.asked("turn.say")).map((request) => request.params["key"]);
    expect(keys).toEqual(["key-1", "key-1"]);
  });

  it("what waits survives a reload of the page", async () => {
    const storage = new ScriptedStorage();
    const before = new ScriptedPage(storage);
    before.app.say("one");
    before.app.say("two");
    const after = new ScriptedPage(storage);
    await after.connect();
    await after.socket.answer(after.socket.asked("turn.say")[0], { turn: "t1" });
    await after.socket.answer(after.socket.asked("turn.say")[1], { turn: "t2" });
    expect(said(after)).toEqual(["one", "two"]);
    expect(storage.length).toBe(1);
    expect(storage.getItem("symbiote.draft")).toBe("");
  });

  it("an old Stop is not sent late: it was meant for what ran then", async () => {
    const page = new ScriptedPage();
    void page.app.act("run.cancel_all", {});
    await page.clock.pass(60_000);
    await page.connect();
    expect(page.socket.asked("run.cancel_all")).toEqual([]);
    expect(page.app.outbox.value).toEqual([]);
  });
});

describe("refusals", () => {
  it("a refused sentence comes back into an empty composer, with the reason", async () => {
    const page = new ScriptedPage();
    await page.connect();
    page.app.say("too long");
    await page.socket.refuse(page.socket.asked("turn.say")[0], "That is too long.");
    expect(page.app.draft.value).toBe("too long");
    expect(page.app.toasts.value[0]?.text).toContain("That is too long.");
    expect(page.app.outbox.value).toEqual([]);
  });

  it("a refusal does not hold up what waits behind it", async () => {
    const page = new ScriptedPage();
    await page.connect();
    page.app.say("one");
    page.app.say("two");
    await page.socket.refuse(page.socket.asked("turn.say")[0], "No.");
    expect(said(page)).toEqual(["one", "two"]);
  });
});

describe("stop", () => {
  it("leaves the draft and everything on the screen alone", async () => {
    const page = new ScriptedPage();
    await page.connect();
    await page.socket.tell(1, samples["utterance.received"]);
    page.app.writeDraft("half a sentence");
    const before = page.app.state.value;
    void page.app.act("run.cancel_all", {});
    await page.socket.answer(page.socket.asked("run.cancel_all")[0], { count: 1 });
    expect(page.app.draft.value).toBe("half a sentence");
    expect(page.app.state.value).toBe(before);
  });
});
