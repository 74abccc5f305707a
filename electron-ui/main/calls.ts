/** The calls of the two pages: who may call what, and with which values. */

import { channels } from "../preload/channels";
import type { ShellState } from "../shared/bridge";
import { isOwnPage } from "./addresses";
import type { Application } from "./application";

/** The frame a call came from. */
export interface Caller {
  url: string;
  /** Whether it is the page itself and not a frame inside it. */
  top: boolean;
}

/** Registers the one answer to `channel`; what it throws reaches the page as a refusal. */
export type Handle = (channel: string, answer: (caller: Caller, values: readonly unknown[]) => unknown) => void;

export class CallRefused extends Error {}

/** `port` is where the sidecar listens now (0: nowhere), `startingUrl` the local page's address. */
export function answerCalls(handle: Handle, application: Application, port: () => number, startingUrl: string): void {
  const forPage = (channel: string, answer: (value: unknown, second: unknown) => unknown): void =>
    handle(channel, (caller, values) => {
      if (!caller.top || !isOwnPage(caller.url, port())) throw new CallRefused(channel);
      return answer(values[0], values[1]);
    });
  const forStarting = (channel: string, answer: () => unknown): void =>
    handle(channel, (caller) => {
      if (!caller.top || caller.url !== startingUrl) throw new CallRefused(channel);
      return answer();
    });

  forPage(channels.notify, (title, body) => application.notify(text(title, 200), text(body, 1_000)));
  forPage(channels.state, (state) => application.setState(oneOf(state, states)));
  forPage(channels.language, (language) => application.setLanguage(oneOf(language, ["ru", "en"] as const)));
  forPage(channels.closeToTray, (on) => application.setCloseToTray(flag(on)));
  forPage(channels.getLoginItem, () => application.getLoginItem());
  forPage(channels.setLoginItem, (on) => application.setLoginItem(flag(on)));
  forPage(channels.setHotkey, (accelerator) => application.setHotkey(text(accelerator, 100)));
  forPage(channels.openDataFolder, () => application.openDataFolder());

  forStarting(channels.getStatus, () => application.status());
  forStarting(channels.retry, () => application.retry());
  forStarting(channels.quit, () => application.quit());
}

const states = ["offline", "off", "listening", "working", "waiting"] as const satisfies readonly ShellState[];

function text(value: unknown, longest: number): string {
  if (typeof value !== "string") throw new CallRefused("not a text");
  return value.slice(0, longest);
}

function flag(value: unknown): boolean {
  if (typeof value !== "boolean") throw new CallRefused("not true or false");
  return value;
}

function oneOf<Choice extends string>(value: unknown, choices: readonly Choice[]): Choice {
  const choice = choices.find((known) => known === value);
  if (choice === undefined) throw new CallRefused("not one of the choices");
  return choice;
}
