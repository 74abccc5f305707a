/** The line to the sidecar: hello, gaps, lost connections. */

import { describe, expect, it } from "vitest";
import { samples } from "../events";
import { ScriptedPage } from "../scripted";

describe("saying hello", () => {
  it("the token goes out as the first frame, with nothing known at first", async () => {
    const page = new ScriptedPage();
    await page.connect();
    expect(page.socket.sent[0]).toMatchObject({ method: "session.hello", params: { token: "secret", since: null, client: "window-1" } });
    expect(page.app.status.value).toBe("online");
    expect(page.app.dataFolder.value).toBe("/home/owner/symbiote");
  });

  it("a wrong token is said and tried again only seldom", async () => {
    const page = new ScriptedPage();
    page.app.connect();
    page.socket.onopen?.();
    await page.socket.lose(4401);
    expect(page.app.status.value).toBe("refused");
    await page.clock.pass(5_000);
    expect(page.sockets).toHaveLength(1);
  });
});

describe("a lost connection", () => {
  it("comes back by itself and asks only for what was missed", async () => {
    const page = new ScriptedPage();
    await page.connect();
    await page.socket.tell(1, samples["utterance.received"]);
    await page.socket.lose();
    await page.clock.pass(250);
    await page.welcome(2, null);
    expect(page.socket.sent[0]?.params["since"]).toBe(1);
    await page.socket.tell(2, samples["plan.proposed"]);
    expect(page.app.state.value.turns["t1"]?.plan?.clauses).toHaveLength(2);
  });

  it("is tried again after ever longer pauses, up to a bound", async () => {
    const page = new ScriptedPage();
    page.app.connect();
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 8; attempt++) {
      const before = page.sockets.length;
      await page.socket.lose();
      let waited = 0;
      while (page.sockets.length === before) {
        waited += 250;
        await page.clock.pass(250);
      }
      pauses.push(waited);
    }
    expect(pauses).toEqual([250, 500, 1000, 2000, 2000, 2000, 2000, 2000]);
  });

  it("is said to the owner only when it lasts", async () => {
    const page = new ScriptedPage();
    await page.connect();
    await page.socket.lose();
    expect(page.app.away.value).toBe(false);
    await page.clock.pass(3_000);
    expect(page.app.away.value).toBe(true);
    await page.welcome(0, null);
    expect(page.app.away.value).toBe(false);
  });

  it("keeps everything on the screen", async () => {
    const page = new ScriptedPage();
    await page.connect();
    await page.socket.tell(1, samples["utterance.received"]);
    await page.socket.lose();
    expect(page.app.state.value.entries).toHaveLength(1);
  });
});

describe("missed events", () => {
  it("a gap in the numbers is fetched again before anything is shown", async () => {
    const page = new ScriptedPage();
    await page.connect(4);
    await page.socket.tell(6, samples["plan.proposed"]);
    expect(page.app.state.value.seq).toBe(4);
    expect(page.sockets).toHaveLength(2);
    await page.welcome(6, null);
    expect(page.socket.sent[0]?.params["since"]).toBe(4);
    await page.socket.tell(5, samples["utterance.received"]);
    await page.socket.tell(6, samples["plan.proposed"]);
    expect(page.app.state.value).toMatchObject({ seq: 6, turns: { t1: { text: "buy tea and call Anna" } } });
  });

  it("a hole in the history itself is passed over", async () => {
    const page = new ScriptedPage();
    await page.connect(4);
    await page.socket.tell(7, samples["utterance.received"]);
    await page.welcome(7, null);
    await page.socket.tell(7, samples["utterance.received"]);
    expect(page.app.state.value.seq).toBe(7);
    expect(page.sockets).toHaveLength(2);
  });

  it("a page told that it lagged asks again at once", async () => {
    const page = new ScriptedPage();
    await page.connect(3);
    await page.socket.receive({ jsonrpc: "2.0", method: "resync", params: {} });
    await page.welcome(3, null);
    expect(page.socket.sent[0]?.params["since"]).toBe(3);
  });

  it("what an old connection still sends is not listened to", async () => {
    const page = new ScriptedPage();
    await page.connect(3);
    const old = page.socket;
    await old.receive({ jsonrpc: "2.0", method: "resync", params: {} });
    await old.tell(4, samples["utterance.received"]);
    expect(page.app.state.value.seq).toBe(3);
  });

  it("frames that are no messages are passed over", async () => {
    const page = new ScriptedPage();
    await page.connect();
    page.socket.onmessage?.({ data: "not json" });
    page.socket.onmessage?.({ data: new ArrayBuffer(4) });
    await page.socket.receive({ jsonrpc: "2.0", method: "later.invented", params: {} });
    await page.socket.receive(["a batch"]);
    expect(page.app.status.value).toBe("online");
  });
});
