/** What the owner can do with a step, each told to those who do not see it, and the keys for it. */

import type { App } from "../app/app";
import { at, change, type Form, type Json, type Path } from "./document";
import { freshStep, type Kind } from "./kinds";
import type { EditorSession } from "./session";
import { allSteps, blockOf, type Direction, doubled, inserted, keyOf, moved, movedTo, type Placed, placeOf, removed, stepsAt } from "./tree";

export class StepActions {
  constructor(
    private readonly app: App,
    private readonly session: EditorSession,
  ) {}

  move(path: Path, direction: Direction): void {
    const { form, kinds } = this.known();
    const to = form && moved(form, path, direction, kinds);
    if (to) this.place(to, path);
    else this.session.speak(this.app.t("stepStays"));
  }

  moveTo(path: Path, block: Path, place: number): void {
    const { form, kinds } = this.known();
    const to = form && movedTo(form, path, block, place, kinds);
    if (to && to.form !== form) this.place(to, path);
  }

  double(path: Path): void {
    const { form } = this.known();
    if (form) this.place(doubled(form, path), path);
  }

  /** The focus goes to the step that takes its place, else to the one before. */
  remove(path: Path): void {
    const { form, kinds } = this.known();
    if (!form) return;
    const without = removed(form, path, kinds);
    this.session.edit(() => without);
    if (this.session.open.value.startsWith(keyOf(path))) this.session.open.value = "";
    const left = stepsAt(without, blockOf(path)).length;
    if (left > 0) this.session.focus([...blockOf(path), Math.min(placeOf(path), left - 1)]);
    this.app.toast(this.app.t("stepRemoved"), "plain", () => this.session.undo());
  }

  /** A new step at the end of a block, its fields open. */
  add(block: Path, kind: Kind): void {
    const { form } = this.known();
    if (!form) return;
    const added = inserted(form, block, stepsAt(form, block).length, freshStep(kind));
    this.session.edit(() => added.form);
    this.session.show(added.path);
  }

  /** Another value for a step. */
  change(path: Path, step: Json, what: string): void {
    this.session.edit((form) => (at(form, path) === undefined ? form : change(form, path, step)), `${keyOf(path)} ${what}`);
  }

  /** Obeys a key pressed on a step's line; false when it means nothing here. */
  key(path: Path, event: KeyboardEvent): boolean {
    const directions: { [key: string]: Direction } = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "out", ArrowRight: "in" };
    const direction = directions[event.key];
    if (event.altKey && direction) this.move(path, direction);
    else if ((event.ctrlKey || event.metaKey) && event.code === "KeyD") this.double(path);
    else if (event.key === "Delete") this.remove(path);
    else if (!event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) this.walk(path, event.key === "ArrowUp" ? -1 : 1);
    else return false;
    return true;
  }

  /** The focus on the next or the former step, through all blocks. */
  private walk(path: Path, by: number): void {
    const { form, kinds } = this.known();
    if (!form) return;
    const all = allSteps(form, kinds);
    const next = all[all.findIndex((each) => keyOf(each) === keyOf(path)) + by];
    if (next) this.session.focus(next);
  }

  private place({ form, path }: Placed, from: Path): void {
    const open = this.session.open.value === keyOf(from);
    this.session.edit(() => form);
    if (open) this.session.open.value = keyOf(path);
    this.session.focus(path);
    this.session.speak(this.app.t("stepMoved", { place: this.where(form, path) }));
  }

  /** "2 of 5". */
  private where(form: Form, path: Path): string {
    return this.app.t("placeOf", { n: placeOf(path) + 1, total: stepsAt(form, blockOf(path)).length });
  }

  private known() {
    return { form: this.session.form.value, kinds: this.session.kinds.value };
  }
}
