import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { readCommandLine } from "../../main/command-line";
import { Hotkey } from "../../main/hotkey";
import { desktopFile, DesktopFileLoginItem } from "../../main/login-item";
import { sidecarCommand, usualDataFolder } from "../../main/places";
import { PreferencesFile } from "../../main/preferences";
import { startingStatus } from "../../main/starting-status";
import { trayMenu } from "../../main/tray-menu";
import { placeWindow } from "../../main/window-bounds";
import { text } from "../../shared/texts";
import { FakeShortcuts } from "./fakes";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "shell-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the command line", () => {
  test("is read whatever stands around it", () => {
    const argv = ["electron", "--hidden", "--allow-file-access", "--commands=/a", "--data=/with space", "--commands=/b", "."];
    expect(readCommandLine(argv)).toEqual({ hidden: true, toggleListen: false, data: "/with space", commands: ["/a", "/b"] });
  });

  test("of the sidecar names the folders and never the token", () => {
    const line = { hidden: false, toggleListen: false, data: "/d", commands: ["/a", "/b"] };
    const command = sidecarCommand("/opt/s", line, 4711, "secret", { platform: "linux", env: { LANG: "C" }, home: "/h" });
    expect(command.args).toEqual([
      "-m", "assistant", "serve", "--data", "/d", "--port", "4711", "--commands", "/a", "--commands", "/b",
    ]);
    expect(command.program).toBe(join("/opt/s", ".venv", "bin", "python"));
    expect(command.env).toMatchObject({ LANG: "C", ASSISTANT_TOKEN: "secret", ASSISTANT_LEAVE_WITH_PARENT: "1" });
  });
});

test.each([
  ["linux", {}, "/h/.local/share/symbiote"],
  ["linux", { XDG_DATA_HOME: "/x" }, "/x/symbiote"],
  ["darwin", {}, "/h/Library/Application Support/symbiote"],
  ["win32", { LOCALAPPDATA: "C:\\L" }, "C:\\L\\symbiote"],
] as const)("the data folder on %s with %j is %s", (platform, env, expected) => {
  expect(usualDataFolder({ platform, env, home: "/h" })).toBe(expected);
});

describe("preferences", () => {
  test("survive a restart", () => {
    const file = join(folder, "deep", "shell.json");
    new PreferencesFile(file, "en").change({ closeToTray: false, bounds: { x: 1, y: 2, width: 800, height: 600 } });
    expect(new PreferencesFile(file, "en").get()).toMatchObject({ closeToTray: false, bounds: { x: 1, width: 800 } });
  });

  test.each([["not json"], ["[]"], ["null"], ['{"bounds":{"x":"1"},"closeToTray":3,"language":"de","hotkey":7}']])(
    "fall back to the usual ones where the file is broken: %s",
    (text) => {
      const file = join(folder, "shell.json");
      writeFileSync(file, text);
      expect(new PreferencesFile(file, "ru-RU").get()).toEqual({
        language: "ru", closeToTray: true, hotkey: "Control+Alt+Space", bounds: null, maximized: false,
      });
    },
  );

  test("that cannot be written still hold until the end", () => {
    const blocked = join(folder, "file");
    writeFileSync(blocked, "");
    const preferences = new PreferencesFile(join(blocked, "shell.json"), "en");
    preferences.change({ closeToTray: false });
    expect(preferences.get().closeToTray).toBe(false);
  });
});

describe("the window opens", () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1080 };

  test("where it was", () => {
    const bounds = { x: 100, y: 50, width: 900, height: 700 };
    expect(placeWindow(bounds, [screen])).toEqual(bounds);
  });

  test("on the main screen when its screen is gone", () => {
    expect(placeWindow({ x: 3000, y: 50, width: 900, height: 700 }, [screen])).toEqual({ x: 510, y: 190, width: 900, height: 700 });
  });

  test("no larger than the screen and no smaller than is usable", () => {
    expect(placeWindow({ x: 0, y: 0, width: 5000, height: 10 }, [screen])).toMatchObject({ width: 1920, height: 480 });
  });

  test("in the middle the first time", () => {
    expect(placeWindow(null, [screen])).toEqual({ x: 410, y: 160, width: 1100, height: 760 });
  });
});

describe("start at login on Linux", () => {
  test("is a desktop file that can be taken away again", () => {
    const item = new DesktopFileLoginItem(folder, ["/opt/electron", "/opt/app", "--hidden"]);
    item.set(true);
    expect(item.isOn()).toBe(true);
    expect(readFileSync(join(folder, "autostart", "symbiote.desktop"), "utf-8")).toContain(
      'Exec="/opt/electron" "/opt/app" "--hidden"\n',
    );
    item.set(false);
    item.set(false);
    expect([item.isOn(), existsSync(join(folder, "autostart"))]).toEqual([false, true]);
  });

  test("quotes what a desktop entry would otherwise take for its own", () => {
    expect(desktopFile(['/a b/"c"/$d/100%'])).toContain('Exec="/a b/\\\\"c\\\\"/\\\\$d/100%%"');
  });
});

describe("the shortcut", () => {
  test("changes only when the new one can be had", () => {
    const shortcuts = new FakeShortcuts(["Control+T"]);
    const hotkey = new Hotkey(shortcuts, () => undefined, false);
    expect(hotkey.take("Control+J", "en").ok).toBe(true);
    expect(hotkey.take("Control+T", "en")).toMatchObject({ ok: false });
    expect(hotkey.take("nonsense", "ru").message).toContain("nonsense");
    expect([...shortcuts.held.keys()]).toEqual(["Control+J"]);
  });

  test("can be none", () => {
    const shortcuts = new FakeShortcuts();
    const hotkey = new Hotkey(shortcuts, () => undefined, false);
    hotkey.take("Control+J", "en");
    expect(hotkey.take("", "en").ok).toBe(true);
    expect(shortcuts.held.size).toBe(0);
  });

  test("taken twice is held once", () => {
    const hotkey = new Hotkey(new FakeShortcuts(), () => undefined, false);
    hotkey.take("Control+J", "en");
    expect(hotkey.take("Control+J", "en").ok).toBe(true);
  });

  test("under Wayland comes with the way round it", () => {
    const result = new Hotkey(new FakeShortcuts(), () => undefined, true).take("Control+J", "en");
    expect(result.message).toContain("--toggle-listen");
  });
});

test("a crash without words of its own is explained, in both languages", () => {
  const failed = { kind: "failed", reason: "crashed", message: "", log: [] } as const;
  expect(startingStatus(failed, "en", "").message).toBe(text("en", "shellCrashed"));
  expect(startingStatus(failed, "ru", "").message).toBe(text("ru", "shellCrashed"));
});

test("what a sidecar refuses with is said in the owner's language where it is known", () => {
  const failed = { kind: "failed", reason: "busy", message: "It runs.", ru: "Он работает.", log: [] } as const;
  expect(startingStatus(failed, "en", "").message).toBe("It runs.");
  expect(startingStatus(failed, "ru", "").message).toBe("Он работает.");
});

test("the Russian tray has no English left", () => {
  const labels = trayMenu("listening", "ru").flatMap((item) => (item === "separator" ? [] : [item.label]));
  expect(labels.filter((label) => !/[а-яё]/i.test(label))).toEqual([]);
});
