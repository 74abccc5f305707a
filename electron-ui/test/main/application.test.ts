import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { Application } from "../../main/application";
import { readCommandLine } from "../../main/command-line";
import { fakeParts } from "./fakes";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "shell-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const READY = { kind: "ready", port: 4711 } as const;
const FAILED = { kind: "failed", reason: "busy", message: "Another one works here.", log: ["last words"] } as const;
const PAGE = "http://127.0.0.1:4711/#token=abc";

function started(argv: string[] = []) {
  const parts = fakeParts(join(folder, "shell.json"));
  const application = new Application(parts);
  application.start(readCommandLine(argv));
  return { application, ...parts };
}

test("a window is shown before the sidecar is started", () => {
  const { window, supervisor } = started();
  expect([window.shown, window.pages, supervisor.calls]).toEqual([true, ["starting"], ["start"]]);
});

test("started hidden, it stays in the tray", () => {
  const { window, tray } = started(["--hidden"]);
  expect([window.shown, tray.state]).toEqual([false, "offline"]);
});

describe("the page", () => {
  test("is loaded when the sidecar is ready", () => {
    const { application, window } = started();
    application.sidecarChanged(READY);
    expect(window.pages).toEqual(["starting", PAGE]);
  });

  test("is left alone when the sidecar comes back on its port", () => {
    const { application, window } = started();
    application.sidecarChanged(READY);
    application.sidecarChanged({ kind: "restarting", attempt: 1, delayMs: 500 });
    application.sidecarChanged({ kind: "starting" });
    application.sidecarChanged(READY);
    expect(window.pages).toEqual(["starting", PAGE]);
  });

  test("is loaded again when the sidecar comes back elsewhere, and after a failure", () => {
    const { application, window } = started();
    application.sidecarChanged(READY);
    application.sidecarChanged({ kind: "ready", port: 4712 });
    application.sidecarChanged(FAILED);
    application.sidecarChanged({ kind: "ready", port: 4712 });
    expect(window.pages.slice(2)).toEqual(["http://127.0.0.1:4712/#token=abc", "starting", "http://127.0.0.1:4712/#token=abc"]);
  });
});

describe("a failure", () => {
  test("shows what happened, the end of the log and where it was kept", () => {
    const { application, window, desktop } = started();
    application.sidecarChanged(FAILED);
    expect(window.lastStatus()).toEqual({
      language: "en",
      kind: "failed",
      title: "This data folder is in use",
      message: "Another one works here.",
      log: ["last words"],
      logFile: "/home/anna/sidecar-failure.log",
    });
    expect(desktop.saved).toEqual(["last words"]);
  });

  test("is told by a notification when the window is not in front", () => {
    const { application, window, desktop } = started();
    application.sidecarChanged(FAILED);
    application.sidecarChanged({ kind: "starting" });
    window.inFront = true;
    application.sidecarChanged(FAILED);
    expect(desktop.notifications).toEqual(["Symbiote: This data folder is in use"]);
  });

  test("is tried again by the owner", () => {
    const { application, supervisor } = started();
    application.retry();
    expect(supervisor.calls).toEqual(["start", "retry"]);
  });
});

describe("listening is toggled", () => {
  test("by the global shortcut", () => {
    const { application, window, shortcuts } = started();
    application.sidecarChanged(READY);
    shortcuts.held.get("Control+Alt+Space")?.();
    expect(window.commands()).toEqual(["toggle-listen"]);
  });

  test("by a second start with --toggle-listen, without showing the window", () => {
    const { application, window } = started(["--hidden"]);
    application.sidecarChanged(READY);
    application.startedAgain(readCommandLine(["electron", "--some-switch", "--toggle-listen", "."]));
    expect([window.commands(), window.shown]).toEqual([["toggle-listen"], false]);
  });

  test("not while there is no sidecar", () => {
    const { application, window } = started();
    application.startedAgain(readCommandLine(["--toggle-listen"]));
    expect(window.commands()).toEqual([]);
  });
});

test("a second start shows the window", () => {
  const { application, window } = started(["--hidden"]);
  application.startedAgain(readCommandLine(["electron", "."]));
  expect(window.shown).toBe(true);
});

describe("closing the window", () => {
  test("hides it in the tray", () => {
    const { application, window } = started();
    expect([application.closing(), window.shown]).toEqual([true, false]);
  });

  test("ends the program when the owner wants that", () => {
    const { application } = started();
    application.setCloseToTray(false);
    expect(application.closing()).toBe(false);
  });
});

describe("the tray", () => {
  test("shows the page's state only while the sidecar runs", () => {
    const { application, tray } = started();
    application.sidecarChanged(READY);
    application.setState("waiting");
    expect(tray.state).toBe("waiting");
    application.sidecarChanged({ kind: "restarting", attempt: 1, delayMs: 500 });
    expect(tray.state).toBe("offline");
  });

  test("is drawn again only for something new", () => {
    const { application, tray } = started();
    application.sidecarChanged(READY);
    const before = tray.updates;
    for (const state of ["working", "working", "working", "off"] as const) application.setState(state);
    expect(tray.updates - before).toBe(2);
  });

  test("speaks the page's language, and does so at the next start", () => {
    const { application, tray } = started();
    application.setLanguage("ru");
    expect(tray.tip).toBe("Symbiote: не работает");
    expect(started().tray.tip).toBe("Symbiote: не работает");
  });

  test("passes its commands to the page and opens the window where something is to be seen", () => {
    const { application, window, desktop } = started(["--hidden"]);
    application.sidecarChanged(READY);
    application.trayClicked("mode-push");
    application.trayClicked("stop-all");
    expect(window.shown).toBe(false);
    application.trayClicked("open-settings");
    application.trayClicked("quit");
    expect(window.commands()).toEqual(["mode-push", "stop-all", "open-settings"]);
    expect([window.shown, desktop.quits]).toEqual([true, 1]);
  });

  test("offers only showing and quitting without a sidecar", () => {
    const { tray } = started();
    const enabled = tray.items.filter((item) => item !== "separator" && item.enabled);
    expect(enabled.map((item) => (item === "separator" ? "" : item.action))).toEqual(["show", "quit"]);
  });
});

test("a notification is shown only when the window is not in front", () => {
  const { application, window, desktop } = started();
  application.notify("Symbiote", "one");
  window.inFront = true;
  application.notify("Symbiote", "two");
  expect(desktop.notifications).toEqual(["Symbiote: one"]);
});

test("a shortcut is remembered once it was taken", () => {
  const { application } = started();
  expect(application.setHotkey("Control+J").ok).toBe(true);
  expect(application.setHotkey("nonsense").ok).toBe(false);
  const { shortcuts } = started();
  expect([...shortcuts.held.keys()]).toEqual(["Control+J"]);
});

test("stopping lets go of the shortcut and ends the sidecar", async () => {
  const { application, shortcuts, supervisor } = started();
  await application.stop();
  expect([shortcuts.held.size, supervisor.calls.at(-1)]).toEqual([0, "stop"]);
});
