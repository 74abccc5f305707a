import { describe, expect, test } from "vitest";

import { Supervisor, type SidecarState } from "../../main/supervisor";
import { FakeClock, ScriptedSidecar } from "./fakes";

function supervised() {
  const clock = new FakeClock();
  const started: ScriptedSidecar[] = [];
  const states: SidecarState[] = [];
  const supervisor = new Supervisor({
    launch: (port, listener) => {
      const sidecar = new ScriptedSidecar(port, listener);
      started.push(sidecar);
      return sidecar;
    },
    after: clock.after,
    changed: (state) => states.push(state),
  });
  const last = (): ScriptedSidecar => {
    const sidecar = started.at(-1);
    if (sidecar === undefined) throw new Error("nothing was started");
    return sidecar;
  };
  return { clock, started, states, supervisor, last };
}

describe("a sidecar that dies", () => {
  test("is started again after delays that double, and given up after five", () => {
    const { clock, started, states, supervisor, last } = supervised();
    supervisor.start();
    for (let death = 0; death < 6; death += 1) {
      last().dies();
      clock.pass(30_000);
    }
    expect(started).toHaveLength(6);
    const delays = states.flatMap((state) => (state.kind === "restarting" ? [state.delayMs] : []));
    expect(delays).toEqual([500, 1_000, 2_000, 4_000, 8_000]);
    expect(states.at(-1)?.kind).toBe("failed");
  });

  test("comes back on its port first, and on any port when that fails", () => {
    const { clock, started, supervisor, last } = supervised();
    supervisor.start();
    last().listener.ready({ port: 4_711, pid: 1 });
    last().dies();
    clock.pass(500);
    last().listener.refused({ reason: "port", message: "taken" });
    last().dies();
    clock.pass(1_000);
    expect(started.map((sidecar) => sidecar.port)).toEqual([0, 4_711, 0]);
  });

  test("soon after each ready line is given up too", () => {
    const { clock, states, supervisor, last } = supervised();
    supervisor.start();
    for (let death = 0; death < 6; death += 1) {
      last().listener.ready({ port: 4_711, pid: 1 });
      last().dies();
      clock.pass(30_000);
    }
    expect(states.at(-1)?.kind).toBe("failed");
  });

  test("after running long begins with the first delay again", () => {
    const { clock, states, supervisor, last } = supervised();
    supervisor.start();
    for (let death = 0; death < 12; death += 1) {
      last().listener.ready({ port: 4_711, pid: 1 });
      clock.pass(10_000);
      last().dies();
      clock.pass(500);
    }
    const delays = states.flatMap((state) => (state.kind === "restarting" ? [state.delayMs] : []));
    expect(new Set(delays)).toEqual(new Set([500]));
  });
});

describe("a sidecar that cannot start", () => {
  test("and says why is not started again", () => {
    const { clock, started, states, supervisor, last } = supervised();
    supervisor.start();
    last().listener.log("a line of its log");
    last().listener.refused({ reason: "busy", message: "Another Symbiote works on this folder." });
    last().dies({ code: 3, signal: null, error: "" });
    clock.pass(60_000);
    expect(started).toHaveLength(1);
    expect(states.at(-1)).toEqual({
      kind: "failed",
      reason: "busy",
      message: "Another Symbiote works on this folder.",
      log: ["a line of its log", "the sidecar ended with exit code 3"],
    });
  });

  test("because there is no Python is not started again", () => {
    const { clock, started, states, supervisor, last } = supervised();
    supervisor.start();
    last().dies({ code: null, signal: null, error: "spawn ENOENT" });
    clock.pass(60_000);
    expect(started).toHaveLength(1);
    expect(states.at(-1)).toMatchObject({ kind: "failed", reason: "missing" });
  });

  test("and hangs is killed and started again", () => {
    const { clock, started, supervisor } = supervised();
    supervisor.start();
    clock.pass(120_000);
    expect(started[0]?.killed).toBe(true);
    clock.pass(500);
    expect(started).toHaveLength(2);
  });

  test("is started again by the owner, with all attempts", () => {
    const { clock, started, states, supervisor, last } = supervised();
    supervisor.start();
    last().listener.refused({ reason: "data", message: "read-only" });
    last().dies();
    supervisor.retry();
    last().dies();
    clock.pass(500);
    expect(started).toHaveLength(3);
    expect(states.at(-1)).toEqual({ kind: "starting" });
  });
});

test("a second start or a retry while it runs starts nothing", () => {
  const { started, supervisor } = supervised();
  supervisor.start();
  supervisor.start();
  supervisor.retry();
  expect(started).toHaveLength(1);
});

test("a stopped sidecar stays stopped", async () => {
  const { clock, started, states, supervisor, last } = supervised();
  supervisor.start();
  await supervisor.stop();
  last().dies({ code: 0, signal: null, error: "" });
  clock.pass(60_000);
  expect(last().stopped).toBe(true);
  expect(started).toHaveLength(1);
  expect(states.at(-1)).toEqual({ kind: "stopped" });
});

test("stopping while waiting for the next attempt takes that back", async () => {
  const { clock, started, supervisor, last } = supervised();
  supervisor.start();
  last().dies();
  await supervisor.stop();
  clock.pass(60_000);
  expect(started).toHaveLength(1);
});

test("only the last hundred lines of the log are kept", () => {
  const { states, supervisor, last } = supervised();
  supervisor.start();
  for (let line = 0; line < 300; line += 1) last().listener.log(`line ${line}`);
  last().listener.refused({ reason: "data", message: "full" });
  last().dies();
  const failed = states.at(-1);
  expect(failed?.kind === "failed" ? failed.log.length : 0).toBe(100);
});
