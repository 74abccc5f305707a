/** The sidecar's side of the editor, played by the test: JSON stands for YAML, and requests are answered when the test lets them. */

import { isMapping, type Form } from "../../renderer/editor/document";
import type { Conflict, EditorCalls, GotCommand, ReadText, Rehearsal, SavedText, Trial, Version, VersionText } from "../../renderer/editor/wire";
import { settled } from "../scripted";
import { kindList, review } from "./kinds";

export class ScriptedCalls implements EditorCalls {
  /** Requests in the order they came: the method and its text. */
  readonly asked: [string, unknown][] = [];
  got: Partial<GotCommand> = {};
  conflicts: Conflict[] = [];
  rehearsal: Rehearsal = { steps: [], result: null, error: "", cut: false, said: [], slots: {} };
  kept: Version[] = [];
  refuse: Error | null = null;
  lastTrial: Trial | null = null;
  private held: (() => void)[] | null = null;
  private holding = "";

  /** Requests (or those of one method) wait from now on until `release`. */
  hold(method = ""): void {
    this.held = [];
    this.holding = method;
  }

  async release(): Promise<void> {
    const held = this.held ?? [];
    this.held = null;
    for (const go of held) go();
    await settled();
    await settled();
  }

  count(method: string): number {
    return this.asked.filter(([asked]) => asked === method).length;
  }

  private async ask<T>(method: string, what: unknown, answer: () => T): Promise<T> {
    this.asked.push([method, what]);
    if (this.held && (!this.holding || this.holding === method)) await new Promise<void>((go) => this.held?.push(go));
    if (this.refuse) throw this.refuse;
    return answer();
  }

  get(name: string): Promise<GotCommand> {
    const text = JSON.stringify(review);
    return this.ask("get", name, () => ({ name, text, form: review, origin: "owner", replaces: false, version: 3, enabled: true, faults: [], file: `${name}.yaml`, ...this.got }));
  }

  read(_name: string, text: string, check: boolean): Promise<ReadText> {
    return this.ask(check ? "check" : "read", text, () => {
      const form = parsed(text);
      const faults: ReadText["faults"] = form ? [] : [{ file: "x.yaml", message: { en: "This is no YAML.", ru: "Это не YAML." }, line: 2, column: 3, severity: "error" }];
      return { form, faults, conflicts: form ? this.conflicts : [], effect: "writes" };
    });
  }

  write(_text: string, form: Form): Promise<string> {
    return this.ask("write", form, () => JSON.stringify(form));
  }

  save(name: string, text: string, base: number, decisions: readonly unknown[]): Promise<SavedText> {
    return this.ask("save", { text, base, decisions }, () => ({ name, version: base + 1, saved: true, text, replaces: false, faults: [], conflicts: [] }));
  }

  kinds() {
    return this.ask("kinds", null, () => kindList);
  }

  trigger(kind: string, spec: string) {
    return this.ask("trigger", { kind, spec }, () => ({ words: {}, next: [], problem: {} }));
  }

  rehearse(_name: string, text: string, trial: Trial): Promise<Rehearsal> {
    this.lastTrial = trial;
    return this.ask("rehearse", text, () => this.rehearsal);
  }

  phrases(phrase: string) {
    return this.ask("phrases", phrase, () => ({ samples: ["one", "two"], count: 2, problem: {} }));
  }

  versions(name: string): Promise<readonly Version[]> {
    return this.ask("versions", name, () => this.kept);
  }

  version(name: string, number: number, against: number): Promise<VersionText> {
    const changes: VersionText["difference"] = [{ where: "title", kind: "changed", text: { en: `the title became ${number}`, ru: `название стало ${number}` }, before: null, after: null }];
    return this.ask("version", { name, number, against }, () => ({ text: JSON.stringify({ ...review, title: `Version ${number}` }), difference: changes, unified: "-old\n+new" }));
  }

  rollBack(name: string, number: number): Promise<SavedText> {
    const text = JSON.stringify({ ...review, title: `Version ${number}` });
    return this.ask("rollBack", number, () => ({ name, version: 4, saved: true, text, replaces: false, faults: [], conflicts: [] }));
  }
}

function parsed(text: string): Form | null {
  try {
    const form: unknown = JSON.parse(text);
    return isMapping(form as Form) ? (form as Form) : null;
  } catch {
    return null;
  }
}
