/** Stand-ins for the borders of the shell: time, the sidecar, the window, the tray, the desktop. */

import type { StartingStatus } from "../../preload/channels";
import type { ShellState } from "../../shared/bridge";
import type { ApplicationParts, DesktopPort, SupervisorPort, TrayPort, WindowPort } from "../../main/application";
import type { Shortcuts } from "../../main/hotkey";
import type { LoginItem } from "../../main/login-item";
import { PreferencesFile } from "../../main/preferences";
import type { Exit, Sidecar, SidecarListener } from "../../main/sidecar";
import type { After } from "../../main/supervisor";
import type { TrayItem } from "../../main/tray-menu";

/** Time that passes only when told to. */
export class FakeClock {
  private now = 0;
  private timers: { at: number; run: () => void }[] = [];

  readonly after: After = (ms, run) => {
    const timer = { at: this.now + ms, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  };

  pass(ms: number): void {
    const until = this.now + ms;
    for (;;) {
      const due = this.timers.filter((timer) => timer.at <= until).sort((one, two) => one.at - two.at)[0];
      if (due === undefined) break;
      this.timers = this.timers.filter((timer) => timer !== due);
      this.now = due.at;
      due.run();
    }
    this.now = until;
  }
}

export class ScriptedSidecar implements Sidecar {
  stopped = false;
  killed = false;

  constructor(
    readonly port: number,
    readonly listener: SidecarListener,
  ) {}

  async stop(): Promise<void> {
    this.stopped = true;
  }

  kill(): void {
    this.killed = true;
    this.dies({ code: null, signal: "SIGKILL", error: "" });
  }

  dies(exit: Exit = { code: 1, signal: null, error: "" }): void {
    this.listener.exited(exit);
  }
}

export class FakeWindow implements WindowPort {
  shown = false;
  inFront = false;
  pages: string[] = [];
  sent: { channel: string; value: unknown }[] = [];

  showStarting(): void {
    this.pages.push("starting");
  }

  showPage(url: string): void {
    this.pages.push(url);
  }

  send(channel: string, value: unknown): void {
    this.sent.push({ channel, value });
  }

  show(): void {
    this.shown = true;
  }

  hide(): void {
    this.shown = false;
  }

  isInFront(): boolean {
    return this.inFront;
  }

  lastStatus(): StartingStatus | undefined {
    return this.sent.filter(({ channel }) => channel === "starting:status").pop()?.value as StartingStatus | undefined;
  }

  commands(): unknown[] {
    return this.sent.filter(({ channel }) => channel === "shell:command").map(({ value }) => value);
  }
}

export class FakeTray implements TrayPort {
  state: ShellState | null = null;
  tip = "";
  items: TrayItem[] = [];
  updates = 0;

  update(state: ShellState, tip: string, items: TrayItem[]): void {
    Object.assign(this, { state, tip, items, updates: this.updates + 1 });
  }
}

export class FakeDesktop implements DesktopPort {
  notifications: string[] = [];
  opened: string[] = [];
  saved: string[] = [];
  quits = 0;

  notify(title: string, body: string): void {
    this.notifications.push(`${title}: ${body}`);
  }

  async openFolder(folder: string): Promise<void> {
    this.opened.push(folder);
  }

  quit(): void {
    this.quits += 1;
  }

  saveLog(lines: readonly string[]): string {
    this.saved = [...lines];
    return "/home/anna/sidecar-failure.log";
  }
}

/** A keyboard on which some shortcuts are taken by other programs. */
export class FakeShortcuts implements Shortcuts {
  held = new Map<string, () => void>();

  constructor(private readonly taken: readonly string[] = []) {}

  register(accelerator: string, pressed: () => void): boolean {
    if (accelerator.includes("nonsense")) throw new TypeError("conversion failure");
    if (this.taken.includes(accelerator) || this.held.has(accelerator)) return false;
    this.held.set(accelerator, pressed);
    return true;
  }

  unregister(accelerator: string): void {
    this.held.delete(accelerator);
  }
}

export class FakeLoginItem implements LoginItem {
  on = false;

  isOn(): boolean {
    return this.on;
  }

  set(on: boolean): void {
    this.on = on;
  }
}

export class FakeSupervisor implements SupervisorPort {
  calls: string[] = [];

  start(): void {
    this.calls.push("start");
  }

  retry(): void {
    this.calls.push("retry");
  }

  async stop(): Promise<void> {
    this.calls.push("stop");
  }
}

/** Parts of an application over a preferences file at `file`. */
export function fakeParts(file: string) {
  return {
    window: new FakeWindow(),
    tray: new FakeTray(),
    desktop: new FakeDesktop(),
    shortcuts: new FakeShortcuts(),
    wayland: false,
    loginItem: new FakeLoginItem(),
    preferences: new PreferencesFile(file, "en-GB"),
    supervisor: new FakeSupervisor(),
    token: "abc",
    dataFolder: "/home/anna/symbiote",
  } satisfies ApplicationParts;
}
