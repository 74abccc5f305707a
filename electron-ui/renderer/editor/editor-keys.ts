/** The keys of the editor: Ctrl+S saves, Ctrl+Z and Ctrl+Y go through its changes, Escape closes. */

import { useEffect } from "preact/hooks";
import type { EditorSession } from "./session";

export interface EditorActs {
  save(): void;
  close(): void;
}

export function useEditorKeys(session: EditorSession, acts: EditorActs, busy: boolean): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (busy || event.defaultPrevented || document.querySelector("dialog[open]")) return;
      const act = actOf(event, session, acts);
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  });
}

function actOf(event: KeyboardEvent, session: EditorSession, acts: EditorActs): (() => void) | null {
  const command = (event.ctrlKey || event.metaKey) && !event.altKey;
  if (command && event.code === "KeyS") return acts.save;
  if (command && event.code === "KeyZ") return event.shiftKey ? () => session.redo() : () => session.undo();
  if (command && event.code === "KeyY") return () => session.redo();
  if (event.key === "Escape" && !isField(event.target)) return acts.close;
  return null;
}

/** Escape in a field leaves the field alone. */
function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
