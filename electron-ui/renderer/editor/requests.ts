/** The editor's requests over the page's connection. */

import type { Method, Params } from "../../shared/methods";
import type { App } from "../app/app";
import type { Form, Json } from "./document";
import type { Kind } from "./kinds";
import type { Schema } from "./schema";
import type { EditorCalls, GotCommand, ReadText, Rehearsal, SavedText, Version } from "./wire";

type Call = (method: string, params: object) => Promise<unknown>;

export function requestsOf(app: App): EditorCalls {
  return editorCalls((method, params) => app.call(method as Method, params as Params<Method>), () => app.newKey());
}

export function editorCalls(call: Call, newKey: () => string): EditorCalls {
  const asked = <T>(method: string, params: object) => call(`commands.${method}`, params) as Promise<T>;
  let kinds: Promise<readonly Kind[]> | null = null;
  return {
    get: (name) => asked<GotCommand>("get", { name }),
    read: (name, text) => asked<ReadText>("read", { name, text }),
    write: async (text: string, form: Form) => (await asked<{ text: string }>("write", { text, form })).text,
    save: (name, text, decisions) => asked<SavedText>("save", { key: newKey(), name, text, why: "edited", decisions }),
    rehearse: (name, text, { sentence, slots, answers }) =>
      asked<Rehearsal>("rehearse", { name, text, sentence, slots: spoken(slots), answers }),
    phrases: (phrase, form) => asked("phrases", { phrase, slots: form["slots"] ?? {} }),
    versions: async (name) => (await asked<{ versions: readonly Version[] }>("versions", { name })).versions,
    version: (name, number) => asked("version", { name, number }),
    rollBack: (name, number) => asked<SavedText>("roll_back", { key: newKey(), name, number }),
    kinds: () => {
      kinds ??= asked<{ kinds: readonly ShownKind[] }>("kinds", {}).then((found) => found.kinds.map(kindOfShown));
      kinds.catch(() => (kinds = null));
      return kinds;
    },
  };
}

/** A kind as the sidecar shows it. */
interface ShownKind {
  name: string;
  doc: string;
  effect: Kind["effect"];
  control: boolean;
  schema: Schema;
  blocks: readonly string[];
  named_blocks: boolean;
  beside: Schema | null;
  shorthand: string;
  example: string;
}

function kindOfShown({ named_blocks, beside, ...kind }: ShownKind): Kind {
  return { ...kind, named: named_blocks, options: beside };
}

function spoken(slots: { readonly [name: string]: string }): { [name: string]: Json } {
  return Object.fromEntries(Object.entries(slots).filter(([, words]) => words.trim() !== ""));
}
