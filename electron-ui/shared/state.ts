/** What the page knows: built by `reduce` from the events alone, so that all windows show the same. */

import type {
  CommandUnmatched,
  Envelope,
  Fault,
  FlowDraft,
  ItemAction,
  ModelChanged,
  PlannedClause,
  Question,
  Evidence,
  Receipt,
  Record as StoredRecord,
  RunState,
  ShowingChanged,
  TriggerFired,
  TriggerMissed,
  Utterance,
  VoiceChanged,
} from "./protocol";

export type AssistantEvent = Envelope["event"];
export type EventType = AssistantEvent["type"];
export type EventOf<T extends EventType> = Extract<AssistantEvent, { type: T }>;
/** A text in each language; at least one of them. */
export type LocalText = { [language: string]: string };
export type Dictionary<T> = { readonly [key: string]: T };
export type Settings = { readonly [section: string]: { readonly [key: string]: unknown } };

/** Something said in the conversation; `path` names the step that said it. */
export interface Said {
  id: string;
  at: string;
  path: string;
  text: string;
  items: readonly unknown[];
  actions: readonly ItemAction[];
  link: string;
}

export type StepState = "running" | "done" | "failed" | "skipped" | "unconfirmed" | "retrying";

/** One step of a run; `path` such as `each[2].verdict` says where it stands. */
export interface Step {
  path: string;
  kind: string;
  params: unknown;
  attempt: number;
  state: StepState;
  value: unknown;
  receipt: Receipt | null;
  error: string;
  seconds: number;
  undoable: boolean;
  /** The page it was done on, as it was afterwards. */
  evidence: Evidence | null;
}

/** What is about to be sent, and when. */
export interface HeldSend {
  path: string;
  kind: string;
  until: string;
  params: unknown;
  /** What the ids among them stand for. */
  named: { readonly [id: string]: string };
}

/** Something done on a page by a task in the browser; `box` is where its element is in the picture, in parts of it. */
export type PageAct = Omit<EventOf<"page.acted">, "type" | "turn" | "run" | "path">;

/** A task at work in the browser. */
export interface Browsing {
  path: string;
  state: EventOf<"browsing.changed">["state"];
  /** The browser has no window. */
  unseen: boolean;
  /** The page it ended on, and a picture of it. */
  url: string;
  picture: string;
  acts: readonly PageAct[];
}

/** What pass `index` of a loop goes over. */
export interface LoopItem {
  index: number;
  item: unknown;
}

/** How far a loop has come; `items` are what its latest passes went over. */
export interface Loop {
  path: string;
  index: number;
  total: number | null;
  items: readonly LoopItem[];
  collected: number;
  failed: number;
  finished: boolean;
}

/** One clause being carried out. `steps` are the latest ones, in the order they began. */
export interface Run {
  id: string;
  turn: string;
  plan: string;
  clause: number;
  command: string;
  title: LocalText;
  slots: Dictionary<unknown>;
  state: RunState;
  why: "" | "question" | "time" | "owner" | "connection" | "hold";
  until: string | null;
  startedAt: string;
  steps: readonly Step[];
  /** What waits a moment before it is sent. */
  held: readonly HeldSend[];
  /** Tasks in the browser, by the paths of their steps. */
  browsing: Dictionary<Browsing>;
  /** All steps that began, also those no longer kept. */
  stepCount: number;
  loops: Dictionary<Loop>;
  messages: readonly Said[];
  result: unknown;
  error: string;
  seconds: number;
  /** What was taken back, empty while nothing was. */
  undone: string;
}

/** One clause of a plan as the owner sees it. `run` is empty until it was started. */
export interface ClauseView {
  planned: PlannedClause;
  skipped: boolean;
  run: string;
  unmatched: CommandUnmatched | null;
  /** What a language model is doing about it; empty when nothing. */
  considered: "" | "matching" | "composing" | "failed";
  /** Why nothing came of that. */
  consideredDetail: string;
  /** A command a language model composed for it, not saved. */
  draft: FlowDraft | null;
}

export interface PlanView {
  id: string;
  clauses: readonly ClauseView[];
  titles: Dictionary<LocalText>;
}

/** One thing the owner said and all that came of it. `runs` are those that belong to no clause. */
export interface Turn {
  id: string;
  at: string;
  text: string;
  key: string;
  source: Utterance["source"];
  language: Utterance["language"];
  confidence: number;
  replaces: string;
  replacedBy: string;
  /** The question this utterance answered, when it did nothing else. */
  answered: string;
  plan: PlanView | null;
  runs: readonly string[];
  messages: readonly Said[];
}

/** A question and, once it is closed, how. */
export interface AskedQuestion {
  question: Question;
  answered: boolean;
  value: unknown;
  by: string;
}

/** A reminder that came due, or was missed `times` times. */
export interface Notice {
  id: string;
  at: string;
  kind: "fired" | "missed";
  record: StoredRecord;
  due: string;
  times: number;
  /** Put off, or its reminder removed: nothing is left to decide. */
  settled: boolean;
}

/** A line of the conversation. */
export type Entry = { kind: "turn"; id: string } | { kind: "notice"; id: string };

/** The listening half, with the words recognised so far. `dropped` says why the last sound was no command. */
export interface VoiceView {
  state: VoiceChanged["state"];
  mode: VoiceChanged["mode"];
  device: string;
  detail: LocalText;
  committed: string;
  tentative: string;
  dropped: string;
}

/** A notification a command asked for; `id` tells it from all others. */
export interface Alert {
  id: string;
  title: string;
  text: string;
}

/** Why a command started by itself. */
export type Start = Pick<TriggerFired, "kind" | "spec" | "due" | "times" | "late">;
export type MissedStart = Pick<TriggerMissed, "title" | "kind" | "spec" | "due" | "times" | "why"> & { id: string };

export interface State {
  /** The last recorded event reduced; 0 for none. */
  seq: number;
  entries: readonly Entry[];
  turns: Dictionary<Turn>;
  runs: Dictionary<Run>;
  questions: Dictionary<AskedQuestion>;
  notices: Dictionary<Notice>;
  /** The newest notifications commands asked for. */
  alerts: readonly Alert[];
  /** Counts changes of the owner's records, so that lists know when to ask again. */
  recordsVersion: number;
  proposalsVersion: number;
  /** Counts changes of the language model's connection. */
  llmVersion: number;
  /** Counts connections made, changed or let go. */
  connectionsVersion: number;
  /** What started turns nobody said, by turn. */
  starts: Dictionary<Start>;
  /** What triggers missed while the owner was away, newest last. */
  missed: readonly MissedStart[];
  /** Counts what triggers did, so that their list knows when to ask again. */
  triggersVersion: number;
  /** Counts changes of the owner's tables, so that an open one knows when to ask again. */
  tablesVersion: number;
  voice: VoiceView;
  level: number;
  model: Pick<ModelChanged, "state" | "name" | "done_bytes" | "total_bytes" | "detail">;
  settings: Settings;
  draft: { text: string; client: string };
  commands: { count: number; faults: readonly Fault[] };
  /** What the owner shows in the browser, and for which run. */
  showing: Pick<ShowingChanged, "run" | "state" | "lines" | "each" | "detail">;
  /** True when history holds turns older than the first entry. */
  moreHistory: boolean;
}

export const emptyState: State = {
  seq: 0,
  entries: [],
  turns: {},
  runs: {},
  questions: {},
  notices: {},
  alerts: [],
  recordsVersion: 0,
  proposalsVersion: 0,
  llmVersion: 0,
  connectionsVersion: 0,
  starts: {},
  missed: [],
  triggersVersion: 0,
  tablesVersion: 0,
  voice: { state: "off", mode: "off", device: "", detail: {}, committed: "", tentative: "", dropped: "" },
  level: 0,
  model: { state: "loading", name: "", done_bytes: 0, total_bytes: 0, detail: {} },
  settings: {},
  draft: { text: "", client: "" },
  commands: { count: 0, faults: [] },
  showing: { run: "", state: "off", lines: [], each: false, detail: {} },
  moreHistory: false,
};
