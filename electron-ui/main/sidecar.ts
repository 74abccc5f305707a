/** One run of the sidecar, the Python process that does the work: its start, what it says of itself, and its end. */

import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";

/** How to start it. `env` is the whole environment of the child. */
export interface SidecarCommand {
  program: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
}

/** The ready line: it listens on `port` of 127.0.0.1. */
export interface Ready {
  port: number;
  pid: number;
}

/** Why it could not start, in its own words: `busy` when another process works on the data folder. */
export interface Refusal {
  reason: string;
  message: string;
  /** The message in Russian, where it is known. */
  ru?: string;
}

/** How it ended; `error` when it could not even be started. */
export interface Exit {
  code: number | null;
  signal: string | null;
  error: string;
}

export interface SidecarListener {
  ready(ready: Ready): void;
  refused(refusal: Refusal): void;
  /** A line of its log (stderr). */
  log(line: string): void;
  /** Called once, last. */
  exited(exit: Exit): void;
}

export interface Sidecar {
  /** Asks it to leave by closing its stdin, and kills it after `graceMs`. Resolves when it is gone. */
  stop(): Promise<void>;
  /** Kills it at once; `exited` follows. */
  kill(): void;
}

/** The protocol this shell speaks. */
export const PROTOCOL = 1;

const STREAMS_GRACE_MS = 1_000;

/** Starts the sidecar. Its stdin stays open for as long as this process lives: the sidecar leaves when that closes. */
export function launchSidecar(command: SidecarCommand, listener: SidecarListener, graceMs = 2_000): Sidecar {
  const child = spawn(command.program, command.args, {
    cwd: command.cwd,
    env: command.env,
    stdio: ["pipe", "pipe", "pipe"],
    windowsHide: true,
  });
  // Without a listener a write to a child that has just died ends this process (EPIPE).
  child.stdin.on("error", () => undefined);
  createInterface({ input: child.stdout }).on("line", (line) => hear(line, listener));
  createInterface({ input: child.stderr }).on("line", (line) => listener.log(line));
  const gone = exitOf(child);
  void gone.then((exit) => listener.exited(exit));
  return {
    stop: async () => {
      child.stdin.end();
      const timer = setTimeout(() => killTree(child), graceMs);
      await gone;
      clearTimeout(timer);
    },
    kill: () => killTree(child),
  };
}

function hear(line: string, listener: SidecarListener): void {
  const said = readLine(line);
  if (said === null) listener.log(line);
  else if ("port" in said) listener.ready(said);
  else listener.refused(said);
}

/** A line of the sidecar's stdout, or null when it is none of the two it may write there. */
export function readLine(line: string): Ready | Refusal | null {
  let said: unknown;
  try {
    said = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof said !== "object" || said === null) return null;
  const { event, port, pid, protocol, reason, message, ru } = said as Record<string, unknown>;
  if (event === "failed") return { reason: String(reason ?? ""), message: String(message ?? ""), ...(typeof ru === "string" && { ru }) };
  if (event !== "ready" || !isPort(port) || typeof pid !== "number") return null;
  if (protocol === PROTOCOL) return { port, pid };
  return { reason: "protocol", message: `The sidecar speaks protocol ${String(protocol)}, this window speaks ${PROTOCOL}.` };
}

function isPort(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value > 0 && value < 65_536;
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: null, signal: null, error: error.message }));
    const ended = (code: number | null, signal: string | null): void => resolve({ code, signal, error: "" });
    // `close` comes after the last line of both streams, `exit` may come before; a process the sidecar has left behind
    // may hold the streams for ever.
    child.once("close", ended);
    child.once("exit", (code, signal) => setTimeout(() => ended(code, signal), STREAMS_GRACE_MS).unref());
  });
}

function killTree(child: ChildProcess): void {
  if (process.platform === "win32" && child.pid !== undefined) {
    spawnSync("taskkill", ["/pid", String(child.pid), "/t", "/f"], { windowsHide: true });
    return;
  }
  child.kill("SIGKILL");
}
