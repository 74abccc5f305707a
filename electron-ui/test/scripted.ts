/** Doubles of the page's surroundings: a socket that is played by the test, a clock that is moved by it, a storage. */

import { App, type Surroundings } from "../renderer/app/app";
import type { Socket } from "../renderer/connection/connection";
import type { Method, Snapshot } from "../shared/methods";
import type { AssistantEvent } from "../shared/state";
import { AT, samples } from "./events";

interface Request {
  id: number;
  method: Method;
  params: { [name: string]: unknown };
}

/** The sidecar's end of a connection, moved by hand. */
export class ScriptedSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly sent: Request[] = [];
  closed = false;

  send(frame: string): void {
    this.sent.push(JSON.parse(frame) as Request);
  }

  close(): void {
    this.closed = true;
  }

  /** Requests of this method, oldest first. */
  asked(method: Method): Request[] {
    return this.sent.filter((request) => request.method === method);
  }

  async answer(request: Request | undefined, result: unknown): Promise<void> {
    await this.receive({ jsonrpc: "2.0", id: request?.id, result });
  }

  async refuse(request: Request | undefined, message: string): Promise<void> {
    await this.receive({ jsonrpc: "2.0", id: request?.id, error: { code: -32000, message, data: { kind: "AssistantError" } } });
  }

  async tell(seq: number | null, event: AssistantEvent): Promise<void> {
    await this.receive({ jsonrpc: "2.0", method: "event", params: { seq, at: AT, event } });
  }

  async receive(message: unknown): Promise<void> {
    this.onmessage?.({ data: JSON.stringify(message) });
    await settled();
  }

  async lose(code = 1006): Promise<void> {
    this.onclose?.({ code });
    await settled();
  }
}

/** Lets everything that is ready run. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

/** Timers that go off when the test says so. */
export class ScriptedClock {
  now = 1_000_000;
  private waiting: { at: number; action: () => void }[] = [];

  readonly schedule = (milliseconds: number, action: () => void): (() => void) => {
    const timer = { at: this.now + milliseconds, action };
    this.waiting.push(timer);
    return () => {
      this.waiting = this.waiting.filter((other) => other !== timer);
    };
  };

  async pass(milliseconds: number): Promise<void> {
    this.now += milliseconds;
    const due = this.waiting.filter((timer) => timer.at <= this.now);
    this.waiting = this.waiting.filter((timer) => timer.at > this.now);
    for (const timer of due) timer.action();
    await settled();
  }
}

export class ScriptedStorage implements Storage {
  private readonly items = new Map<string, string>();
  [name: string]: unknown;

  get length(): number {
    return this.items.size;
  }

  key(place: number): string | null {
    return [...this.items.keys()][place] ?? null;
  }

  getItem(name: string): string | null {
    return this.items.get(name) ?? null;
  }

  setItem(name: string, value: string): void {
    this.items.set(name, value);
  }

  removeItem(name: string): void {
    this.items.delete(name);
  }

  clear(): void {
    this.items.clear();
  }
}

export const emptySnapshot: Snapshot = {
  envelopes: [], voice: samples["voice.changed"], model: samples["model.changed"],
  settings: { window: { language: "en", theme: "auto", first_run_done: true } }, draft: "", commands: samples["commands.loaded"],
  showing: { ...samples["showing.changed"], run: "", state: "off", lines: [] }, data_folder: "/home/owner/symbiote", more_history: false, notice: "",
};

/** A page with its scripted surroundings. */
export class ScriptedPage {
  readonly sockets: ScriptedSocket[] = [];
  readonly clock = new ScriptedClock();
  readonly app: App;
  private keys = 0;

  constructor(
    readonly storage: ScriptedStorage = new ScriptedStorage(),
    parts: Partial<Surroundings> = {},
  ) {
    this.app = new App({
      openSocket: () => {
        const socket = new ScriptedSocket();
        this.sockets.push(socket);
        return socket;
      },
      schedule: this.clock.schedule,
      storage,
      token: "secret",
      client: "window-1",
      systemLanguage: "en-US",
      now: () => this.clock.now,
      newKey: () => `key-${++this.keys}`,
      ...parts,
    });
  }

  get socket(): ScriptedSocket {
    const socket = this.sockets[this.sockets.length - 1];
    if (!socket) throw new Error("no connection was opened");
    return socket;
  }

  /** Connects and is welcomed with a snapshot, or with the missed events to follow (null). */
  async connect(seq = 0, snapshot: Snapshot | null = emptySnapshot): Promise<void> {
    this.app.connect();
    await this.welcome(seq, snapshot);
  }

  async welcome(seq = 0, snapshot: Snapshot | null = emptySnapshot): Promise<void> {
    this.socket.onopen?.();
    await this.socket.answer(this.socket.asked("session.hello")[0], { seq, version: "1.0", snapshot });
  }
}
