/** The line to the sidecar: says hello, notices gaps, and comes back by itself when it breaks or has lagged. */

import type { Method, Params, Result, Welcome } from "../../shared/methods";
import type { Envelope } from "../../shared/protocol";
import type { Language } from "../../shared/texts";
import { ConnectionLost, Rpc, RpcError } from "./rpc";

/** The part of a WebSocket used here. */
export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((message: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(frame: string): void;
  close(): void;
}

/** Calls `action` after so many milliseconds unless the returned function is called before. */
export type Schedule = (milliseconds: number, action: () => void) => () => void;

/** `refused`: the token is not (or no longer) valid, only a new link helps. */
export type Status = "connecting" | "online" | "offline" | "refused";

export interface Line {
  open(): Socket;
  schedule: Schedule;
  token: string;
  client: string;
  /** The last recorded event known, null for none. */
  since(): number | null;
  /** The owner's, for what is refused. */
  language(): Language;
  status(status: Status): void;
  welcome(welcome: Welcome): void;
  envelope(envelope: Envelope): void;
}

const FIRST_DELAY = 250;
/** The sidecar is on this machine: trying costs nothing, and a restart takes a second or two. */
const LONGEST_DELAY = 2_000;
const REFUSED_DELAY = 10_000;
const BAD_TOKEN = 4401;

export class Connection {
  private socket: Socket | null = null;
  private rpc: Rpc | null = null;
  private online = false;
  private replayUntil = 0;
  private delay = FIRST_DELAY;
  private cancelRetry: () => void = () => undefined;

  constructor(private readonly line: Line) {}

  /** Opens the line; also called to try at once instead of waiting for the next attempt. */
  connect(): void {
    if (this.socket) return;
    this.cancelRetry();
    this.line.status("connecting");
    const socket = this.line.open();
    const rpc = new Rpc((frame) => socket.send(frame), (method, params) => {
      if (socket === this.socket) this.notified(method, params);
    }, this.line.language);
    this.socket = socket;
    this.rpc = rpc;
    socket.onopen = () => this.greet(rpc);
    socket.onmessage = ({ data }) => {
      if (typeof data === "string") rpc.receive(data);
    };
    socket.onclose = ({ code }) => this.closed(socket, code);
  }

  /** Sends a request. Raises ConnectionLost when there is no connection or it breaks, RpcError when refused. */
  async call<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    if (!this.rpc || !this.online) throw new ConnectionLost("not connected");
    return this.rpc.call(method, params);
  }

  private greet(rpc: Rpc): void {
    const { token, client } = this.line;
    rpc.call("session.hello", { token, since: this.line.since(), client }).then(
      (welcome) => this.welcomed(welcome),
      (error: Error) => {
        if (error instanceof RpcError) this.socket?.close();
      },
    );
  }

  /** Starts a new connection at once; what was missed follows its hello. */
  private again(): void {
    const old = this.socket;
    this.forget();
    old?.close();
    this.connect();
  }

  private welcomed(welcome: Welcome): void {
    this.replayUntil = welcome.seq;
    this.delay = FIRST_DELAY;
    this.online = true;
    this.line.welcome(welcome);
    this.line.status("online");
  }

  private notified(method: string, params: unknown): void {
    if (method === "resync") return this.again();
    if (method !== "event") return;
    const envelope = params as Envelope;
    if (this.leavesGap(envelope.seq)) return this.again();
    this.line.envelope(envelope);
  }

  /** True for a recorded event that skips some. Those up to the replay's end may: history has holes of its own. */
  private leavesGap(seq: number | null): boolean {
    if (seq === null || seq <= this.replayUntil) return false;
    return seq > (this.line.since() ?? 0) + 1;
  }

  private closed(socket: Socket, code: number): void {
    if (socket !== this.socket) return;
    this.forget();
    this.line.status(code === BAD_TOKEN ? "refused" : "offline");
    this.cancelRetry = this.line.schedule(code === BAD_TOKEN ? REFUSED_DELAY : this.delay, () => this.connect());
    this.delay = Math.min(this.delay * 2, LONGEST_DELAY);
  }

  private forget(): void {
    this.socket = null;
    this.online = false;
    this.rpc?.close();
    this.rpc = null;
  }
}
