/** The page's one object: what is known (signals), and what the owner can do about it (methods). */

import { batch, computed, signal, type ReadonlySignal } from "@preact/signals";
import type { SymbioteBridge } from "../../shared/bridge";
import type { CommandShown, Fault, Method, Params, Result, Welcome } from "../../shared/methods";
import type { Envelope } from "../../shared/protocol";
import { fromSnapshot, prepend, reduce } from "../../shared/reduce";
import { emptyState, type State } from "../../shared/state";
import { type Language, local, resolveLanguage, text, type TextKey, type TextParams } from "../../shared/texts";
import { Connection, type Schedule, type Socket, type Status } from "../connection/connection";
import { Draft } from "../connection/draft";
import { type Acting, type ActingMethod, Outbox, type Waiting } from "../connection/outbox";
import { ConnectionLost } from "../connection/rpc";
import { Editors } from "../editor/editors";
import { isWithinLoop, waitingQuestions } from "./derived";

export type View = "conversation" | "agenda" | "reminders" | "tasks" | "notes" | "commands" | "proposals" | "history" | "editor" | "tables" | "schedules" | "learned" | "connections";
export type Dialog = "" | "palette" | "settings" | "welcome" | "menu";

/** What the page takes from its surroundings; tests give their own. */
export interface Surroundings {
  openSocket(): Socket;
  schedule: Schedule;
  storage: Storage;
  token: string;
  client: string;
  systemLanguage: string;
  now(): number;
  newKey(): string;
  bridge?: SymbioteBridge | undefined;
}

/** A line at the foot of the window that goes away by itself. */
export interface Toast {
  id: number;
  text: string;
  tone: "plain" | "error";
  /** Takes back what the toast tells of. */
  undo: (() => void) | null;
}

const TOAST_LIFE = 6_000;
/** Breaks of the connection shorter than this (ms) pass in silence. */
const PATIENCE = 2_500;
/** Between two looks at a loop under way (ms). */
const MOMENT = 50;
/** What happens within loops in one moment before it is too much to show each by itself. */
const FLOOD = 10;

export class App {
  readonly state = signal<State>(emptyState);
  readonly level = signal(0);
  readonly status = signal<Status>("connecting");
  /** The connection has been broken for so long that the owner should know. */
  readonly away = signal(false);
  readonly outbox = signal<readonly Waiting[]>([]);
  readonly draft = signal("");
  readonly view = signal<View>("conversation");
  /** The part of the view to bring into sight, empty for its beginning. */
  readonly part = signal("");
  readonly dialog = signal<Dialog>("");
  readonly toasts = signal<readonly Toast[]>([]);
  readonly commands = signal<readonly CommandShown[]>([]);
  readonly faults = signal<readonly Fault[]>([]);
  readonly version = signal("");
  /** What the owner must know about the data folder. */
  readonly notice = signal("");
  readonly dataFolder = signal("");
  /** Greeted at least once: what is shown is real. */
  readonly ready = signal(false);
  /** Counts the wishes to write a message; the composer takes the focus at each. */
  readonly composerWish = signal(0);
  /** The question or run to bring into sight, empty for none. */
  readonly sought = signal("");
  /** False until the first greeting was drawn: what came with it is no news. */
  live = false;
  readonly language: ReadonlySignal<Language>;
  readonly waiting = computed(() => waitingQuestions(this.state.value));
  readonly bridge: SymbioteBridge | undefined;
  readonly editors: Editors;
  /** What `state` shows, or will show in a moment. */
  private known: State = emptyState;
  /** What happened within loops this moment; more than FLOOD is shown at the moment's end. */
  private flood = 0;
  private cancelMoment: (() => void) | null = null;
  private lastToast = 0;
  private cancelAway: (() => void) | null = null;
  private readonly connection: Connection;
  private readonly box: Outbox;
  private readonly draftKeeper: Draft;

  constructor(private readonly around: Surroundings) {
    this.bridge = around.bridge;
    const languageSetting = computed(() => this.state.value.settings["window"]?.["language"]);
    this.language = computed(() => resolveLanguage(languageSetting.value, around.systemLanguage));
    this.connection = new Connection({
      open: around.openSocket,
      schedule: around.schedule,
      token: around.token,
      client: around.client,
      language: () => this.language.peek(),
      since: () => (this.ready.peek() ? this.known.seq : null),
      status: (status) => this.became(status),
      welcome: (welcome) => this.welcomed(welcome),
      envelope: (envelope) => this.told(envelope),
    });
    this.box = new Outbox({
      storage: around.storage,
      now: around.now,
      call: (method, params) => this.connection.call(method, params),
      changed: (waiting) => (this.outbox.value = waiting),
      failed: (request, error) => this.refused(request, error),
    });
    this.draftKeeper = new Draft({
      storage: around.storage,
      schedule: around.schedule,
      save: async (draft) => (await this.quietly("draft.save", { text: draft, client: around.client })) !== null,
      show: (draft) => (this.draft.value = draft),
    });
    this.editors = new Editors(this, around);
  }

  /** The text in the owner's language; reading it in a component follows changes of the language. */
  readonly t = (key: TextKey, params?: TextParams): string => text(this.language.value, key, params);

  readonly local = (given: { readonly [language: string]: string }): string => local(this.language.value, given);

  connect(): void {
    this.connection.connect();
  }

  // --- what the owner does ---

  /** Says what stands in the composer. */
  sendDraft(): void {
    const words = this.draft.value.trim();
    if (!words) return;
    this.say(words);
    this.draftKeeper.clear();
  }

  say(words: string, replaces: string | null = null): void {
    this.view.value = "conversation";
    void this.act("turn.say", { text: words, replaces, source: "keyboard", language: null });
  }

  /** Carries out a command by its name, as a button beside an item of a list does. */
  runCommand(command: string, slots: Readonly<Record<string, unknown>>): void {
    void this.act("turn.run", { command, slots, language: this.language.value });
  }

  writeDraft(words: string): void {
    this.draftKeeper.write(words);
  }

  /** Puts words into the composer, for the owner to finish and send. */
  suggest(words: string): void {
    this.writeDraft(words);
    this.dialog.value = "";
    this.focusComposer();
  }

  focusComposer(): void {
    this.composerWish.value += 1;
  }

  /** Shows the conversation at this question or run. */
  seek(id: string): void {
    batch(() => {
      this.dialog.value = "";
      this.view.value = "conversation";
      this.sought.value = id;
    });
  }

  /** Shows a view, at a part of it. */
  showPart(view: View, part: string): void {
    batch(() => {
      this.dialog.value = "";
      this.part.value = part;
      this.view.value = view;
    });
  }

  /** A request that acts: kept until it was taken, through reload and reconnect. */
  act<M extends ActingMethod>(method: M, params: Acting<M>, key = this.newKey()): Promise<Result<M>> {
    return this.box.send(method, params, key);
  }

  /** A fresh idempotency key, for an action that is to be taken back under the same one. */
  newKey(): string {
    return this.around.newKey();
  }

  /** A request for something to show; null when it failed. Asked again by who needs it when a connection is back. */
  fetch<M extends Method>(method: M, params: Params<M>): Promise<Result<M> | null> {
    return this.connection.call(method, params).catch((error: Error) => {
      if (!(error instanceof ConnectionLost)) this.toast(error.message, "error");
      return null;
    });
  }

  /** A request whose failure is the caller's to tell. */
  call<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    return this.connection.call(method, params);
  }

  /** A request of the owner that means nothing later; a failure is shown. Null when it failed. */
  async ask<M extends Method>(method: M, params: Params<M>): Promise<Result<M> | null> {
    try {
      return await this.connection.call(method, params);
    } catch (error) {
      this.toast(error instanceof ConnectionLost ? this.t("connectionLost") : (error as Error).message, "error");
      return null;
    }
  }

  async setSetting(section: string, key: string, value: unknown): Promise<void> {
    const refusal = await this.trySetting(section, key, value);
    if (refusal) this.toast(refusal, "error");
  }

  /** Changes a setting; why it was refused, empty when it was not. */
  async trySetting(section: string, key: string, value: unknown): Promise<string> {
    try {
      const { settings } = await this.connection.call("settings.set", { section, key, value });
      this.know({ ...this.known, settings });
      return "";
    } catch (error) {
      return error instanceof ConnectionLost ? this.t("connectionLost") : (error as Error).message;
    }
  }

  async undoLast(): Promise<void> {
    const { summary } = await this.act("undo.last", {});
    this.toast(summary ? this.t("undone", { summary }) : this.t("nothingToUndo"));
  }

  /** Loads turns older than the first one shown. */
  async showEarlier(count = 20): Promise<void> {
    const first = this.state.value.entries.find((entry) => entry.kind === "turn");
    const before = first ? (this.state.value.turns[first.id]?.at ?? null) : null;
    const past = await this.fetch("history.search", { text: "", before, limit: count });
    if (past) await this.showTurns(past.turns.map((turn) => turn.turn).reverse(), past.turns.length === count);
  }

  /** Loads these turns of the past into the conversation, oldest first. */
  async showTurns(turns: readonly string[], more: boolean): Promise<void> {
    const found = await Promise.all(turns.map((turn) => this.fetch("history.turn", { turn })));
    const envelopes = found.flatMap((each) => each?.envelopes ?? []);
    this.know(prepend(this.known, envelopes, more));
  }

  toast(message: string, tone: Toast["tone"] = "plain", undo: (() => void) | null = null): void {
    const toast = { id: ++this.lastToast, text: message, tone, undo };
    this.toasts.value = [...this.toasts.value.slice(-2), toast];
    this.around.schedule(TOAST_LIFE, () => this.dropToast(toast.id));
  }

  dropToast(id: number): void {
    this.toasts.value = this.toasts.value.filter((toast) => toast.id !== id);
  }

  // --- what the sidecar tells ---

  private became(status: Status): void {
    this.status.value = status;
    if (status !== "online") {
      this.cancelAway ??= this.around.schedule(PATIENCE, () => (this.away.value = true));
      return;
    }
    this.cancelAway?.();
    this.cancelAway = null;
    this.away.value = false;
    void this.box.flush();
    void this.loadCommands();
  }

  private welcomed({ seq, version, snapshot }: Welcome): void {
    batch(() => {
      this.version.value = version;
      if (snapshot) {
        this.know(fromSnapshot(snapshot, seq));
        this.dataFolder.value = snapshot.data_folder;
        this.draftKeeper.connected(snapshot.draft);
        this.notice.value = snapshot.notice;
        this.welcomeOnce(snapshot.settings);
      } else {
        this.draftKeeper.connected(null);
      }
      this.ready.value = true;
    });
    if (!this.live) this.editors.restore();
    this.live = true;
  }

  private welcomeOnce(settings: State["settings"]): void {
    if (settings["window"]?.["first_run_done"] === false && !this.ready.peek()) this.dialog.value = "welcome";
  }

  private told(envelope: Envelope): void {
    const { event } = envelope;
    if (event.type === "voice.level") {
      this.level.value = event.level;
      return;
    }
    this.know(reduce(this.known, envelope), isWithinLoop(event));
    if (event.type === "commands.loaded") {
      void this.loadCommands();
      this.editors.loaded();
    }
    if (event.type === "command.changed") this.editors.changed(event.name, event.version);
    if (event.type === "view.wanted") this.showPart(event.view, event.part);
    if (event.type === "draft.changed" && event.client !== this.around.client) this.draftKeeper.changedElsewhere(event.text);
  }

  /** Shows what is known now; of a loop with hundreds of passes a second only how it stands every moment. */
  private know(state: State, withinLoop = false): void {
    this.known = state;
    if (withinLoop) {
      this.flood += 1;
      this.cancelMoment ??= this.around.schedule(MOMENT, () => this.momentPassed());
      if (this.flood > FLOOD) return;
    }
    this.state.value = state;
  }

  private momentPassed(): void {
    this.cancelMoment = null;
    this.flood = this.flood > 2 * FLOOD ? FLOOD : 0;
    this.state.value = this.known;
  }

  private async loadCommands(): Promise<void> {
    const loaded = await this.quietly("commands.list", {});
    if (loaded) batch(() => ([this.commands.value, this.faults.value] = [loaded.commands, loaded.faults]));
  }

  private async quietly<M extends Method>(method: M, params: Params<M>): Promise<Result<M> | null> {
    return this.connection.call(method, params).catch(() => null);
  }

  /** The words of a refused sentence go back into an empty composer: nothing the owner wrote is lost. */
  private refused(request: Waiting, error: Error): void {
    this.toast(this.t("failedCall", { message: error.message }), "error");
    const words = request.params["text"];
    if (request.method === "turn.say" && typeof words === "string" && !this.draft.value) this.writeDraft(words);
  }
}
