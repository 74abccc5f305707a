/** The real browser as the page's surroundings. */

import type { Socket } from "../connection/connection";
import type { Surroundings } from "./app";

const TOKEN = "token";
const CLIENT = "symbiote.client";

export function browserSurroundings(browser: Window): Surroundings {
  const address = browser.location.origin.replace(/^http/, "ws");
  return {
    openSocket: () => new WebSocket(`${address}/ws`, "assistant.v1") as Socket,
    schedule: (milliseconds, action) => {
      const timer = browser.setTimeout(action, milliseconds);
      return () => browser.clearTimeout(timer);
    },
    storage: browser.localStorage,
    token: takeToken(browser),
    client: clientName(browser.sessionStorage),
    systemLanguage: browser.navigator.language,
    now: () => Date.now(),
    newKey,
    bridge: browser.symbiote,
  };
}

/** The token of the address's fragment; it is kept for this tab and removed from the address bar. */
export function takeToken(browser: Pick<Window, "location" | "sessionStorage" | "history">): string {
  const given = new URLSearchParams(browser.location.hash.slice(1)).get(TOKEN);
  if (given) {
    browser.sessionStorage.setItem(TOKEN, given);
    browser.history.replaceState(null, "", browser.location.pathname + browser.location.search);
  }
  return given ?? browser.sessionStorage.getItem(TOKEN) ?? "";
}

function clientName(storage: Storage): string {
  const name = storage.getItem(CLIENT) ?? `window-${newKey()}`;
  storage.setItem(CLIENT, name);
  return name;
}

/** Whether shortcuts are told with the Apple keyboard's signs. */
export function isApple(): boolean {
  return /Mac/.test(navigator.platform);
}

/** 128 random bits; `crypto.randomUUID` is younger than the oldest browser served. */
export function newKey(): string {
  const words = crypto.getRandomValues(new Uint32Array(4));
  return Array.from(words, (word) => word.toString(16).padStart(8, "0")).join("");
}
