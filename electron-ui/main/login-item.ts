/** Start at login on Linux: a .desktop file in the autostart folder (elsewhere the system keeps a list of its own). */

import { existsSync, mkdirSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Whether and how the system starts Symbiote when the owner logs in. */
export interface LoginItem {
  isOn(): boolean;
  /** Throws when the system does not allow it. */
  set(on: boolean): void;
}

export class DesktopFileLoginItem implements LoginItem {
  private readonly file: string;

  /** `config` is the owner's configuration folder, `command` the program and its arguments. */
  constructor(
    config: string,
    private readonly command: readonly string[],
  ) {
    this.file = join(config, "autostart", "symbiote.desktop");
  }

  isOn(): boolean {
    return existsSync(this.file);
  }

  set(on: boolean): void {
    if (!on) {
      if (this.isOn()) unlinkSync(this.file);
      return;
    }
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(this.file, desktopFile(this.command));
  }
}

/** The text of a desktop entry that runs `command`. */
export function desktopFile(command: readonly string[]): string {
  return [
    "[Desktop Entry]",
    "Type=Application",
    "Name=Symbiote",
    `Exec=${command.map(quote).join(" ")}`,
    "Terminal=false",
    "X-GNOME-Autostart-enabled=true",
    "",
  ].join("\n");
}

/**
 * A word as the Desktop Entry Specification wants it in Exec: quoted, with `"`, backtick, `$` and backslash escaped; the
 * string type of the file doubles each backslash once more; a percent sign stands for itself only when doubled.
 */
function quote(word: string): string {
  const escaped = word.replace(/[\\"`$]/g, "\\$&").replace(/\\/g, "\\\\").replace(/%/g, "%%");
  return `"${escaped}"`;
}
