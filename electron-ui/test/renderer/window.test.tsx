/** @vitest-environment happy-dom */
/** The window as the owner meets it: what is shown, and what a press sends. */

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppContext } from "../../renderer/app/context";
import { Window as Page } from "../../renderer/components/Window";
import type { AssistantEvent } from "../../shared/state";
import { AT, clause, sample, samples } from "../events";
import { emptySnapshot, ScriptedPage, settled } from "../scripted";

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
});

afterEach(() => render(null, root));

async function tell(...events: AssistantEvent[]): Promise<void> {
  await act(async () => {
    for (const event of events) await page.socket.tell(++seq, event);
  });
}

async function press(element: Element | null | undefined): Promise<void> {
  await act(async () => {
    (element as HTMLElement).click();
    await settled();
  });
}

const named = (name: string, within: ParentNode = root): HTMLElement | undefined =>
  [...within.querySelectorAll<HTMLElement>("button, [role=option], input, textarea")].find(
    (each) => (each.getAttribute("aria-label") ?? each.textContent?.trim()) === name,
  );
const log = (): Element => root.querySelector("[role=log]") as Element;
const sentLast = () => page.socket.sent[page.socket.sent.length - 1];

describe("the conversation", () => {
  it("says what to try while it is empty, and an example goes into the composer", async () => {
    await press(root.querySelector(".examples button"));
    expect(page.app.draft.value).toBe("show my plans for today and remind me in 20 minutes about the tea");
  });

  it("shows the words, the plan with all clauses and what came of them", async () => {
    await tell(samples["utterance.received"], samples["plan.proposed"], samples["command.unmatched"], samples["run.started"], samples["message.said"], samples["run.finished"]);
    expect(log().textContent).toContain("buy tea and call Anna");
    expect(log().textContent).toContain("2 commands");
    expect(log().textContent).toContain("Added.");
    expect(log().textContent).toContain("Done · 500 ms");
    expect(log().textContent).toContain("No command for this yet");
  });

  it("an unmatched clause offers the closest commands", async () => {
    await tell(samples["utterance.received"], samples["plan.proposed"], samples["command.unmatched"]);
    await press(log().querySelector(".choices button"));
    expect(sentLast()).toMatchObject({ method: "plan.decide", params: { plan: "p1", clause: 1, action: "choose", command: "task.add" } });
  });

  it("a waiting clause can be skipped", async () => {
    await tell(samples["utterance.received"], samples["plan.proposed"]);
    await press(named("Skip: Add a task"));
    expect(sentLast()).toMatchObject({ method: "plan.decide", params: { clause: 0, action: "skip" } });
  });

  it("fixed words run again in place of those misheard", async () => {
    await tell(samples["utterance.received"]);
    await press(named("Fix the words"));
    const field = named("The words as they should be") as HTMLInputElement;
    await act(() => {
      field.value = "buy teas";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await press(named("Run again"));
    expect(sentLast()).toMatchObject({ method: "turn.say", params: { text: "buy teas", replaces: "t1" } });
  });

  it("a step without proof is shown as unconfirmed, never as done", async () => {
    await tell(samples["utterance.received"], samples["plan.proposed"], samples["run.started"], samples["step.started"], sample("step.finished", { state: "unconfirmed", receipt: null }), sample("run.finished", { state: "unconfirmed" }));
    const head = log().querySelector("[data-state=unconfirmed]");
    expect(head?.textContent).toContain("Unconfirmed");
    expect(head?.textContent).not.toContain("Done");
  });

  it("a loop shows which pass it is on and what the passes gave", async () => {
    const loop = (index: number) => sample("loop.progressed", { path: "each", index, total: 3, item: `letter ${index}`, collected: index });
    const verdict = (index: number) => sample("step.finished", { path: `each[${index}].verdict`, value: `verdict ${index}`, receipt: null });
    await tell(samples["utterance.received"], samples["plan.proposed"], samples["run.started"], loop(0), verdict(0), loop(1), verdict(1), loop(2));
    expect(log().querySelector(".progress-text")?.textContent).toContain("3 of 3");
    expect([...log().querySelectorAll(".pass-gave")].map((each) => each.textContent)).toEqual(["verdict 0", "verdict 1", ""]);
  });

  it("a loop of hundreds of passes a second is shown as it stands every moment, and its end at once", async () => {
    const loop = (index: number, finished = false) => sample("loop.progressed", { path: "each", index, total: 500, item: `letter ${index}`, finished });
    const at = () => log().querySelector(".progress-text")?.textContent;
    await tell(samples["utterance.received"], samples["plan.proposed"], samples["run.started"]);
    await tell(...Array.from({ length: 400 }, (_, index) => loop(index)));
    expect(at()).toContain("10 of 500");
    await act(async () => page.clock.pass(50));
    expect(at()).toContain("400 of 500");
    await tell(loop(500, true), samples["run.finished"]);
    expect(log().querySelector("[data-state=done]")).not.toBeNull();
    expect(page.sockets).toHaveLength(1);
  });

  it("a failed run says why and can be tried again", async () => {
    await tell(samples["utterance.received"], samples["plan.proposed"], samples["run.started"], sample("run.finished", { state: "failed", error: "The disk is full." }));
    expect(log().textContent).toContain("The disk is full.");
    await press(named("Try again"));
    expect(sentLast()).toMatchObject({ method: "run.retry", params: { run: "r1" } });
  });

  it("what can be undone offers it once", async () => {
    await tell(samples["utterance.received"], samples["plan.proposed"], samples["run.started"], samples["step.finished"], samples["run.finished"]);
    await press(named("Undo"));
    expect(sentLast()?.method).toBe("undo.last");
    await tell(samples["action.undone"]);
    expect(named("Undo")).toBeUndefined();
    expect(log().textContent).toContain("Undone: task removed");
  });

  it("text of the assistant is text, never markup", async () => {
    await tell(samples["utterance.received"], sample("message.said", { run: "", text: "<img src=x onerror=alert(1)>", link: "javascript:alert(1)" }));
    expect(log().querySelector("img, a")).toBeNull();
    expect(log().textContent).toContain("<img src=x");
  });

  it("a missed reminder can be put off", async () => {
    await tell(samples["reminder.missed"]);
    expect(log().textContent).toContain("While you were away");
    expect(log().textContent).toContain("missed 3 times");
    await press(named("Later: 10 min"));
    expect(page.socket.asked("reminder.snooze")[0]?.params).toMatchObject({ record: "rec-1", minutes: 10 });
  });
});

describe("questions", () => {
  it("name what a step is given as its kind does, in the owner's words", async () => {
    const rule = { id: "", since: null, command: "mail-write", kind: "mail.send", targets: { to: ["anna@example.com"] }, origins: ["mail" as const] };
    const question = { ...samples["question.asked"].question, kind: "approve" as const, details: { to: ["anna@example.com"], odd: 1 }, about: "mail.send", rule };
    const to = { title: "To", ru: { title: "Кому", description: "" } };
    const kind = { name: "mail.send", title: { en: "Send a letter", ru: "Отправить письмо" }, parameters: { properties: { to } } };
    await tell(...begun, sample("question.asked", { question }));
    const asked = page.socket.asked("commands.kinds");
    await act(async () => {
      for (const each of asked) await page.socket.answer(each, { kinds: [kind] });
      await settled();
    });
    const card = log().querySelector(".question") as HTMLElement;
    expect([...card.querySelectorAll("dt")].map((each) => each.textContent)).toEqual(["To", "odd"]);
    expect(named("Yes, and always for this command: Send a letter · To: anna@example.com", card)).toBeDefined();
  });

  it("show no id: a letter by who wrote it and about what, and what is not known any more by a word", async () => {
    const details = { answers: "letter-0a1b2c3d4e5f6a7b8c9d", query: "order-20261127-1", account: "mail-0mwz3uvvb-16f532f599", odd_one: ["note-0mwz3uvvb-16f532f599"] };
    const question = { ...samples["question.asked"].question, details, about: "", named: { [details.answers]: "Anna: Contract", [details.account]: "owner@example.com" } };
    await tell(...begun, sample("question.asked", { question }));
    const card = log().querySelector(".question") as HTMLElement;
    const words = (part: string) => [...card.querySelectorAll(part)].map((each) => each.textContent);
    expect(words("dt")).toEqual(["Answer to the letter", "What to look for", "Mailbox", "odd one"]);
    expect(words("dd")).toEqual(["Anna: Contract", "order-20261127-1", "owner@example.com", "an entry kept here"]);
  });

  const begun = [samples["utterance.received"], samples["plan.proposed"], samples["run.started"], samples["run.changed"]];

  it("an approval shows exactly what will be done and is bound to it", async () => {
    await tell(...begun, samples["question.asked"]);
    const card = log().querySelector(".question") as HTMLElement;
    expect(card.textContent).toContain("anna@example.com");
    await press(card.querySelector("button.primary"));
    expect(page.socket.asked("question.answer")[0]?.params).toMatchObject({ question: "q1", value: true, hash: "h" });
  });

  it("in a loop show what the later passes would do, where it differs, and take one yes for all", async () => {
    const also = [{ to: "boris@example.com", text: "Hello" }, { to: "anna@example.com", text: "Hello" }];
    const question = { ...samples["question.asked"].question, details: { to: "anna@example.com", text: "Hello" }, also };
    await tell(...begun, sample("question.asked", { question }));
    const card = log().querySelector(".question") as HTMLElement;
    const rows = [...card.querySelectorAll(".to-come li")].map((row) => [...row.querySelectorAll("dd")].map((value) => value.textContent));
    expect(rows).toEqual([["boris@example.com"], ["anna@example.com", "Hello"]]);
    expect(page.socket.asked("commands.kinds")).toHaveLength(1);
    await press(named("Yes to all 3", card));
    expect(page.socket.asked("question.answer")[0]?.params).toMatchObject({ question: "q1", value: "all", hash: "h", always: false });
    await tell(sample("question.answered", { answer: { ...samples["question.answered"].answer, value: "all" } }));
    expect(log().querySelector(".answered")?.textContent).toContain("yes to all 3");
  });

  it("stand inside the run that asks and in the overview, until they are answered", async () => {
    await tell(...begun, samples["question.asked"]);
    expect(log().querySelector(".clause .question")).not.toBeNull();
    expect(named("Go to the question: Send it?")).toBeDefined();
    await tell(samples["question.answered"]);
    expect(log().querySelector(".question")).toBeNull();
    expect(log().textContent).toContain("Send it? — Your answer: Yes");
    expect(named("Go to the question: Send it?")).toBeUndefined();
  });

  it("are still there after the page was loaded again", async () => {
    const envelopes = [...begun, samples["question.asked"]].map((event, index) => ({ seq: index + 1, at: "2026-11-21T10:00:00Z", event }));
    render(null, root);
    page = new ScriptedPage();
    await act(async () => {
      render(<AppContext.Provider value={page.app}><Page /></AppContext.Provider>, root);
      await page.connect(5, { ...emptySnapshot, envelopes });
    });
    expect(log().querySelector(".question")?.textContent).toContain("Send it?");
  });

  it("a choice is answered by its number", async () => {
    const question = { ...samples["question.asked"].question, kind: "choose" as const, options: ["Add a task", "Add a note"] };
    await tell(...begun, sample("question.asked", { question }));
    await press(log().querySelectorAll(".question .choices button")[1]);
    expect(page.socket.asked("question.answer")[0]?.params).toMatchObject({ value: 1 });
  });

  it("a missing value is written where it is asked for", async () => {
    const question = { ...samples["question.asked"].question, kind: "slot" as const, slot: "when", text: "When?", details: {} };
    await tell(...begun, sample("question.asked", { question }));
    const field = named("Your answer: When?") as HTMLInputElement;
    await act(() => {
      field.value = "tomorrow at ten";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await press(named("Answer"));
    expect(page.socket.asked("question.answer")[0]?.params).toMatchObject({ value: "tomorrow at ten", by: "keyboard" });
  });
});

describe("lists", () => {
  it("a removed note can be brought back under the key it was removed with", async () => {
    await press(named("Notes"));
    const note = { id: "rec-2", collection: "note", body: { text: "tea is out" }, created: AT, updated: AT };
    await act(async () => page.socket.answer(page.socket.asked("records.list")[0], { records: [note] }));
    await press(named("Remove: tea is out"));
    const key = page.socket.asked("records.remove")[0]?.params["key"];
    await act(async () => page.socket.answer(page.socket.asked("records.remove")[0], {}));
    await press(root.querySelector(".toast .link"));
    expect(page.socket.asked("records.revert")[0]?.params).toEqual({ key });
  });

  it("are asked for again after a change", async () => {
    await press(named("Tasks"));
    await tell(samples["record.changed"]);
    expect(page.socket.asked("records.list")).toHaveLength(2);
  });

  it("history shows what matters most about a turn", async () => {
    await press(named("History"));
    const turn = { turn: "t9", at: AT, text: "two things", source: "voice", titles: [], state: "done,failed" };
    await act(async () => {
      await new Promise((resolve) => setTimeout(resolve));
      await page.socket.answer(page.socket.asked("history.search")[0], { turns: [turn] });
    });
    expect(root.querySelector(".record .mark")?.getAttribute("data-mark")).toBe("failed");
  });
});

describe("the window around it", () => {
  it("Stop is there while something runs and stops everything", async () => {
    expect(named("Stop")).toBeUndefined();
    await tell(samples["utterance.received"], samples["plan.proposed"], samples["run.started"]);
    await press(named("Stop"));
    expect(sentLast()?.method).toBe("run.cancel_all");
  });

  it("the log is polite and busy while something runs", async () => {
    expect([log().getAttribute("aria-live"), log().getAttribute("aria-busy")]).toEqual(["polite", "false"]);
    await tell(samples["utterance.received"], samples["plan.proposed"], samples["run.started"]);
    expect(log().getAttribute("aria-busy")).toBe("true");
  });

  it("everything speaks the language that was set, at once", async () => {
    await act(async () => page.socket.tell(null, samples["settings.changed"]));
    expect(root.querySelector(".composer textarea")?.getAttribute("placeholder")).toBe("Скажите или напишите");
    expect(root.textContent).toContain("Ждёт вас");
  });

  it("what is wrong with the microphone is said in the language that was set", async () => {
    const detail = { en: "The microphone has gone away.", ru: "Микрофон пропал." };
    const said = () => root.querySelector(".doing-word")?.getAttribute("title");
    await act(async () => page.socket.tell(null, sample("voice.changed", { state: "unavailable", detail })));
    expect(said()).toBe(detail.en);
    await act(async () => page.socket.tell(null, samples["settings.changed"]));
    expect(said()).toBe(detail.ru);
  });

  it("a sentence on its way is shown until the sidecar tells of it", async () => {
    await act(() => page.app.say("buy tea"));
    expect(log().textContent).toContain("Sending…");
    const { utterance } = samples["utterance.received"];
    await tell(sample("utterance.received", { utterance: { ...utterance, key: "key-1" } }));
    expect(log().textContent).not.toContain("Sending…");
  });

  it("every control has a name", async () => {
    await tell(...Object.values(samples), sample("clause.changed", { planned: clause("again", "task.add") }));
    const nameless = [...root.querySelectorAll("button, input, select, textarea, meter, progress")].filter(
      (each) => !each.getAttribute("aria-label") && !each.textContent?.trim() && !each.closest("label") && !root.querySelector(`label[for="${each.id}"]`),
    );
    expect(nameless.map((each) => each.outerHTML)).toEqual([]);
  });
});

describe("a view the owner asked for by words", () => {
  it("is shown, with the focus at the part that was asked for", async () => {
    page.app.dialog.value = "settings";
    await act(async () => page.socket.tell(null, sample("view.wanted", { part: "mail" })));
    expect([page.app.view.value, page.app.dialog.value]).toEqual(["connections", ""]);
    expect(document.activeElement?.getAttribute("data-part")).toBe("mail");
    expect(document.activeElement?.querySelector("legend")?.textContent).toBe("Mail");
  });
});

describe("a language model", () => {
  it("is told at a clause nothing fits, and the command it composed is saved and said again", async () => {
    await tell(samples["utterance.received"], samples["plan.proposed"], samples["command.unmatched"]);
    await act(async () => page.socket.tell(null, samples["clause.considered"]));
    expect(root.textContent).toContain("composes a command");
    await tell(samples["flow.drafted"]);
    const card = root.querySelector(".composed");
    expect(card?.textContent).toContain("Call");
    expect(card?.textContent).toContain("Nothing is saved");
    await press([...(card?.querySelectorAll("button") ?? [])].find((button) => button.textContent === "Save and run"));
    const [request] = page.socket.asked("commands.save");
    expect(request?.params).toMatchObject({ name: "call", why: "told" });
    await act(async () => page.socket.answer(request, { name: "call", saved: true, version: 1, text: "", replaces: false, faults: [], conflicts: [] }));
    expect(page.socket.asked("turn.say")[0]?.params).toMatchObject({ text: "call Anna" });
    expect(root.querySelector(".composed")).toBeNull();
  });

  it("that did not help says why", async () => {
    await tell(samples["utterance.received"], samples["plan.proposed"], samples["command.unmatched"]);
    await act(async () => page.socket.tell(null, sample("clause.considered", { state: "failed", detail: "It is busy." })));
    expect(root.textContent).toContain("It is busy.");
  });

  const status = {
    state: "off", detail: "", base_url: "", model: "", small_model: "", embeddings_model: "", has_key: false, key_place: "file",
    input_price: 0, output_price: 0, price_source: "free", currency: "USD", way: "", spent: { run: 0, day: 0, month: 0, calls: 0 },
    allowance_call: 0.5, allowance_run: 1, allowance_day: 5, more_today: 0,
  };

  async function openSettings(parts: Partial<typeof status> = {}): Promise<HTMLFieldSetElement | undefined> {
    await act(async () => {
      page.app.view.value = "connections";
      await settled();
    });
    await act(async () => {
      for (const request of page.socket.asked("llm.status")) await page.socket.answer(request, { ...status, ...parts });
    });
    return [...root.querySelectorAll("fieldset")].find((each) => each.querySelector("legend")?.textContent === "Language model");
  }

  it("is connected by its address and key, and a refusal is said", async () => {
    const section = await openSettings();
    const [address, key] = [...(section?.querySelectorAll("input") ?? [])];
    (address as HTMLInputElement).value = "localhost:11434";
    (key as HTMLInputElement).value = "sk-1";
    await act(async () => {
      section?.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
      await settled();
    });
    const [request] = page.socket.asked("llm.connect");
    expect(request?.params).toMatchObject({ base_url: "localhost:11434", api_key: "sk-1" });
    await act(async () => page.socket.refuse(request, "It cannot be reached."));
    expect(section?.querySelector("[role=alert]")?.textContent).toBe("It cannot be reached.");
  });

  it("shows its models with their prices, and a test says whether it works", async () => {
    const section = await openSettings({ state: "ready", base_url: "http://localhost:11434/v1", model: "llama" });
    const offered = { models: [{ name: "llama", input_price: 0, output_price: 0, price_source: "free" }] };
    await act(async () => {
      for (const request of page.socket.asked("llm.models")) await page.socket.answer(request, offered);
    });
    expect(section?.textContent).toContain("llama (free)");
    await press([...(section?.querySelectorAll("button") ?? [])].find((button) => button.textContent === "Test"));
    await act(async () => page.socket.answer(page.socket.asked("llm.test")[0], { ok: true, seconds: 1.5, detail: "hello", cost: 0 }));
    expect(section?.textContent).toContain("in 1.5 s");
  });
});
