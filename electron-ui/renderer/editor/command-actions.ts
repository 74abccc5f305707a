/** What is done with a whole command from the editor and from the list of commands; a broken connection only delays it. */

import type { App } from "../app/app";
import { offerFile } from "../components/offer-file";
import { languageOf } from "./document";
import type { EditorSession } from "./session";

/** Characters of a title that the sidecar takes. */
const LONGEST_TITLE = 200;

/** A new command under this title, open in the editor; nothing is saved yet. */
export async function createCommand(app: App, title: string): Promise<void> {
  const made = await app.act("commands.create", { title: title.slice(0, LONGEST_TITLE), language: languageOf(title) });
  await app.editors.open(made.name, { fresh: made.text });
}

/** A command for words nothing fitted, the phrase filled in and built on the nearest command; open in the editor, not saved. */
export async function teachProposal(app: App, id: string): Promise<void> {
  const made = await app.fetch("proposals.draft", { id });
  if (made) await app.editors.open(made.name, { fresh: made.text });
}

/** A copy, switched off until its phrases are its own, open in the editor. */
export async function duplicateCommand(app: App, name: string): Promise<void> {
  const made = await app.act("commands.duplicate", { name });
  if (made.saved) await app.editors.open(made.name);
  else app.toast(app.t("failedCall", { message: app.local(made.faults[0]?.message ?? {}) }), "error");
}

export async function switchCommand(app: App, session: EditorSession, enabled: boolean): Promise<void> {
  const saved = await app.act("commands.enable", { name: session.name, enabled, decisions: [...session.decisions.value] });
  if (saved.saved) session.enabled.value = enabled;
  session.took(saved, session.changed.value ? "" : null);
}

/** Deletes the owner's command; for some seconds a click brings it back. */
export async function deleteCommand(app: App, name: string, title: string): Promise<void> {
  const removed = await app.act("commands.remove", { name });
  app.editors.throwAway();
  app.toast(app.t("deleted", { title }), "plain", () => void bringBack(app, name, title, removed.version));
}

async function bringBack(app: App, name: string, title: string, number: number): Promise<void> {
  const back = await app.act("commands.roll_back", { name, number, decisions: [] });
  if (back.saved) app.toast(app.t("commandBack", { title }));
}

/** The command as last saved, as a file for somebody else or for n8n. */
export async function giveOut(app: App, name: string, format: "bundle" | "n8n"): Promise<void> {
  const file = await app.ask("exchange.give_out", { name, format });
  if (!file) return;
  const bytes = file.encoding === "base64" ? Uint8Array.from(atob(file.data), (letter) => letter.charCodeAt(0)) : file.data;
  offerFile(new Blob([bytes], { type: format === "bundle" ? "application/zip" : "application/json" }), file.file);
  const opaque = file.report.filter((piece) => piece.outcome === "opaque").length;
  if (opaque) app.toast(app.t("giveOutSteps", { n: opaque }));
}
