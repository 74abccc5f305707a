/** Whether a test holds, as far as it is known from what was found wrong with the text that stands now. */

import type { LocalText } from "../../shared/state";
import type { EditorSession } from "./session";

export interface TestState {
  holds: boolean;
  why: LocalText;
}

/** Null while it is not known: the text is being checked, or cannot be read. */
export function testState(session: EditorSession, place: number, sentence: string): TestState | null {
  if (!session.checked.value || session.errors.value.some((fault) => !isAbout(session, fault.line, place))) return null;
  const fault = session.faults.value.find((each) => isAbout(session, each.line, place));
  if (fault) return { holds: false, why: fault.message };
  const conflict = session.conflicts.value.find((each) => each.kind === "test" && each.sentence === sentence);
  return conflict ? { holds: false, why: named(conflict.winner || conflict.rival) } : { holds: true, why: {} };
}

/** The name of a command, which is the same in every language. */
function named(name: string): LocalText {
  return { en: name, ru: name };
}

function isAbout(session: EditorSession, line: number, place: number): boolean {
  return line > 0 && session.linesOfTests.value[place] === line;
}
