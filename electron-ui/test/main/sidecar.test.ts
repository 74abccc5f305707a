import { afterEach, expect, test } from "vitest";

import { launchSidecar, readLine, type Exit, type Ready, type Refusal, type Sidecar } from "../../main/sidecar";

/** Starts node with `script` in the place of the sidecar and collects what the listener hears. */
function launch(script: string, graceMs = 2_000) {
  const heard = { ready: null as Ready | null, refused: null as Refusal | null, log: [] as string[] };
  let sidecar: Sidecar | null = null;
  let readied: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => (readied = resolve));
  const exited = new Promise<Exit>((resolve) => {
    sidecar = launchSidecar(
      { program: process.execPath, args: ["-e", script], cwd: process.cwd(), env: process.env },
      {
        ready: (line) => {
          heard.ready = line;
          readied();
        },
        refused: (refusal) => (heard.refused = refusal),
        log: (line) => heard.log.push(line),
        exited: resolve,
      },
      graceMs,
    );
  });
  if (sidecar === null) throw new Error("not started");
  running.push(sidecar);
  return { heard, ready, exited, sidecar: sidecar as Sidecar };
}

const running: Sidecar[] = [];
afterEach(() => running.splice(0).forEach((sidecar) => sidecar.kill()));

const READY = `console.log(JSON.stringify({event: "ready", port: 4711, pid: process.pid, protocol: 1, url: ""}));`;
const LEAVES = `process.stdin.on("end", () => process.exit(0)).resume();`;

test("the ready line gives the port", async () => {
  const { heard, ready } = launch(`${READY} ${LEAVES}`);
  await ready;
  expect(heard.ready?.port).toBe(4711);
});

test("a sidecar leaves when its stdin closes", async () => {
  const { ready, exited, sidecar } = launch(`${READY} ${LEAVES}`);
  await ready;
  await sidecar.stop();
  expect(await exited).toEqual({ code: 0, signal: null, error: "" });
});

test("a sidecar that does not leave is killed after the grace", async () => {
  const { ready, exited, sidecar } = launch(`${READY} setInterval(() => undefined, 1000);`, 50);
  await ready;
  await sidecar.stop();
  expect((await exited).signal).toBe("SIGKILL");
});

test("the log is complete when the end is told", async () => {
  const { heard, exited } = launch(`process.stderr.write("one\\ntwo\\n"); process.exitCode = 4;`);
  expect((await exited).code).toBe(4);
  expect(heard.log).toEqual(["one", "two"]);
});

test("what it says of its own failure is heard", async () => {
  const { heard, exited } = launch(
    `console.log(JSON.stringify({event: "failed", reason: "busy", message: "taken", ru: "занято"})); process.exitCode = 3;`,
  );
  await exited;
  expect(heard.refused).toEqual({ reason: "busy", message: "taken", ru: "занято" });
});

test("a process it left behind, which holds its streams, does not keep its end from being told", async () => {
  const { heard, exited } = launch(
    `const left = require("node:child_process").spawn(process.execPath, ["-e", "setTimeout(() => undefined, 60000)"], {stdio: "inherit", detached: true});
     left.unref(); process.stderr.write(left.pid + "\\n", () => process.exit(5));`,
  );
  try {
    expect((await exited).code).toBe(5);
  } finally {
    process.kill(Number(heard.log[0]));
  }
});

test("a program that is not there ends with an error", async () => {
  const exit = await new Promise<Exit>((resolve) => {
    launchSidecar(
      { program: "/nowhere/python", args: [], cwd: process.cwd(), env: {} },
      { ready: () => undefined, refused: () => undefined, log: () => undefined, exited: resolve },
    );
  });
  expect(exit.error).toContain("ENOENT");
});

test("stopping a sidecar that has died already does no harm", async () => {
  const { exited, sidecar } = launch("process.exit(1)");
  await exited;
  await sidecar.stop();
});

test.each([
  ["not json"],
  ["null"],
  ['{"event":"ready","port":0,"pid":1,"protocol":1}'],
  ['{"event":"ready","port":70000,"pid":1,"protocol":1}'],
  ['{"event":"ready","port":"80","pid":1,"protocol":1}'],
  ['{"event":"other"}'],
])("a line that is none of the two is not taken for one: %s", (line) => {
  expect(readLine(line)).toBeNull();
});

test("another protocol is refused", () => {
  expect(readLine('{"event":"ready","port":80,"pid":1,"protocol":2}')).toMatchObject({ reason: "protocol" });
});
