/** The unsent text is never lost. */

import { describe, expect, it } from "vitest";
import { sample } from "../events";
import { emptySnapshot, ScriptedPage, ScriptedStorage } from "../scripted";

const saved = (page: ScriptedPage) => page.sockets.flatMap((socket) => socket.asked("draft.save")).map((request) => request.params["text"]);

describe("the draft", () => {
  it("survives a reload without any connection", () => {
    const storage = new ScriptedStorage();
    new ScriptedPage(storage).app.writeDraft("half a sentence");
    expect(new ScriptedPage(storage).app.draft.value).toBe("half a sentence");
  });

  it("is saved with the sidecar a moment after the last change", async () => {
    const page = new ScriptedPage();
    await page.connect();
    page.app.writeDraft("ha");
    await page.clock.pass(300);
    page.app.writeDraft("half");
    await page.clock.pass(300);
    expect(saved(page)).toEqual([]);
    await page.clock.pass(200);
    expect(saved(page)).toEqual(["half"]);
  });

  it("comes back from the sidecar in a window that has none", async () => {
    const page = new ScriptedPage();
    await page.connect(0, { ...emptySnapshot, draft: "from before" });
    expect(page.app.draft.value).toBe("from before");
  });

  it("of this window wins over the sidecar's copy", async () => {
    const page = new ScriptedPage();
    page.app.writeDraft("mine");
    await page.connect(0, { ...emptySnapshot, draft: "older" });
    expect(page.app.draft.value).toBe("mine");
    expect(saved(page)).toContain("mine");
  });

  it("sent before the connection came does not return from the sidecar's copy", async () => {
    const page = new ScriptedPage();
    page.app.writeDraft("buy tea");
    page.app.sendDraft();
    await page.connect(0, { ...emptySnapshot, draft: "buy tea" });
    expect(page.app.draft.value).toBe("");
    expect(saved(page)).toEqual([""]);
  });

  it("written while the line was broken is saved when it is back", async () => {
    const page = new ScriptedPage();
    await page.connect();
    await page.socket.lose();
    page.app.writeDraft("offline words");
    await page.clock.pass(500);
    await page.welcome(0, null);
    expect(saved(page)).toContain("offline words");
  });

  it("follows another window unless something unsaved stands here", async () => {
    const page = new ScriptedPage();
    await page.connect();
    await page.socket.tell(null, sample("draft.changed", { text: "other window" }));
    expect(page.app.draft.value).toBe("other window");
    page.app.writeDraft("other window and mine");
    await page.socket.tell(null, sample("draft.changed", { text: "other again" }));
    expect(page.app.draft.value).toBe("other window and mine");
  });

  it("told by the sidecar after our own save changes nothing", async () => {
    const page = new ScriptedPage();
    await page.connect();
    page.app.writeDraft("mine");
    await page.socket.tell(null, sample("draft.changed", { text: "min", client: "window-1" }));
    expect(page.app.draft.value).toBe("mine");
  });
});
