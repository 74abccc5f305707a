/** What the editor asks of the sidecar; the shapes come from the generated protocol. */

import type { Result } from "../../shared/methods";
import type { Conflict, Decision, RehearsedStep } from "../../shared/protocol";
import type { Form, Json } from "./document";
import type { Kind } from "./kinds";
import type { TriggerKind } from "./triggers";

export type { Conflict, Decision, RehearsedStep };
export type Effect = Kind["effect"];
export type GotCommand = Result<"commands.get"> & { form: Form | null };
export type ReadText = Result<"commands.read"> & { form: Form | null };
export type SavedText = Result<"commands.save">;
export type Version = Result<"commands.versions">["versions"][number];
export type VersionText = Result<"commands.version">;
export type Rehearsal = Result<"commands.rehearse">;
export type TriggerRead = Result<"triggers.read">;
export type Covered = Result<"commands.phrases">;

/** What a dry run is given: a sentence, or the slots as words; answers to questions by the path of the step that asks. */
export interface Trial {
  sentence: string;
  slots: { readonly [name: string]: string };
  answers: { readonly [path: string]: Json };
}

/** The requests; each rejects with the sidecar's words when it is refused, with ConnectionLost when it did not arrive. */
export interface EditorCalls {
  get(name: string): Promise<GotCommand>;
  /** The form of a text and what is wrong with it; `check`: also its tests, and what stands between it and other commands. */
  read(name: string, text: string, check: boolean): Promise<ReadText>;
  write(text: string, form: Form): Promise<string>;
  /** `base` is the version the changes were made to. */
  save(name: string, text: string, base: number, decisions: readonly Decision[]): Promise<SavedText>;
  kinds(): Promise<readonly Kind[]>;
  rehearse(name: string, text: string, trial: Trial): Promise<Rehearsal>;
  phrases(phrase: string, form: Form): Promise<Covered>;
  /** What a trigger would come to. */
  trigger(kind: TriggerKind, spec: string): Promise<TriggerRead>;
  versions(name: string): Promise<readonly Version[]>;
  /** One version and what it changed against another. */
  version(name: string, number: number, against: number): Promise<VersionText>;
  rollBack(name: string, number: number, decisions: readonly Decision[]): Promise<SavedText>;
}
