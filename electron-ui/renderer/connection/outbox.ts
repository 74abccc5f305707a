/** Requests that act, kept until the sidecar has taken them: sent in order, once, through reload and reconnect. */

import type { Method, Params, Result } from "../../shared/methods";
import { ConnectionLost } from "./rpc";

/** The methods with an idempotency key. */
export type ActingMethod = { [M in Method]: Params<M> extends { key: string } ? M : never }[Method];
/** What the caller gives; the key comes beside it. */
export type Acting<M extends ActingMethod> = Omit<Params<M>, "key">;

/** A request that waits; `at` is milliseconds since 1970. */
export interface Waiting {
  method: ActingMethod;
  params: { key: string; [name: string]: unknown };
  at: number;
}

export interface OutboxParts {
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;
  now(): number;
  call(method: Method, params: never): Promise<unknown>;
  changed(waiting: readonly Waiting[]): void;
  failed(request: Waiting, error: Error): void;
}

const PREFIX = "symbiote.outbox.";
/** What these did makes sense only at once: an old one is dropped instead of being sent late. */
const SHORT_LIVED: readonly ActingMethod[] = ["run.cancel_all", "undo.last"];
const SHORT_LIFE = 30_000;

export class Outbox {
  private waiting: readonly Waiting[];
  private readonly results = new Map<string, (result: unknown) => void>();
  private sending = false;
  /** Somebody asked for a flush, perhaps while one was giving up on a connection that is back by now. */
  private wanted = false;
  private lastAt = 0;

  constructor(private readonly parts: OutboxParts) {
    this.waiting = stored(parts.storage);
    parts.changed(this.waiting);
  }

  /** Puts a request at the end of the queue and sends what can be sent. Resolves with the result, if it comes in this
   * life of the page; a refusal is told to `failed` and leaves the promise open. */
  send<M extends ActingMethod>(method: M, params: Acting<M>, key: string): Promise<Result<M>> {
    this.lastAt = Math.max(this.parts.now(), this.lastAt + 1);
    const request: Waiting = { method, params: { ...params, key }, at: this.lastAt };
    this.parts.storage.setItem(nameOf(request), JSON.stringify(request));
    this.become([...this.waiting, request]);
    const result = new Promise<Result<M>>((resolve) => this.results.set(key, resolve as (result: unknown) => void));
    void this.flush();
    return result;
  }

  /** Sends everything that waits, oldest first, until the line breaks. */
  async flush(): Promise<void> {
    this.wanted = true;
    if (this.sending) return;
    this.sending = true;
    try {
      while (this.wanted) {
        this.wanted = false;
        await this.drain();
      }
    } finally {
      this.sending = false;
    }
  }

  private async drain(): Promise<void> {
    for (let request = this.waiting[0]; request; request = this.waiting[0]) {
      if (!(await this.deliver(request))) return;
    }
  }

  /** False when the request has to wait for a connection. */
  private async deliver(request: Waiting): Promise<boolean> {
    if (this.expired(request)) {
      this.remove(request);
      return true;
    }
    try {
      const result = await this.parts.call(request.method, request.params as never);
      this.remove(request);
      this.results.get(request.params.key)?.(result);
    } catch (error) {
      if (error instanceof ConnectionLost) return false;
      this.remove(request);
      this.parts.failed(request, error as Error);
    }
    this.results.delete(request.params.key);
    return true;
  }

  private expired(request: Waiting): boolean {
    return SHORT_LIVED.includes(request.method) && this.parts.now() - request.at > SHORT_LIFE;
  }

  private remove(request: Waiting): void {
    this.parts.storage.removeItem(nameOf(request));
    this.become(this.waiting.filter((other) => other !== request));
  }

  private become(waiting: readonly Waiting[]): void {
    this.waiting = waiting;
    this.parts.changed(waiting);
  }
}

/** One stored item per request, so that windows sharing a storage do not overwrite each other; sortable by time. */
function nameOf(request: Waiting): string {
  return `${PREFIX}${String(request.at).padStart(15, "0")}.${request.params.key}`;
}

function stored(storage: OutboxParts["storage"]): Waiting[] {
  const names: string[] = [];
  for (let place = 0; place < storage.length; place++) {
    const name = storage.key(place);
    if (name?.startsWith(PREFIX)) names.push(name);
  }
  return names.sort().flatMap((name) => read(storage.getItem(name)));
}

function read(item: string | null): Waiting[] {
  try {
    return item ? [JSON.parse(item) as Waiting] : [];
  } catch {
    return [];
  }
}
