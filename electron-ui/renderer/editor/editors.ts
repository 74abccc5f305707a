/** The command open in the editor, kept while the owner looks at other views; what is kept unsaved of others. */

import { effect, signal } from "@preact/signals";
import type { App } from "../app/app";
import { ConnectionLost } from "../connection/rpc";
import type { Schedule } from "../connection/connection";
import type { Editing } from "./context";
import { editorCalls } from "./requests";
import { placeOfRun } from "./runpaths";
import { EditorSession } from "./session";
import { Tryout } from "./tryout";
import { UnsavedTexts } from "./unsaved";

export interface EditorsParts {
  storage: Storage;
  schedule: Schedule;
  client: string;
  now(): number;
}

const OPENED = "symbiote.editor.";

export class Editors {
  readonly current = signal<Editing | null>(null);
  /** Why the command could not be opened. */
  readonly trouble = signal("");
  readonly unsaved: UnsavedTexts;
  private readonly calls;
  /** Where it is kept which command this page shows. */
  private readonly opened: string;

  constructor(
    private readonly app: App,
    private readonly parts: EditorsParts,
  ) {
    this.unsaved = new UnsavedTexts(parts.storage);
    this.calls = editorCalls({ call: (method, params) => app.call(method, params), newKey: () => app.newKey(), language: () => app.language.value });
    this.opened = `${OPENED}${parts.client}`;
    effect(() => {
      if (app.status.value === "online") void this.current.peek()?.session.sync();
    });
  }

  /** Shows a command in the editor. `fresh` is the text of one that was never saved; `run` the path of a step in a run, to go to. */
  async open(name: string, { fresh = null, run = "" }: { fresh?: string | null; run?: string } = {}): Promise<void> {
    this.app.dialog.value = "";
    this.app.view.value = "editor";
    const before = this.current.value;
    if (before?.session.name === name && fresh === null && before.session.ready.value) return this.goTo(before.session, run);
    const session = new EditorSession(name, {
      calls: this.calls, schedule: this.parts.schedule, unsaved: this.unsaved, now: this.parts.now,
      failed: (error) => this.app.toast(this.words(error), "error"),
      isLost: (error) => error instanceof ConnectionLost,
    });
    this.trouble.value = "";
    before?.session.leave();
    this.current.value = { session, calls: this.calls, tryout: new Tryout(session, this.calls, (error) => this.words(error)) };
    await this.load(session, fresh, run);
  }

  /** The commands were loaded anew: one that could not be opened may be there now, and phrases may have another winner. */
  loaded(): void {
    const session = this.current.value?.session;
    if (session && this.trouble.value) void this.load(session, null, "");
    else void session?.checkAgain();
  }

  private async load(session: EditorSession, fresh: string | null, run: string): Promise<void> {
    try {
      await session.load(fresh);
      this.trouble.value = "";
      this.goTo(session, run);
    } catch (error) {
      this.trouble.value = this.words(error as Error);
    }
  }

  /** The sidecar tells that a command has another version now. */
  changed(name: string, version: number): void {
    const session = this.current.value?.session;
    if (session?.name === name) void session.changedElsewhere(version);
  }

  /** Goes on where the page was when it was loaded again. */
  restore(): void {
    const name = this.parts.storage.getItem(this.opened);
    if (name && !this.current.value) void this.open(name);
    effect(() => {
      const name = this.app.view.value === "editor" ? this.current.value?.session.name : undefined;
      if (name) this.parts.storage.setItem(this.opened, name);
      else this.parts.storage.removeItem(this.opened);
    });
  }

  /** Leaves the editor; what was not saved stays kept. */
  close(): void {
    this.current.peek()?.session.leave();
    this.current.value = null;
    this.app.view.value = "commands";
  }

  /** Forgets the changes of the command that is open, and leaves. */
  throwAway(): void {
    const name = this.current.value?.session.name;
    this.close();
    if (name) this.unsaved.forget(name);
  }

  private goTo(session: EditorSession, run: string): void {
    const form = session.form.value;
    const place = run && form ? placeOfRun(form, run, session.kinds.value) : null;
    if (place) session.show(place);
  }

  private words(error: Error): string {
    return error instanceof ConnectionLost ? this.app.t("connectionLost") : error.message;
  }
}
