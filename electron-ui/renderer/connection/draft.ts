/** The unsent text: kept at every keystroke in this browser, and a moment later with the sidecar. */

import type { Schedule } from "./connection";

export interface DraftParts {
  storage: Pick<Storage, "getItem" | "setItem">;
  schedule: Schedule;
  /** Saves it with the sidecar; false when that failed, then it is saved again with the next change or connection. */
  save(text: string): Promise<boolean>;
  show(text: string): void;
}

const NAME = "symbiote.draft";
const QUIET = 400;

export class Draft {
  private text: string;
  private saved: string | null = null;
  /** The owner wrote or sent something in this life of the page. */
  private touched = false;
  private cancelSave: () => void = () => undefined;

  constructor(private readonly parts: DraftParts) {
    this.text = parts.storage.getItem(NAME) ?? "";
    parts.show(this.text);
  }

  /** The owner changed the text. */
  write(text: string): void {
    this.touched = true;
    this.keep(text);
    this.cancelSave();
    this.cancelSave = this.parts.schedule(QUIET, () => this.saveNow());
  }

  /** The text was sent: nothing is left to keep. */
  clear(): void {
    this.touched = true;
    this.keep("");
    this.cancelSave();
    this.saveNow();
  }

  /** A connection stands, with the sidecar's copy when it gave one (else null). What stands here wins; an empty
   * composer that was not emptied by the owner takes the copy. */
  connected(copy: string | null): void {
    if (copy !== null && this.text === "" && !this.touched) this.adopt(copy);
    else if (this.text !== (copy ?? this.saved)) this.saveNow();
    else this.saved = this.text;
  }

  /** Another window changed the draft; an unsaved change of ours wins. */
  changedElsewhere(text: string): void {
    if (this.saved === null ? this.text === "" : this.saved === this.text) this.adopt(text);
  }

  private adopt(text: string): void {
    this.saved = text;
    this.keep(text);
  }

  private saveNow(): void {
    const { text } = this;
    void this.parts.save(text).then((done) => {
      if (done) this.saved = text;
    });
  }

  private keep(text: string): void {
    this.text = text;
    this.parts.storage.setItem(NAME, text);
    this.parts.show(text);
  }
}
