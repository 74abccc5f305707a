/** Changes that were not saved yet, kept in this browser at every keystroke, one for each command. */

import type { Form } from "./document";

/** `base` is the text the changes were made to, empty for a new command; `form` when the text does not follow it yet. */
export interface Unsaved {
  text: string;
  base: string;
  form: Form | null;
  /** What a new command is called, for the list. */
  title: string;
}

const PREFIX = "symbiote.editing.";

export class UnsavedTexts {
  constructor(private readonly storage: Storage) {}

  read(name: string): Unsaved | null {
    try {
      const item = this.storage.getItem(PREFIX + name);
      const found = item ? (JSON.parse(item) as Partial<Unsaved>) : null;
      return found && typeof found.text === "string" ? { base: "", form: null, title: "", ...found, text: found.text } : null;
    } catch {
      return null;
    }
  }

  keep(name: string, unsaved: Unsaved): void {
    this.storage.setItem(PREFIX + name, JSON.stringify(unsaved));
  }

  forget(name: string): void {
    this.storage.removeItem(PREFIX + name);
  }

  /** The commands with unsaved changes. */
  names(): string[] {
    const found: string[] = [];
    for (let place = 0; place < this.storage.length; place++) {
      const key = this.storage.key(place);
      if (key?.startsWith(PREFIX)) found.push(key.slice(PREFIX.length));
    }
    return found.sort();
  }
}
