/** @vitest-environment happy-dom */
/** What was learned and what was not understood, as the owner meets it: what is shown, and what a press sends. */

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppContext } from "../../renderer/app/context";
import { LearnedView } from "../../renderer/views/LearnedView";
import { ProposalsView } from "../../renderer/views/ProposalsView";
import { AT } from "../events";
import { ScriptedPage, settled } from "../scripted";

let page: ScriptedPage;
let root: HTMLElement;

beforeEach(async () => {
  document.body.innerHTML = "<div id='app'></div>";
  root = document.getElementById("app") as HTMLElement;
  page = new ScriptedPage();
  await act(async () => page.connect());
});

afterEach(() => render(null, root));

const press = (name: string) =>
  act(async () => {
    [...root.querySelectorAll("button")].find((each) => (each.getAttribute("aria-label") ?? each.textContent) === name)?.click();
    await settled();
  });

async function open(view: preact.JSX.Element): Promise<void> {
  await act(async () => {
    render(<AppContext.Provider value={page.app}>{view}</AppContext.Provider>, root);
    await settled();
  });
}

describe("what was learned", () => {
  const phrase = { id: "l1", text: "show my stuff", language: "en", command: "note-list", title: { en: "My notes" }, at: AT, turn: "t1", reason: "you corrected", used: AT };

  it("is shown with its reason, and forgotten by a press", async () => {
    await open(<LearnedView />);
    await act(async () => page.socket.answer(page.socket.asked("learned.list")[0], { learned: [phrase], days: 90 }));
    expect(root.textContent).toContain("show my stuff");
    expect(root.textContent).toContain("My notes");
    expect(root.textContent).toContain("90 days");
    await press("Forget: show my stuff");
    expect(page.socket.asked("learned.remove")[0]?.params).toMatchObject({ id: "l1" });
  });

  it("says how to correct while there is nothing", async () => {
    await open(<LearnedView />);
    await act(async () => page.socket.answer(page.socket.asked("learned.list")[0], { learned: [], days: 90 }));
    expect(root.textContent).toContain("no, I meant my notes");
  });
});

describe("what was not understood", () => {
  it("is taught from a draft, or taken off the list", async () => {
    await open(<ProposalsView />);
    const proposal = { id: "p1", text: "polish the wing", at: AT, closest: {} };
    await act(async () => page.socket.answer(page.socket.asked("proposals.list")[0], { proposals: [proposal] }));
    await press("Dismiss: polish the wing");
    expect(page.socket.asked("proposals.dismiss")[0]?.params).toMatchObject({ id: "p1" });
    await press("Make it a command: polish the wing");
    expect(page.socket.asked("proposals.draft")[0]?.params).toMatchObject({ id: "p1" });
  });
});
