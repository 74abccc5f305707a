/** JSON-RPC 2.0 over one open socket: requests with their answers, and notifications. */

import type { Method, Params, Result } from "../../shared/methods";
import type { Language } from "../../shared/texts";

/** What the server refused; `message` is for the owner. */
export class RpcError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly kind: string,
  ) {
    super(message);
  }
}

/** The connection ended before an answer came: the request may or may not have been carried out. */
export class ConnectionLost extends Error {}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

interface Frame {
  id?: number;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { code: number; message: string; data?: { kind?: string; ru?: string } };
}

/** Numbers requests and brings answers back to them. `send` puts a text frame on the socket. */
export class Rpc {
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  constructor(
    private readonly send: (frame: string) => void,
    private readonly notified: (method: string, params: unknown) => void,
    private readonly language: () => Language,
  ) {}

  call<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    const id = ++this.last;
    return new Promise<Result<M>>((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
      this.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    });
  }

  /** Takes a frame that came; one that is no JSON-RPC is passed over. */
  receive(frame: string): void {
    const message = parse(frame);
    if (!message) return;
    if (message.method !== undefined) return this.notified(message.method, message.params);
    const waiting = message.id === undefined ? undefined : this.waiting.get(message.id);
    if (!waiting || message.id === undefined) return;
    this.waiting.delete(message.id);
    if (message.error) waiting.reject(this.refusal(message.error));
    else waiting.resolve(message.result);
  }

  private refusal({ code, message, data }: NonNullable<Frame["error"]>): RpcError {
    return new RpcError(code, (this.language() === "ru" && data?.ru) || message, data?.kind ?? "");
  }

  /** Ends all requests under way. */
  close(): void {
    const open = [...this.waiting.values()];
    this.waiting.clear();
    for (const waiting of open) waiting.reject(new ConnectionLost("connection lost"));
  }
}

function parse(frame: string): Frame | null {
  try {
    const message: unknown = JSON.parse(frame);
    return typeof message === "object" && message !== null ? (message as Frame) : null;
  } catch {
    return null;
  }
}
