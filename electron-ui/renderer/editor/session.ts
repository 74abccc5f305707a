/** One command being edited: its text and its form, each following the other, what is wrong with it, what can be taken back. */

import { batch, computed, signal } from "@preact/signals";
import type { Fault } from "../../shared/methods";
import type { Schedule } from "../connection/connection";
import { bothOf, type Form, type Path, testsOf } from "./document";
import { added, amended, begun, type History, redone, undone } from "./history";
import type { Kinds } from "./kinds";
import { lineOf, outline, stepOfLine } from "./lines";
import { keyOf } from "./tree";
import type { UnsavedTexts } from "./unsaved";
import type { Conflict, Decision, EditorCalls, Effect, ReadText, SavedText } from "./wire";

/** Text and form as they stand together. `ahead` tells which of them the other has yet to follow. */
export interface Standing {
  text: string;
  form: Form | null;
  ahead: "text" | "form" | null;
}

export interface SessionParts {
  calls: EditorCalls;
  schedule: Schedule;
  unsaved: UnsavedTexts;
  now(): number;
  /** A request failed for a reason that is not the connection. */
  failed(error: Error): void;
  isLost(error: unknown): boolean;
}

/** Quiet time (ms) after typing before the text is read, and after a change of the form before it is written. */
const QUIET_TEXT = 300;
const QUIET_FORM = 120;

export class EditorSession {
  private readonly past = signal<History<Standing>>(begun<Standing>({ text: "", form: null, ahead: null }));
  readonly standing = computed(() => this.past.value.now.state);
  readonly text = computed(() => this.standing.value.text);
  /** The last form that could be read, null before the first. */
  readonly form = computed(() => this.standing.value.form);
  readonly faults = signal<readonly Fault[]>([]);
  readonly conflicts = signal<readonly Conflict[]>([]);
  readonly decisions = signal<readonly Decision[]>([]);
  readonly effect = signal<Effect>("reads");
  readonly origin = signal<"built-in" | "owner">("owner");
  readonly enabled = signal(true);
  /** The version in use, zero for a command that was never saved. */
  readonly version = signal(0);
  readonly ready = signal(false);
  readonly saving = signal(false);
  readonly kinds = signal<Kinds>(new Map());
  /** The text as saved. */
  readonly base = signal("");
  readonly changed = computed(() => this.text.value !== this.base.value || this.standing.value.ahead === "form");
  readonly canUndo = computed(() => this.past.value.past.length > 0);
  readonly canRedo = computed(() => this.past.value.future.length > 0);
  /** The step whose fields are open, empty for none. */
  readonly open = signal("");
  /** The step that is to take the focus; counted, so that the same one can be wanted twice. */
  readonly wish = signal<{ step: string; count: number }>({ step: "", count: 0 });
  /** What stands beside the form. */
  readonly pane = signal<"yaml" | "try" | "tests" | "picture" | "versions">("yaml");
  /** The changes kept here were made to a text that is not the saved one any more. */
  readonly outdated = signal(false);
  /** Said to those who do not see the screen. */
  readonly spoken = signal("");
  /** The faults and conflicts shown belong to the text shown. */
  readonly checked = signal(false);
  /** The editor shows it no more: what comes back from then on is not kept. */
  private left = false;
  private cancelSync: () => void = () => undefined;
  private writing: Promise<void> = Promise.resolve();
  private reading: Promise<void> = Promise.resolve();

  constructor(
    readonly name: string,
    private readonly parts: SessionParts,
  ) {}

  /** Takes the command as saved and the changes kept here. `fresh` is the text of a new one, which the sidecar does not have. */
  async load(fresh: string | null = null): Promise<void> {
    const { calls, unsaved } = this.parts;
    const kept = unsaved.read(this.name);
    const [kinds, got] = await Promise.all([calls.kinds(), fresh === null ? this.saved(kept !== null) : null]);
    const text = kept?.text ?? fresh ?? got?.text ?? "";
    const read = text === got?.text ? got : await calls.read(this.name, text, false);
    batch(() => {
      this.kinds.value = new Map(kinds.map((kind) => [kind.name, kind]));
      this.origin.value = got?.origin ?? "owner";
      this.enabled.value = got?.enabled ?? true;
      this.version.value = got?.version ?? 0;
      this.base.value = got?.text ?? "";
      this.outdated.value = kept !== null && got !== null && kept.base !== "" && kept.base !== got.text;
      this.past.value = begun<Standing>({ text, form: kept?.form ?? read.form ?? got?.form ?? null, ahead: kept?.form ? "form" : null });
      this.faults.value = read.faults;
      this.ready.value = true;
    });
    if (fresh !== null) this.keep();
    void this.sync();
  }

  /** The command as the sidecar has it; one that is only kept here is unknown to it. */
  private async saved(kept: boolean) {
    try {
      return await this.parts.calls.get(this.name);
    } catch (error) {
      if (kept && !this.parts.isLost(error)) return null;
      throw error;
    }
  }

  /** The editor was left. All changes are kept already; an answer still to come must not bring back what was thrown away. */
  leave(): void {
    this.cancelSync();
    this.left = true;
  }

  /** Does something later, unless it is called off. */
  after(milliseconds: number, action: () => void): () => void {
    return this.parts.schedule(milliseconds, action);
  }

  // --- changes ---

  /** The owner typed in the text. */
  type(text: string): void {
    this.add({ text, form: this.form.value, ahead: "text" }, "text");
    this.later(QUIET_TEXT);
  }

  /** The owner changed something in the form. `what` names the field: changes of one field soon after each other are one. */
  edit(edit: (form: Form) => Form, what = ""): void {
    const { form, ahead } = this.standing.value;
    if (ahead === "text") {
      void this.sync().then(() => {
        if (this.standing.value.ahead === null) this.edit(edit, what);
      });
      return;
    }
    const next = form && edit(form);
    if (!next || next === form) return;
    this.add({ text: this.text.value, form: next, ahead: "form" }, what);
    this.later(QUIET_FORM);
  }

  undo(): void {
    this.travel(undone(this.past.value));
  }

  redo(): void {
    this.travel(redone(this.past.value));
  }

  /** Everything as it was saved; this can be taken back too. */
  discard(): void {
    this.add({ text: this.base.value, form: this.form.value, ahead: "text" }, "");
    void this.sync();
  }

  /** The text of a former version, or one from elsewhere, in place of this. */
  replace(text: string): void {
    this.add({ text, form: this.form.value, ahead: "text" }, "");
    void this.sync();
  }

  private travel(to: History<Standing>): void {
    if (to === this.past.value) return;
    this.past.value = to;
    this.checked.value = false;
    this.keep();
    this.later(QUIET_FORM);
  }

  private add(standing: Standing, what: string): void {
    this.past.value = added(this.past.value, standing, what, this.parts.now());
    this.checked.value = false;
    this.keep();
  }

  private keep(): void {
    if (this.left) return;
    const { text, form, ahead } = this.standing.value;
    const { unsaved } = this.parts;
    if (!this.changed.value) unsaved.forget(this.name);
    else unsaved.keep(this.name, { text, base: this.base.value, form: ahead === "form" ? form : null, title: this.version.value ? "" : titleOf(form) });
  }

  // --- text and form follow each other ---

  private later(milliseconds: number): void {
    this.cancelSync();
    this.cancelSync = this.parts.schedule(milliseconds, () => void this.sync());
  }

  /** Brings text, form and what is wrong up to date. Safe to call at any time. */
  async sync(): Promise<void> {
    this.cancelSync();
    await this.followForm();
    await this.check();
  }

  /** Writes the form into the text, again until nothing has changed meanwhile. It does not wait for a check under way. */
  private followForm(): Promise<void> {
    this.writing = this.writing.then(async () => {
      for (let before = this.standing.value; before.ahead === "form" && before.form; before = this.standing.value) {
        const text = await this.parts.calls.write(before.text, before.form);
        if (this.standing.value === before) this.amend({ text, form: before.form, ahead: null });
      }
    }).catch((error: Error) => this.tell(error));
    return this.writing;
  }

  /** Reads the text: quickly for its form when it was typed, then for all that may be wrong. One at a time, always the newest. */
  private check(): Promise<void> {
    this.reading = this.reading.then(async () => {
      while (this.standing.value.ahead !== "form" && (!this.checked.value || this.standing.value.ahead)) {
        const before = this.standing.value;
        const whole = before.ahead === null;
        const read = await this.parts.calls.read(this.name, before.text, whole);
        if (this.standing.value === before) this.found(before, read, whole);
      }
    }).catch((error: Error) => this.tell(error));
    return this.reading;
  }

  /** Other commands changed: what stands between them and this one may be something else now. */
  async checkAgain(): Promise<void> {
    if (!this.ready.value) return;
    this.checked.value = false;
    await this.sync();
  }

  private found(before: Standing, read: ReadText, whole: boolean): void {
    batch(() => {
      const form = before.ahead === "text" || !before.form ? (read.form ?? before.form) : before.form;
      this.amend({ text: before.text, form, ahead: null });
      this.faults.value = read.faults;
      this.effect.value = read.effect;
      if (whole) this.conflicts.value = read.conflicts;
      this.checked.value = whole;
    });
  }

  private tell(error: Error): void {
    if (!this.parts.isLost(error)) this.parts.failed(error);
  }

  private amend(standing: Standing): void {
    this.past.value = amended(this.past.value, standing);
    this.keep();
  }

  // --- saving ---

  private readonly lines = computed(() => outline(this.text.value));
  /** What is wrong with each step, by its place. */
  readonly faultsOfSteps = computed((): ReadonlyMap<string, readonly Fault[]> => {
    const found = new Map<string, Fault[]>();
    for (const fault of this.faults.value) {
      const step = keyOf(stepOfLine(this.lines.value, fault.line) ?? []);
      if (step) found.set(step, [...(found.get(step) ?? []), fault]);
    }
    return found;
  });
  /** The line each test begins on. */
  readonly linesOfTests = computed(() => testsOf(this.form.value ?? {}).map((_, place) => lineOf(this.lines.value, ["tests", place])));
  /** Errors in the text, which keep it from being saved. */
  readonly errors = computed(() => this.faults.value.filter((fault) => fault.severity === "error"));
  /** What nobody has decided yet and must be. */
  readonly undecided = computed(() => this.conflicts.value.filter((conflict) => isBlocking(conflict) && !this.decisionOf(conflict)));

  /** A phrase is given up: what is left of the conflicts then, only a save can tell. */
  readonly givesUp = computed(() => this.decisions.value.some((decision) => decision.choice === "give up"));

  decisionOf(conflict: Conflict): Decision["choice"] | null {
    return this.decisions.value.find((decision) => decision.sentence === conflict.sentence)?.choice ?? null;
  }

  decide(conflict: Conflict, choice: Decision["choice"] | null): void {
    const others = this.decisions.value.filter((decision) => decision.sentence !== conflict.sentence);
    this.decisions.value = choice ? [...others, { sentence: conflict.sentence, choice }] : others;
  }

  /** Saves what stands here; null when it did not arrive. */
  async save(): Promise<SavedText | null> {
    if (this.saving.value) return null;
    this.saving.value = true;
    try {
      await this.sync();
      const { text } = this.standing.value;
      const saved = await this.parts.calls.save(this.name, text, this.version.value, this.decisions.value);
      this.took(saved, text);
      return saved;
    } catch (error) {
      this.parts.failed(error as Error);
      return null;
    } finally {
      this.saving.value = false;
    }
  }

  /** What a save or a roll back came to. What was typed meanwhile stays. */
  took(saved: SavedText, sent: string | null): void {
    const { unsaved } = this.parts;
    if (this.left && saved.saved && unsaved.read(this.name)?.text === sent) unsaved.forget(this.name);
    batch(() => {
      this.faults.value = saved.faults;
      this.conflicts.value = saved.conflicts;
      if (!saved.saved) return;
      const same = sent === null || this.standing.value.text === sent;
      this.version.value = saved.version;
      this.base.value = saved.text || sent || "";
      this.origin.value = "owner";
      this.outdated.value = false;
      this.decisions.value = [];
      if (same && saved.text && saved.text !== this.text.value) this.add({ text: saved.text, form: this.form.value, ahead: "text" }, "");
      this.checked.value = false;
      this.keep();
    });
    if (saved.saved) void this.sync();
  }

  /** Another version was saved by somebody else: it is taken, unless there are changes here, which then stand against it. */
  async changedElsewhere(version: number): Promise<void> {
    if (this.saving.value || version === this.version.value || !this.ready.value) return;
    const got = await this.parts.calls.get(this.name).catch(() => null);
    if (!got || got.version === this.version.value || this.saving.value) return;
    const untouched = !this.changed.value;
    batch(() => {
      this.version.value = got.version;
      this.origin.value = got.origin;
      this.enabled.value = got.enabled;
      this.base.value = got.text;
      if (untouched) this.add({ text: got.text, form: got.form, ahead: "text" }, "");
      else this.outdated.value = this.text.value !== got.text;
      this.checked.value = false;
    });
    this.keep();
    await this.sync();
  }

  // --- where the owner is ---

  show(path: Path | null): void {
    const step = path ? keyOf(path) : "";
    this.open.value = step;
    if (step) this.wish.value = { step, count: this.wish.peek().count + 1 };
  }

  /** Gives a step the focus without opening it. */
  focus(path: Path): void {
    this.wish.value = { step: keyOf(path), count: this.wish.peek().count + 1 };
  }

  speak(words: string): void {
    this.spoken.value = words;
  }
}

/** Not saved until somebody decided; what only sounds alike is a warning. */
export function isBlocking(conflict: Conflict): boolean {
  return conflict.kind !== "similar";
}

function titleOf(form: Form | null): string {
  const both = bothOf(form?.["title"]);
  return both.ru || both.en;
}
