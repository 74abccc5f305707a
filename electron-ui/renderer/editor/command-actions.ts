/** What is done with a whole command from the editor and from the list of commands. */

import type { Method } from "../../shared/methods";
import type { App } from "../app/app";
import type { EditorSession } from "./session";
import type { SavedText } from "./wire";

/** A new command under this title, open in the editor; `phrase` is what it is to be said by. */
export async function createCommand(app: App, title: string): Promise<void> {
  const made = await asked<{ name: string; text: string }>(app, "commands.create", { key: app.newKey(), title, language: app.language.value });
  if (made) await app.editors.open(made.name, { fresh: made.text });
}

export async function duplicateCommand(app: App, name: string): Promise<void> {
  const made = await asked<{ name: string; text: string; saved?: boolean }>(app, "commands.duplicate", { key: app.newKey(), name });
  if (made) await app.editors.open(made.name, { fresh: made.text });
}

export async function switchCommand(app: App, session: EditorSession, enabled: boolean): Promise<void> {
  const saved = await asked<SavedText>(app, "commands.enable", { key: app.newKey(), name: session.name, enabled });
  if (!saved) return;
  session.enabled.value = enabled;
  session.took(saved, session.changed.value ? "" : null);
}

/** Deletes the owner's command; for some seconds a click brings it back. */
export async function deleteCommand(app: App, name: string, title: string): Promise<void> {
  const removed = await asked<{ number: number }>(app, "commands.remove", { key: app.newKey(), name });
  if (!removed) return;
  app.editors.throwAway();
  app.toast(app.t("deleted", { title }), "plain", () => void bringBack(app, name, title, removed.number));
}

async function bringBack(app: App, name: string, title: string, number: number): Promise<void> {
  const back = await asked<SavedText>(app, "commands.roll_back", { key: app.newKey(), name, number });
  if (back) app.toast(app.t("commandBack", { title }));
}

function asked<T>(app: App, method: string, params: object): Promise<T | null> {
  return app.ask(method as Method, params as never) as Promise<T | null>;
}
