/** How the parts of the editor reach the command being edited. */

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { EditorSession } from "./session";
import type { Tryout } from "./tryout";
import type { EditorCalls } from "./wire";

export interface Editing {
  session: EditorSession;
  tryout: Tryout;
  calls: EditorCalls;
}

export const EditorContext = createContext<Editing | null>(null);

export function useEditing(): Editing {
  const editing = useContext(EditorContext);
  if (!editing) throw new Error("a part of the editor stands outside it");
  return editing;
}
