/** Events for tests: the parts that matter are given, the rest is filled in. */

import type { Envelope } from "../shared/protocol";
import type { AssistantEvent, EventOf, EventType } from "../shared/state";

export const AT = "2026-11-21T10:00:00+00:00";

/** One of each kind, belonging together: turn t1 with plan p1, run r1, question q1. */
export const samples: { [T in EventType]: EventOf<T> } = {
  "utterance.received": {
    type: "utterance.received", turn: "t1", run: "",
    utterance: {
      id: "t1", key: "k1", text: "buy tea and call Anna", source: "voice", language: "en", at: AT, confidence: 0.9, ended: null,
      replaces: null,
    },
  },
  "utterance.answered": { type: "utterance.answered", turn: "t1", run: "", question: "q1" },
  "plan.proposed": {
    type: "plan.proposed", turn: "t1", run: "", titles: { "task.add": { en: "Add a task" } },
    plan: { id: "p1", turn: "t1", language: "en", clauses: [clause("buy tea", "task.add"), clause("call Anna", "")] },
  },
  "clause.changed": {
    type: "clause.changed", turn: "t1", run: "", plan: "p1", clause: 1, planned: clause("ring Anna", "task.add"), skipped: false,
  },
  "command.unmatched": {
    type: "command.unmatched", turn: "t1", run: "", plan: "p1", clause: 1, text: "call Anna", proposal: "pr1",
    closest: { "task.add": { en: "Add a task" } },
  },
  "run.started": {
    type: "run.started", turn: "t1", run: "r1", plan: "p1", clause: 0, command: "task.add", title: { en: "Add a task" }, slots: { text: "tea" },
  },
  "run.changed": { type: "run.changed", turn: "t1", run: "r1", state: "waiting", why: "question", until: null },
  "run.finished": { type: "run.finished", turn: "t1", run: "r1", state: "done", result: 1, error: "", seconds: 0.5 },
  "step.started": { type: "step.started", turn: "t1", run: "r1", path: "added", kind: "task.add", params: { text: "tea" }, attempt: 1 },
  "step.finished": {
    type: "step.finished", turn: "t1", run: "r1", path: "added", kind: "task.add", state: "done", value: 1,
    receipt: { kind: "record", id: "rec-1", summary: "task", link: "" }, error: "", seconds: 0.1, undoable: true, evidence: null,
  },
  "loop.progressed": {
    type: "loop.progressed", turn: "t1", run: "r1", path: "each", index: 2, total: 12, item: "letter", earlier: [], collected: 1, failed: 0, finished: false,
  },
  "page.acted": {
    type: "page.acted", turn: "t1", run: "r1", path: "task", number: 1, kind: "click", label: "Buy", value: "", secret: "", url: "https://shop.example/", title: "Shop",
    goal: "Buy it", state: "asked", picture: "1.jpg", box: { left: 0.1, top: 0.2, width: 0.3, height: 0.1 }, error: "",
  },
  "browsing.changed": { type: "browsing.changed", turn: "t1", run: "r1", path: "task", state: "started", unseen: false, url: "", picture: "" },
  "send.held": { type: "send.held", turn: "t1", run: "r1", path: "2.http", kind: "http", until: "2026-08-01T09:00:08+00:00", params: { method: "POST" }, named: {} },
  "send.released": { type: "send.released", turn: "t1", run: "r1", path: "2.http", sent: true },
  "message.said": { type: "message.said", turn: "t1", run: "r1", path: "say", text: "Added.", items: [], link: "", actions: [] },
  "question.asked": {
    type: "question.asked", turn: "t1", run: "r1",
    question: {
      id: "q1", run: "r1", turn: "t1", path: "x", kind: "approve", text: "Send it?", slot: "", slot_type: "text", choices: {},
      options: [], details: { to: "anna@example.com" }, also: [], named: {}, about: "", hash: "h", effect: "", undoable: false, sources: [], rule: null, picture: "", marks: [], changeable: false, verbatim: false, asked: AT, expires: null,
    },
  },
  "question.answered": { type: "question.answered", turn: "t1", run: "r1", answer: { question: "q1", value: true, hash: "h", always: false, by: "click" } },
  "reminder.fired": { type: "reminder.fired", turn: "", run: "", record: reminder(), due: AT },
  "reminder.missed": { type: "reminder.missed", turn: "", run: "", record: reminder(), due: AT, times: 3 },
  "record.changed": { type: "record.changed", turn: "", run: "", id: "rec-1", record: reminder() },
  "trigger.fired": { type: "trigger.fired", turn: "t1", run: "", trigger: "report/every:weekdays", command: "report", title: { en: "Report" }, kind: "every", spec: "weekdays at nine", due: AT, times: 3, late: true },
  "trigger.missed": { type: "trigger.missed", turn: "", run: "", trigger: "report/every:weekdays", command: "report", title: { en: "Report" }, kind: "every", spec: "weekdays at nine", due: AT, times: 2, why: "away" },
  "table.changed": { type: "table.changed", turn: "", run: "", id: "table-1", table: null },
  "notice.given": { type: "notice.given", turn: "t1", run: "r1", title: "Shop", text: "Sold!" },
  "view.wanted": { type: "view.wanted", turn: "t1", run: "r1", view: "connections", part: "mail" },
  "action.undone": { type: "action.undone", turn: "t1", run: "", undone_run: "r1", summary: "task removed" },
  "commands.loaded": { type: "commands.loaded", turn: "", run: "", count: 12, faults: [{ file: "broken.yaml", message: { en: "wrong" }, line: 1, column: 1, severity: "error" }] },
  "command.changed": {
    type: "command.changed", turn: "", run: "", name: "morning", title: { en: "Morning" }, version: 2, why: "edited", removed: false,
    disabled: false,
  },
  "proposal.kept": { type: "proposal.kept", turn: "t1", run: "", proposal: "pr1", text: "call Anna" },
  "settings.changed": { type: "settings.changed", turn: "", run: "", settings: { window: { language: "ru" } } },
  "draft.changed": { type: "draft.changed", turn: "", run: "", text: "half a sen", client: "other" },
  "voice.changed": { type: "voice.changed", turn: "", run: "", state: "listening", mode: "always", device: "USB", detail: {} },
  "speech.started": { type: "speech.started", turn: "", run: "" },
  "speech.stopped": { type: "speech.stopped", turn: "", run: "", kept: false, reason: "noise" },
  "transcript.partial": { type: "transcript.partial", turn: "", run: "", committed: "buy", tentative: "tea" },
  "transcript.final": {
    type: "transcript.final", turn: "", run: "",
    transcript: { text: "buy tea", language: "en", confidence: 0.9, no_speech: 0, seconds: 1, decode_ms: 90, words: [], reason: "" },
  },
  "voice.level": { type: "voice.level", turn: "", run: "", level: 0.4, speech: true },
  "model.changed": { type: "model.changed", turn: "", run: "", state: "downloading", name: "small", done_bytes: 5, total_bytes: 10, detail: {} },
  "llm.changed": { type: "llm.changed", turn: "", run: "", state: "ready", model: "llama", detail: {} },
  "calendar.changed": { type: "calendar.changed", turn: "", run: "" },
  "connections.changed": { type: "connections.changed", turn: "", run: "" },
  "answer.streamed": { type: "answer.streamed", turn: "t1", run: "r1", path: "add", text: "so f" },
  "allowance.reached": {
    type: "allowance.reached", turn: "t1", run: "r1", detail: "Today's allowance, 5 USD, is spent.",
    detail_ru: "Лимит на сегодня, 5 USD, исчерпан.", model: "big", cheaper: "",
  },
  "clause.considered": { type: "clause.considered", turn: "t1", run: "", plan: "p1", clause: 1, state: "composing", detail: "" },
  "flow.drafted": {
    type: "flow.drafted", turn: "t1", run: "", plan: "p1", clause: 1, proposal: "pr1",
    draft: {
      name: "call", text: "title: Call\nsteps: [{say: Calling.}]\n", title: "Call", language: "en", said: "call Anna", summary: "Says it.",
      effect: "reads", kinds: ["say"], faults: [], conflicts: [], tried: [], model: "llama", cost: 0,
    },
  },
  "showing.changed": {
    type: "showing.changed", turn: "t1", run: "r1", state: "recording", each: false, detail: {},
    lines: [{ id: "a1", text: "Open shop.test", state: "kept" }, { id: "a2", text: "Press “Order”", state: "kept" }],
  },
};

export function clause(text: string, command: string): EventOf<"clause.changed">["planned"] {
  const match = { command, confidence: 0.9, slots: { text: "tea" }, missing: [], matcher: "template", why: "word for word", effect: "writes" as const };
  return {
    clause: { text, start: 0, end: text.length, joined: "first" }, verdict: command ? "run" : "propose",
    candidates: command ? [match] : [], after: [], references: {}, sources: {}, ask: "",
  };
}

export function reminder(): EventOf<"reminder.fired">["record"] {
  return {
    id: "rec-1", collection: "reminder", created: AT, updated: AT,
    body: { text: "tea", at: AT, recurrence: "", missed: "tell", timer: false, fired: true },
  };
}

/** A sample with some of its parts changed. */
export function sample<T extends EventType>(type: T, parts: Partial<EventOf<T>> = {}): EventOf<T> {
  return { ...samples[type], ...parts };
}

/** Events as recorded ones, numbered from one. */
export function recorded(...events: AssistantEvent[]): Envelope[] {
  return events.map((event, index) => ({ seq: index + 1, at: AT, event }));
}
