/** What each event changes, and that it changes it once. */

import { describe, expect, it } from "vitest";
import { fromSnapshot, prepend, reduce } from "../../shared/reduce";
import { ENTRY_LIMIT } from "../../shared/reduce/changes";
import { PASSES_KEPT, STEPS_KEPT } from "../../shared/reduce/runs";
import { type AssistantEvent, emptyState, type EventType, type State } from "../../shared/state";
import { AT, recorded, reminder, sample, samples } from "../events";

const told = (...events: AssistantEvent[]): State => recorded(...events).reduce(reduce, emptyState);
const fleeting = (state: State, event: AssistantEvent): State => reduce(state, { seq: null, at: AT, event });

/** A turn under way: said, planned, its first clause running. */
const begun = [samples["utterance.received"], samples["plan.proposed"], samples["run.started"]];

describe("a turn", () => {
  it("begins with the owner's words", () => {
    const state = told(samples["utterance.received"]);
    expect(state.entries).toEqual([{ kind: "turn", id: "t1" }]);
    expect(state.turns["t1"]).toMatchObject({ text: "buy tea and call Anna", source: "voice", key: "k1" });
  });

  it("marks the one it corrects", () => {
    const corrected = sample("utterance.received", { turn: "t2", utterance: { ...samples["utterance.received"].utterance, id: "t2", replaces: "t1" } });
    const state = told(samples["utterance.received"], corrected);
    expect(state.turns["t1"]?.replacedBy).toBe("t2");
    expect(state.turns["t2"]?.replaces).toBe("t1");
  });

  it("that answered a question names it", () => {
    expect(told(samples["utterance.received"], samples["utterance.answered"]).turns["t1"]?.answered).toBe("q1");
  });

  it("shows its plan with every clause", () => {
    const { plan } = told(...begun.slice(0, 2)).turns["t1"] ?? {};
    expect(plan?.clauses.map((each) => each.planned.clause.text)).toEqual(["buy tea", "call Anna"]);
    expect(plan?.titles["task.add"]).toEqual({ en: "Add a task" });
  });

  it("keeps what no command fits with the closest commands", () => {
    const state = told(...begun, samples["command.unmatched"]);
    expect(state.turns["t1"]?.plan?.clauses[1]?.unmatched?.closest).toEqual({ "task.add": { en: "Add a task" } });
  });

  it("shows an edited clause anew and no longer as unmatched", () => {
    const clause = told(...begun, samples["command.unmatched"], samples["clause.changed"]).turns["t1"]?.plan?.clauses[1];
    expect(clause?.planned.clause.text).toBe("ring Anna");
    expect(clause?.unmatched).toBeNull();
  });

  it("shows a skipped clause as skipped", () => {
    const state = told(...begun, sample("clause.changed", { skipped: true }));
    expect(state.turns["t1"]?.plan?.clauses[1]?.skipped).toBe(true);
  });
});

describe("a run", () => {
  it("stands in the clause it carries out", () => {
    const state = told(...begun);
    expect(state.turns["t1"]?.plan?.clauses[0]?.run).toBe("r1");
    expect(state.turns["t1"]?.runs).toEqual([]);
    expect(state.runs["r1"]).toMatchObject({ command: "task.add", state: "running", slots: { text: "tea" } });
  });

  it("without a clause stands with its turn", () => {
    expect(told(samples["utterance.received"], samples["run.started"]).turns["t1"]?.runs).toEqual(["r1"]);
  });

  it("waits, and its end is final", () => {
    const state = told(...begun, samples["run.changed"]);
    expect(state.runs["r1"]).toMatchObject({ state: "waiting", why: "question" });
    const ended = told(...begun, samples["run.finished"], samples["run.changed"]);
    expect(ended.runs["r1"]).toMatchObject({ state: "done", why: "", seconds: 0.5 });
  });

  it("shows its steps in the order they began, with what proves them", () => {
    const state = told(...begun, samples["step.started"], sample("step.started", { path: "each[0].say" }), samples["step.finished"]);
    expect(state.runs["r1"]?.steps.map((step) => step.path)).toEqual(["added", "each[0].say"]);
    expect(state.runs["r1"]?.steps[0]).toMatchObject({ state: "done", receipt: { id: "rec-1" }, undoable: true });
  });

  it("never shows a step that could not be proved as done", () => {
    const state = told(...begun, samples["step.started"], sample("step.finished", { state: "unconfirmed", receipt: null }));
    expect(state.runs["r1"]?.steps[0]?.state).toBe("unconfirmed");
  });

  it("that ended leaves no step running", () => {
    const state = told(...begun, samples["step.started"], sample("run.finished", { state: "cancelled" }));
    expect(state.runs["r1"]?.steps[0]?.state).toBe("skipped");
  });

  it("counts a retried step as one with its attempt", () => {
    const state = told(...begun, samples["step.started"], sample("step.finished", { state: "retrying", error: "busy" }), sample("step.started", { attempt: 2 }));
    expect(state.runs["r1"]?.steps.map((step) => step.path)).toEqual(["added"]);
    expect(state.runs["r1"]?.steps[0]).toMatchObject({ attempt: 2, state: "running", error: "" });
  });

  it("keeps what every pass of a loop went over", () => {
    const passes = [0, 1, 2].map((index) => sample("loop.progressed", { index, item: `letter ${index}` }));
    const ended = sample("loop.progressed", { index: 3, total: 3, item: null, finished: true, collected: 2, failed: 1 });
    const loop = told(...begun, ...passes, ended).runs["r1"]?.loops["each"];
    expect(loop?.items).toEqual([0, 1, 2].map((index) => ({ index, item: `letter ${index}` })));
    expect(loop).toMatchObject({ finished: true, collected: 2, failed: 1 });
  });

  it("keeps what passes that were told together went over, and nothing twice", () => {
    const passes = [
      sample("loop.progressed", { index: 0, item: "a" }),
      sample("loop.progressed", { index: 3, item: "d", earlier: ["b", "c"] }),
      sample("loop.progressed", { index: 4, item: "e", earlier: ["c", "d"] }),
      sample("loop.progressed", { index: 6, total: 6, item: null, earlier: ["f"], finished: true }),
    ];
    const items = told(...begun, ...passes).runs["r1"]?.loops["each"]?.items;
    expect(items?.map((each) => `${each.index}${each.item as string}`)).toEqual(["0a", "1b", "2c", "3d", "4e", "5f"]);
  });

  it("over thousands of items keeps the latest, and how many there were", () => {
    const events = Array.from({ length: 2000 }, (_, index) => [sample("loop.progressed", { index, item: index }), sample("step.started", { path: `each[${index}].say` })]);
    const run = told(...begun, sample("step.started", { path: "each" }), ...events.flat()).runs["r1"];
    expect(run?.stepCount).toBe(2001);
    expect(run?.steps).toHaveLength(STEPS_KEPT);
    expect(run?.steps[0]?.path).toBe("each");
    expect(run?.steps[STEPS_KEPT - 1]?.path).toBe("each[1999].say");
    expect(run?.loops["each"]?.items).toHaveLength(PASSES_KEPT);
  });

  it("keeps what it says; what no run says stands with the turn", () => {
    const state = told(...begun, samples["message.said"], sample("message.said", { run: "", text: "Nothing fits." }));
    expect(state.runs["r1"]?.messages.map((each) => each.text)).toEqual(["Added."]);
    expect(state.turns["t1"]?.messages.map((each) => each.text)).toEqual(["Nothing fits."]);
  });

  it("shows what was taken back", () => {
    expect(told(...begun, samples["action.undone"]).runs["r1"]?.undone).toBe("task removed");
  });
});

describe("questions and notices", () => {
  it("a question is open until it is answered", () => {
    const asked = told(...begun, samples["question.asked"]);
    expect(asked.questions["q1"]).toMatchObject({ answered: false, question: { details: { to: "anna@example.com" } } });
    expect(told(...begun, samples["question.asked"], samples["question.answered"]).questions["q1"]).toMatchObject({ answered: true, value: true, by: "click" });
  });

  it("a question asked again after its answer stays answered", () => {
    const state = told(samples["question.asked"], samples["question.answered"], samples["question.asked"]);
    expect(state.questions["q1"]?.answered).toBe(true);
  });

  it("due and missed reminders stand in the conversation", () => {
    const state = told(samples["reminder.fired"], samples["reminder.missed"]);
    expect(state.entries.map((entry) => entry.kind)).toEqual(["notice", "notice"]);
    expect(Object.values(state.notices).map((notice) => [notice.kind, notice.times])).toEqual([["fired", 1], ["missed", 3]]);
  });
});

describe("a notice", () => {
  const removed = sample("record.changed", { record: null });
  const moved = (recurrence: string) => {
    const record = reminder();
    return sample("record.changed", { record: { ...record, body: { ...record.body, at: "2026-11-21T10:10:00+00:00", recurrence } as typeof record.body } });
  };

  it.each([["removed", removed, true], ["put off", moved(""), true], ["moved on because it comes again", moved("FREQ=DAILY"), false]])(
    "of a reminder that was %s",
    (_name, change, settled) => {
      expect(Object.values(told(samples["reminder.fired"], change).notices)[0]?.settled).toBe(settled);
    },
  );
});

describe("what is fleeting", () => {
  it("the words being heard grow and go when the utterance is there", () => {
    const heard = fleeting(emptyState, samples["transcript.partial"]);
    expect(heard.voice).toMatchObject({ committed: "buy", tentative: "tea" });
    const final = fleeting(heard, samples["transcript.final"]);
    expect(final.voice).toMatchObject({ committed: "buy tea", tentative: "" });
    expect(reduce(final, { seq: 1, at: AT, event: samples["utterance.received"] }).voice.committed).toBe("");
  });

  it("sound that was no command leaves its reason until the next speech", () => {
    const dropped = fleeting(fleeting(emptyState, samples["transcript.partial"]), samples["speech.stopped"]);
    expect(dropped.voice).toMatchObject({ committed: "", dropped: "noise" });
    expect(fleeting(dropped, samples["speech.started"]).voice.dropped).toBe("");
  });

  it("voice, level, model, settings, draft and commands are as last told", () => {
    const kinds: EventType[] = ["voice.changed", "voice.level", "model.changed", "settings.changed", "draft.changed", "commands.loaded"];
    const state = kinds.map((kind) => samples[kind]).reduce(fleeting, emptyState);
    expect(state).toMatchObject({
      voice: { state: "listening", device: "USB" }, level: 0.4, model: { state: "downloading", done_bytes: 5 },
      settings: { window: { language: "ru" } }, draft: { text: "half a sen", client: "other" }, commands: { count: 12 }, seq: 0,
    });
  });

  it("a clause shows what a language model does about it and the command it composed, until it is another", () => {
    const begun = told(samples["utterance.received"], samples["plan.proposed"], samples["command.unmatched"]);
    const thinking = fleeting(begun, samples["clause.considered"]);
    expect(thinking.turns.t1?.plan?.clauses[1]).toMatchObject({ considered: "composing", draft: null });
    const drafted = reduce(thinking, { seq: 9, at: AT, event: samples["flow.drafted"] });
    expect(drafted.turns.t1?.plan?.clauses[1]).toMatchObject({ considered: "", draft: { name: "call" } });
    const failed = fleeting(thinking, sample("clause.considered", { state: "failed", detail: "It is busy." }));
    expect(failed.turns.t1?.plan?.clauses[1]).toMatchObject({ considered: "failed", consideredDetail: "It is busy." });
  });

  it("what a model has said so far is the value of its running step", () => {
    const begun = told(samples["utterance.received"], samples["plan.proposed"], samples["run.started"], samples["step.started"]);
    const path = samples["step.started"].path;
    expect(fleeting(begun, sample("answer.streamed", { path })).runs.r1?.steps[0]?.value).toBe("so f");
    const finished = reduce(begun, { seq: 9, at: AT, event: samples["step.finished"] });
    expect(fleeting(finished, sample("answer.streamed", { path })).runs.r1?.steps[0]?.value).toEqual(samples["step.finished"].value);
  });

  it("a limit of the allowance is said where it was met", () => {
    const state = told(samples["utterance.received"], samples["plan.proposed"], samples["run.started"], samples["allowance.reached"]);
    expect(state.runs.r1?.messages[0]?.text).toContain("allowance");
  });

  it("a limit of the allowance is said in the language of what was asked", () => {
    const { utterance } = samples["utterance.received"];
    const asked = sample("utterance.received", { utterance: { ...utterance, language: "ru" } });
    const state = told(asked, samples["plan.proposed"], samples["run.started"], samples["allowance.reached"]);
    expect(state.runs.r1?.messages[0]?.text).toContain("Лимит");
  });

  it("lists are asked for again after a change", () => {
    const state = told(samples["record.changed"], samples["proposal.kept"]);
    expect([state.recordsVersion, state.proposalsVersion]).toEqual([1, 1]);
  });
});

describe("the order of things", () => {
  const all = Object.values(samples);

  it("a replay of everything changes nothing", () => {
    const envelopes = recorded(...all);
    const once = envelopes.reduce(reduce, emptyState);
    expect(envelopes.reduce(reduce, once)).toBe(once);
  });

  it("an event that comes late is not reduced twice", () => {
    const [first, second] = recorded(samples["utterance.received"], samples["message.said"]);
    const state = [first, second, first].reduce((now, envelope) => (envelope ? reduce(now, envelope) : now), emptyState);
    expect(state.entries).toHaveLength(1);
    expect(state.seq).toBe(2);
  });

  it("no event changes what it is given", () => {
    const before = told(...begun, samples["step.started"], samples["question.asked"]);
    const copy = JSON.stringify(before);
    for (const event of all) reduce(before, { seq: before.seq + 1, at: AT, event });
    expect(JSON.stringify(before)).toBe(copy);
  });

  it("an unknown kind of event is passed over", () => {
    const unknown = { type: "later.invented", turn: "", run: "" } as unknown as AssistantEvent;
    expect(reduce(emptyState, { seq: 1, at: AT, event: unknown })).toEqual({ ...emptyState, seq: 1 });
  });

  it("a run told before its turn is not lost", () => {
    const state = told(samples["step.started"]);
    expect(state.entries).toEqual([{ kind: "turn", id: "t1" }]);
    expect(state.turns["t1"]?.runs).toEqual(["r1"]);
  });
});

describe("much history", () => {
  const many = (count: number): AssistantEvent[] =>
    Array.from({ length: count }, (_, index) =>
      sample("utterance.received", { turn: `t${index}`, utterance: { ...samples["utterance.received"].utterance, id: `t${index}` } }),
    );

  it("lets go of the oldest turns and says that there are more", () => {
    const state = told(...many(ENTRY_LIMIT + 10));
    expect(state.entries).toHaveLength(ENTRY_LIMIT);
    expect(state.entries[0]?.id).toBe("t10");
    expect(state.moreHistory).toBe(true);
  });

  it("keeps an old turn whose question is still open", () => {
    const asked = sample("question.asked", { turn: "t0", question: { ...samples["question.asked"].question, turn: "t0" } });
    const state = told(...many(1), asked, ...many(ENTRY_LIMIT + 10).slice(1));
    expect(state.entries[0]?.id).toBe("t0");
  });

  it("earlier turns come before the first and change no newer one", () => {
    const now = told(...begun, samples["run.finished"]);
    const older = recorded(sample("utterance.received", { turn: "t0", utterance: { ...samples["utterance.received"].utterance, id: "t0" } }), ...begun);
    const state = prepend(now, older, false);
    expect(state.entries.map((entry) => entry.id)).toEqual(["t0", "t1"]);
    expect(state.runs["r1"]?.state).toBe("done");
    expect(state.seq).toBe(now.seq);
  });

  it("a snapshot gives the whole state at its number", () => {
    const state = fromSnapshot(
      {
        envelopes: recorded(...begun, samples["question.asked"]), voice: samples["voice.changed"], model: samples["model.changed"],
        settings: { window: { theme: "dark" } }, draft: "half", commands: samples["commands.loaded"], showing: samples["showing.changed"], data_folder: "/d", more_history: true, notice: "",
      },
      40,
    );
    expect(state).toMatchObject({ seq: 40, moreHistory: true, draft: { text: "half" }, settings: { window: { theme: "dark" } } });
    expect(state.questions["q1"]?.answered).toBe(false);
    expect(state.voice.state).toBe("listening");
    expect(state.showing).toMatchObject({ run: "r1", state: "recording" });
  });
});

describe("notifications of commands", () => {
  it("are kept, the newest twenty", () => {
    const given = (seq: number) => ({ seq, at: "2026-05-05T08:00:00Z", event: { type: "notice.given", turn: "", run: "", title: "Shop", text: `sale ${seq}` } }) as const;
    const state = Array.from({ length: 25 }, (_, index) => given(index + 1)).reduce(reduce, emptyState);
    expect(state.alerts.length).toBe(20);
    expect(state.alerts.at(-1)).toEqual({ id: "25", title: "Shop", text: "sale 25" });
  });
});
