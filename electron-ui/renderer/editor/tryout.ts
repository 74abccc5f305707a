/** A dry run of the command that is being edited: what it is given, what it came to, and what that says of each step. */

import { computed, signal } from "@preact/signals";
import type { Json, Mapping, Path } from "./document";
import { placeOfRun } from "./runpaths";
import type { EditorSession } from "./session";
import { keyOf } from "./tree";
import type { EditorCalls, Rehearsal, RehearsedStep, Trial } from "./wire";

export class Tryout {
  readonly trial = signal<Trial>({ sentence: "", slots: {}, answers: {} });
  readonly found = signal<Rehearsal | null>(null);
  readonly running = signal(false);
  /** Why there is nothing to show: the request itself failed. */
  readonly trouble = signal("");
  /** The text that was tried. */
  private readonly tried = signal("");
  /** The command was changed since. */
  readonly stale = computed(() => this.found.value !== null && this.tried.value !== this.session.text.value);
  /** The passes of each step by its place in the document. */
  readonly byStep = computed((): ReadonlyMap<string, readonly RehearsedStep[]> => {
    const [form, steps] = [this.session.form.value, this.found.value?.steps ?? []];
    const found = new Map<string, RehearsedStep[]>();
    for (const step of form ? steps : []) {
      const place = form && placeOfRun(form, step.path, this.session.kinds.value);
      if (place) found.set(keyOf(place), [...(found.get(keyOf(place)) ?? []), step]);
    }
    return found;
  });
  /** The last value of every name that was saved, for the picker. */
  readonly examples = computed((): ReadonlyMap<string, Json> => {
    const found = new Map<string, Json>(Object.entries((this.found.value?.slots ?? {}) as Mapping));
    for (const { path, value, state } of this.found.value?.steps ?? []) {
      const name = path.slice(path.lastIndexOf(".") + 1);
      if (state !== "failed" && state !== "skipped" && value !== null) found.set(name, value as Json);
    }
    return found;
  });

  constructor(
    private readonly session: EditorSession,
    private readonly calls: EditorCalls,
    private readonly words: (error: Error) => string,
  ) {}

  set(change: Partial<Trial>): void {
    this.trial.value = { ...this.trial.value, ...change };
  }

  async run(): Promise<void> {
    if (this.running.value) return;
    this.running.value = true;
    try {
      await this.session.sync();
      const text = this.session.text.value;
      this.found.value = await this.calls.rehearse(this.session.name, text, this.trial.value);
      this.tried.value = text;
      this.trouble.value = "";
    } catch (error) {
      this.trouble.value = this.words(error as Error);
    } finally {
      this.running.value = false;
    }
  }

  /** How the step at a place went: the last pass, and how many there were. */
  outcome(path: Path): { last: RehearsedStep; passes: number; failed: RehearsedStep | null } | null {
    const passes = this.byStep.value.get(keyOf(path));
    const last = passes?.[passes.length - 1];
    return passes && last ? { last, passes: passes.length, failed: passes.find((step) => step.state === "failed") ?? null } : null;
  }
}
