/** @vitest-environment happy-dom */
/** A letter step that failed leads to the connections, but only where no mailbox is connected. */

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppContext } from "../../renderer/app/context";
import { Window as Page } from "../../renderer/components/Window";
import type { AssistantEvent } from "../../shared/state";
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

const failedAt = (kind: string) =>
  tell(samples["step.started"], { ...samples["step.finished"], kind, state: "failed" }, { ...samples["run.finished"], state: "failed" });
const button = () => [...root.querySelectorAll("button")].find((each) => each.textContent?.trim() === "Open connections");

/** The sidecar says how many mailboxes there are. */
async function mailboxes(...accounts: unknown[]): Promise<void> {
  await act(async () => {
    await settled();
    for (const asked of page.socket.asked("mail.accounts")) await page.socket.answer(asked, { accounts });
    await settled();
  });
}

describe("a letter step that failed", () => {
  it("leads to the connections where no mailbox is connected", async () => {
    await failedAt("mail.search");
    await mailboxes();
    await act(async () => {
      button()?.click();
      await settled();
    });
    expect(page.app.view.value).toBe("connections");
  });

  it("leads nowhere where there is one", async () => {
    await failedAt("mail.search");
    await mailboxes({ id: "mail-1", email: "owner@example.com" });
    expect(button()).toBeUndefined();
  });

  it("asks for no mailbox after any other step", async () => {
    await failedAt("note.add");
    expect(page.socket.asked("mail.accounts")).toEqual([]);
    expect(button()).toBeUndefined();
  });
});
