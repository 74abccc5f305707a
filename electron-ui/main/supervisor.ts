/** Keeps the sidecar running: starts it, starts it again when it dies, gives up visibly, stops it without leaving anything. */

import { LogTail } from "./log-tail";
import type { Exit, Ready, Refusal, Sidecar, SidecarListener } from "./sidecar";

export type SidecarState =
  | { kind: "starting" }
  | { kind: "ready"; port: number }
  /** It died; the start number `attempt` follows after `delayMs`. */
  | { kind: "restarting"; attempt: number; delayMs: number }
  /** Given up until `retry()`. `message` comes from the sidecar and may be empty; `log` is the end of its log. */
  | { kind: "failed"; reason: string; message: string; ru?: string; log: readonly string[] }
  | { kind: "stopped" };

/** Calls `run` after `ms` milliseconds; the returned function takes that back. */
export type After = (ms: number, run: () => void) => () => void;

export interface SupervisorParts {
  /** Starts one sidecar on `port` (0: the sidecar chooses one). */
  launch(port: number, listener: SidecarListener): Sidecar;
  after: After;
  changed(state: SidecarState): void;
}

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
const MOST_RESTARTS = 5;
/** A sidecar that has not come up by then is taken for stuck (a first start may copy and migrate a large database). */
const START_LIMIT_MS = 120_000;
/** One that ran this long was healthy: its death counts as the first. Shorter runs count on, or a crash loop would never end. */
const HEALTHY_MS = 10_000;

/** One at a time. All methods are called from the main process's only thread. */
export class Supervisor {
  private sidecar: Sidecar | null = null;
  private log = new LogTail();
  private restarts = 0;
  private port = 0;
  private askedPort = 0;
  private refusal: Refusal | null = null;
  private wanted = false;
  private cancelTimer: () => void = () => undefined;

  constructor(private readonly parts: SupervisorParts) {}

  start(): void {
    if (this.wanted) return;
    this.wanted = true;
    this.restarts = 0;
    this.launch();
  }

  /** After a failure: once more from the beginning. Nothing while it runs or is about to. */
  retry(): void {
    if (!this.wanted) this.start();
  }

  /** Ends it and stays stopped. Resolves when no process is left. */
  async stop(): Promise<void> {
    this.wanted = false;
    this.cancelTimer();
    const sidecar = this.sidecar;
    this.sidecar = null;
    await sidecar?.stop();
    this.parts.changed({ kind: "stopped" });
  }

  private launch(): void {
    this.refusal = null;
    this.parts.changed({ kind: "starting" });
    // The page stays at its address through a restart when the sidecar comes back on the same port; once is tried.
    this.askedPort = this.restarts === 1 ? this.port : 0;
    let sidecar: Sidecar | null = null;
    const current = (): boolean => sidecar !== null && this.sidecar === sidecar;
    sidecar = this.parts.launch(this.askedPort, {
      ready: (ready) => current() && this.ready(ready),
      refused: (refusal) => {
        this.refusal = refusal;
      },
      log: (line) => this.log.add(line),
      exited: (exit) => current() && this.exited(exit),
    });
    this.sidecar = sidecar;
    this.setTimer(START_LIMIT_MS, () => {
      this.log.add(`no ready line after ${START_LIMIT_MS / 1000} s`);
      sidecar?.kill();
    });
  }

  private ready(ready: Ready): void {
    this.port = ready.port;
    this.setTimer(HEALTHY_MS, () => {
      this.restarts = 0;
    });
    this.parts.changed({ kind: "ready", port: ready.port });
  }

  private exited(exit: Exit): void {
    this.sidecar = null;
    this.cancelTimer();
    this.log.add(describe(exit));
    // Somebody else may have taken the port meanwhile: then it is tried again on a free one.
    if (this.refusal !== null && this.askedPort === 0) return this.fail(this.refusal);
    if (exit.error !== "") return this.fail({ reason: "missing", message: exit.error });
    if (this.restarts >= MOST_RESTARTS) return this.fail({ reason: "crashed", message: "" });
    const delayMs = Math.min(FIRST_DELAY_MS * 2 ** this.restarts, LONGEST_DELAY_MS);
    this.restarts += 1;
    this.parts.changed({ kind: "restarting", attempt: this.restarts, delayMs });
    this.setTimer(delayMs, () => this.launch());
  }

  private fail(why: Refusal): void {
    this.wanted = false;
    const log = this.log.read();
    this.log = new LogTail();
    this.parts.changed({ kind: "failed", ...why, log });
  }

  private setTimer(ms: number, run: () => void): void {
    this.cancelTimer();
    this.cancelTimer = this.parts.after(ms, run);
  }
}

function describe(exit: Exit): string {
  if (exit.error !== "") return exit.error;
  return exit.signal === null ? `the sidecar ended with exit code ${exit.code}` : `the sidecar was ended by ${exit.signal}`;
}
