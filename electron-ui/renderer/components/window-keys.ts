/** The keys that work anywhere in the window. */

import { useEffect } from "preact/hooks";
import type { App } from "../app/app";

export function useWindowKeys(app: App): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => obey(app, event);
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}

/** Ctrl/Cmd+K palette, +J what waits, +, settings; Escape back to the conversation; a letter typed nowhere goes to the composer. */
function obey(app: App, event: KeyboardEvent): void {
  const command = event.ctrlKey || event.metaKey;
  const acts: { [code: string]: () => void } = {
    KeyK: () => (app.dialog.value = "palette"),
    KeyJ: () => app.seek(app.waiting.value[0]?.question.id ?? ""),
    Comma: () => (app.dialog.value = "settings"),
  };
  const act = command && !event.altKey ? acts[event.code] : undefined;
  if (act) {
    event.preventDefault();
    act();
  } else if (app.dialog.value) {
    return;
  } else if (event.key === "Escape" && !event.defaultPrevented && app.view.value !== "editor" && document.activeElement === document.body) {
    app.view.value = "conversation";
  } else if (isLetter(event) && app.view.value !== "editor" && document.activeElement === document.body) {
    app.focusComposer();
  }
}

function isLetter(event: KeyboardEvent): boolean {
  return event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
}
