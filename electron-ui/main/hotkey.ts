/** The one global shortcut: toggles listening from any program. */

import type { HotkeyResult } from "../shared/bridge";
import { text, type Language } from "../shared/texts";

/** The system's global shortcuts. */
export interface Shortcuts {
  /** False when another program has it; throws when `accelerator` is not a shortcut at all. */
  register(accelerator: string, pressed: () => void): boolean;
  unregister(accelerator: string): void;
}

/** Holds at most one shortcut; a refused change leaves the former one in place. */
export class Hotkey {
  private held = "";

  constructor(
    private readonly shortcuts: Shortcuts,
    private readonly pressed: () => void,
    /** Wayland has no global shortcuts that can be relied on: they register and never fire. */
    private readonly wayland: boolean,
  ) {}

  /** Takes `accelerator` (`Control+Alt+Space`) instead of the one held; an empty one only lets go. */
  take(accelerator: string, language: Language): HotkeyResult {
    const former = this.held;
    if (accelerator !== former || accelerator === "") this.letGo();
    if (accelerator === "") return { ok: true, message: "" };
    if (accelerator === former || this.register(accelerator)) {
      this.held = accelerator;
      return { ok: true, message: this.wayland ? text(language, "hotkeyWayland") : "" };
    }
    if (former !== "" && this.register(former)) this.held = former;
    return { ok: false, message: text(language, "hotkeyTaken", { hotkey: accelerator }) };
  }

  letGo(): void {
    if (this.held !== "") this.shortcuts.unregister(this.held);
    this.held = "";
  }

  private register(accelerator: string): boolean {
    try {
      return this.shortcuts.register(accelerator, this.pressed);
    } catch {
      // Electron throws a TypeError on words that are no shortcut.
      return false;
    }
  }
}
