/** The requests a window may send: parameters and results by method. Those with a `key` act once per key. */

import type {
  CommandsLoaded,
  Envelope,
  ListenMode,
  ModelChanged,
  Record as StoredRecord,
  VoiceChanged,
} from "./protocol";
import type { LocalText, Settings } from "./state";

export interface Snapshot {
  envelopes: Envelope[];
  voice: VoiceChanged;
  model: ModelChanged;
  settings: Settings;
  draft: string;
  commands: CommandsLoaded;
  data_folder: string;
  more_history: boolean;
  /** Something the owner must know about the data folder, empty when all is well. */
  notice?: string;
}

export interface Welcome {
  seq: number;
  version: string;
  snapshot: Snapshot | null;
}

export interface CommandCard {
  name: string;
  title: LocalText;
  description: LocalText;
  phrases: { [language: string]: string[] };
  slots: { name: string; type: string; required: boolean }[];
  origin: "built-in" | "owner";
  effect: "reads" | "writes" | "sends";
  file: string;
}

export interface Fault {
  file: string;
  message: string;
  line: number;
  column: number;
  severity: "error" | "warning";
}

export interface PastTurn {
  turn: string;
  at: string;
  text: string;
  source: string;
  titles: LocalText[];
  state: string;
}

export interface Proposal {
  id: string;
  text: string;
  at: string;
  closest: unknown;
}

export interface Check {
  name: string;
  state: "ok" | "warn" | "fail";
  detail: string;
  fix: string;
}

export type Collection = StoredRecord["collection"];
type Nothing = Record<string, never>;
type Keyed<T> = T & { key: string };

export interface Methods {
  "session.hello": [{ token: string; since: number | null; client: string }, Welcome];
  "turn.say": [
    Keyed<{ text: string; replaces: string | null; source: "keyboard" | "button" | "cli"; language: "ru" | "en" | null }>,
    { turn: string },
  ];
  "plan.decide": [
    Keyed<{ plan: string; clause: number; action: "skip" | "edit" | "choose"; text: string | null; command: string | null }>,
    Nothing,
  ];
  "run.cancel": [Keyed<{ run: string }>, Nothing];
  "run.cancel_all": [Keyed<Nothing>, { count: number }];
  "run.pause": [Keyed<{ run: string }>, Nothing];
  "run.resume": [Keyed<{ run: string }>, Nothing];
  "run.retry": [Keyed<{ run: string }>, { turn: string }];
  "question.answer": [Keyed<{ question: string; value: unknown; hash: string; by: "keyboard" | "click" }>, Nothing];
  "commands.list": [Nothing, { commands: CommandCard[]; faults: Fault[] }];
  "history.search": [{ text: string; before: string | null; limit: number }, { turns: PastTurn[] }];
  "history.turn": [{ turn: string }, { envelopes: Envelope[] }];
  "records.list": [{ collection: Collection; text: string }, { records: StoredRecord[] }];
  "records.between": [{ collection: Collection; start: string; end: string }, { records: StoredRecord[] }];
  "records.change": [Keyed<{ record: string; body: StoredRecord["body"] }>, { record: StoredRecord }];
  "records.remove": [Keyed<{ record: string }>, Nothing];
  "reminder.snooze": [Keyed<{ record: string; minutes: number }>, { record: StoredRecord }];
  "voice.set_mode": [{ mode: ListenMode }, Nothing];
  "voice.press": [Nothing, Nothing];
  "voice.release": [Nothing, Nothing];
  "voice.toggle": [Nothing, { mode: ListenMode }];
  "voice.devices": [Nothing, { devices: { name: string; default: boolean }[]; current: string }];
  "voice.use_device": [{ name: string }, Nothing];
  "model.download": [Nothing, Nothing];
  "model.cancel": [Nothing, Nothing];
  "settings.set": [{ section: string; key: string; value: unknown }, { settings: Settings }];
  "draft.save": [{ text: string; client: string }, Nothing];
  "proposals.list": [Nothing, { proposals: Proposal[] }];
  "undo.last": [Keyed<Nothing>, { summary: string | null }];
  "doctor.report": [Nothing, { checks: Check[] }];
  "calendar.import": [Keyed<{ text: string }>, { added: number; skipped: number }];
  "calendar.export": [Nothing, { text: string }];
}

export type Method = keyof Methods;
export type Params<M extends Method> = Methods[M][0];
export type Result<M extends Method> = Methods[M][1];
