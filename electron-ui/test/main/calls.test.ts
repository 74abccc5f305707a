import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { Application } from "../../main/application";
import { answerCalls, CallRefused, type Caller } from "../../main/calls";
import { channels } from "../../preload/channels";
import { fakeParts } from "./fakes";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "shell-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const STARTING = "file:///opt/symbiote/starting.html";
const page: Caller = { url: "http://127.0.0.1:4711/", top: true };
const startingPage: Caller = { url: STARTING, top: true };

function answered() {
  const answers = new Map<string, (caller: Caller, values: readonly unknown[]) => unknown>();
  const parts = fakeParts(join(folder, "shell.json"));
  answerCalls((channel, answer) => answers.set(channel, answer), new Application(parts), () => 4711, STARTING);
  const call = (channel: string, caller: Caller, ...values: unknown[]): unknown => answers.get(channel)?.(caller, values);
  return { answers, call, ...parts };
}

test("the page's calls reach the application", () => {
  const { call, desktop, loginItem } = answered();
  call(channels.notify, page, "Symbiote", "waits");
  call(channels.setLoginItem, page, true);
  expect(desktop.notifications).toEqual(["Symbiote: waits"]);
  expect([loginItem.on, call(channels.getLoginItem, page)]).toEqual([true, true]);
  expect(call(channels.setHotkey, page, "Control+J")).toEqual({ ok: true, message: "" });
});

test("every channel a page may call is answered", () => {
  const { answers } = answered();
  const told = new Set<string>([channels.command, channels.status]);
  expect([...answers.keys()].sort()).toEqual(Object.values(channels).filter((channel) => !told.has(channel)).sort());
});

test.each([
  ["another origin", { url: "https://example.org/", top: true }],
  ["another port", { url: "http://127.0.0.1:4712/", top: true }],
  ["a frame inside the page", { url: "http://127.0.0.1:4711/", top: false }],
  ["the starting page", startingPage],
  ["a frame that is gone", { url: "", top: false }],
])("%s may call nothing of the page's", (_name, caller) => {
  const { answers, call } = answered();
  const ofPage = [...answers.keys()].filter((channel) => channel.startsWith("shell:"));
  expect(ofPage).toHaveLength(8);
  for (const channel of ofPage) expect(() => call(channel, caller, "x", "y")).toThrow(CallRefused);
});

test("only the starting page may ask for another try", () => {
  const { call, supervisor } = answered();
  expect(() => call(channels.retry, page)).toThrow(CallRefused);
  expect(() => call(channels.retry, { url: `${STARTING}?x`, top: true })).toThrow(CallRefused);
  call(channels.retry, startingPage);
  expect(supervisor.calls).toEqual(["retry"]);
});

test.each([
  [channels.notify, [1, 2]],
  [channels.state, ["dancing"]],
  [channels.language, ["de"]],
  [channels.closeToTray, ["yes"]],
  [channels.setLoginItem, [1]],
  [channels.setHotkey, [{}]],
])("a value of the wrong kind is refused: %s", (channel, values) => {
  const { call } = answered();
  expect(() => call(channel, page, ...values)).toThrow(CallRefused);
});

test("a long notification is cut", () => {
  const { call, desktop } = answered();
  call(channels.notify, page, "t".repeat(5_000), "b".repeat(50_000));
  expect(desktop.notifications[0]?.length).toBeLessThan(1_300);
});
