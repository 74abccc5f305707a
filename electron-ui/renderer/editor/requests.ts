/** The editor's requests over the page's connection. */

import type { Method, Params, Result } from "../../shared/methods";
import type { Language } from "../../shared/texts";
import { type Form, isMapping, type Json, languageOf, type Mapping } from "./document";
import type { Kind } from "./kinds";
import type { EditorCalls, GotCommand, ReadText } from "./wire";

/** What the requests need of the page. */
export interface Line {
  call<M extends Method>(method: M, params: Params<M>): Promise<Result<M>>;
  newKey(): string;
  language(): Language;
}

export function editorCalls(line: Line): EditorCalls {
  let kinds: Promise<readonly Kind[]> | null = null;
  return {
    get: async (name) => (await line.call("commands.get", { name })) as GotCommand,
    read: async (name, text, check) => (await line.call("commands.read", { name, text, check })) as ReadText,
    write: async (text, form) => (await line.call("commands.write", { text, form: { ...form } })).text,
    save: (name, text, base, decisions) => line.call("commands.save", { key: line.newKey(), name, text, why: "edited", decisions: [...decisions], base }),
    rehearse: (name, text, { sentence, slots, answers }) =>
      line.call("commands.rehearse", { name, text, sentence, slots: spoken(slots), answers: { ...answers }, language: sentence ? languageOf(sentence) : line.language() }),
    phrases: (phrase, form) => line.call("commands.phrases", { phrase, slots: slotsIn(form), language: null }),
    trigger: (kind, spec) => line.call("triggers.read", { kind, spec }),
    versions: async (name) => (await line.call("commands.versions", { name })).versions,
    version: (name, number, against) => line.call("commands.version", { name, number, against }),
    rollBack: (name, number, decisions) => line.call("commands.roll_back", { key: line.newKey(), name, number, decisions: [...decisions] }),
    kinds: () => {
      kinds ??= line.call("commands.kinds", {}).then((found) => found.kinds.map(kindOfShown));
      kinds.catch(() => (kinds = null));
      return kinds;
    },
  };
}

function kindOfShown({ parameters, beside, named_blocks, name, title, about, doc, effect, control, blocks, shorthand }: Result<"commands.kinds">["kinds"][number]): Kind {
  return { name, title, about, doc, effect, control, blocks, shorthand, schema: parameters, options: control ? beside : null, named: named_blocks };
}

function spoken(slots: { readonly [name: string]: string }): { [name: string]: Json } {
  return Object.fromEntries(Object.entries(slots).filter(([, words]) => words.trim() !== ""));
}

function slotsIn(form: Form): Mapping {
  return isMapping(form["slots"]) ? form["slots"] : {};
}
