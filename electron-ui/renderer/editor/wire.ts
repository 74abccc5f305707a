/** What the editor asks of the sidecar. Only this file knows how the requests look. */

import type { Fault } from "../../shared/methods";
import type { Form, Json, Mapping } from "./document";
import type { Kind } from "./kinds";

export type Effect = Kind["effect"];
export type LocalText = { readonly [language: string]: string };

/** A sentence that two commands claim, or that another one gets (assistant/domain/command.py). */
export interface Conflict {
  sentence: string;
  phrase: string;
  language: string;
  kind: "same" | "captured" | "test" | "similar";
  command: string;
  rival: string;
  winner: string;
  heard: string;
}

export interface Decision {
  sentence: string;
  choice: "keep" | "give up";
}

export interface GotCommand {
  name: string;
  text: string;
  form: Form | null;
  origin: "built-in" | "owner";
  version: number;
  enabled: boolean;
}

export interface ReadText {
  form: Form | null;
  faults: readonly Fault[];
  conflicts: readonly Conflict[];
  effect: Effect;
}

export interface SavedText {
  name: string;
  saved: boolean;
  version: number;
  text: string;
  faults: readonly Fault[];
  conflicts: readonly Conflict[];
}

export type Why = "told" | "kept" | "edited" | "rolled back" | "imported" | "file" | "removed";

export interface Version {
  number: number;
  at: string;
  why: Why;
  removed: boolean;
}

export interface Difference {
  changes: readonly { where: string; kind: "added" | "removed" | "changed"; text: LocalText }[];
  unified: string;
}

export interface RehearsedStep {
  number: number;
  path: string;
  kind: string;
  params: Json;
  value: Json;
  state: "done" | "imagined" | "skipped" | "failed" | "asked";
  index: number | null;
  total: number | null;
  error: string;
  seconds: number;
  line: number;
}

export interface Rehearsal {
  steps: readonly RehearsedStep[];
  result: Json;
  error: string;
  cut: boolean;
  said: readonly string[];
  slots: Mapping;
}

/** What a dry run is given: a sentence, or the slots as words; answers to questions by the path of the step that asks. */
export interface Trial {
  sentence: string;
  slots: { readonly [name: string]: string };
  answers: { readonly [path: string]: Json };
}

/** The requests; each rejects with the sidecar's words when it is refused, with ConnectionLost when it did not arrive. */
export interface EditorCalls {
  get(name: string): Promise<GotCommand>;
  read(name: string, text: string): Promise<ReadText>;
  write(text: string, form: Form): Promise<string>;
  save(name: string, text: string, decisions: readonly Decision[]): Promise<SavedText>;
  kinds(): Promise<readonly Kind[]>;
  rehearse(name: string, text: string, trial: Trial): Promise<Rehearsal>;
  phrases(phrase: string, form: Form): Promise<{ samples: readonly string[]; count: number }>;
  versions(name: string): Promise<readonly Version[]>;
  version(name: string, number: number): Promise<{ text: string; difference: Difference }>;
  rollBack(name: string, number: number): Promise<SavedText>;
}
