/** What the shell must know before the page tells it: a small JSON file beside the window's own profile. */

import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

import type { Language } from "../shared/texts";
import type { Bounds } from "./window-bounds";

export interface Preferences {
  language: Language;
  closeToTray: boolean;
  /** Global shortcut as an Electron accelerator; empty for none. */
  hotkey: string;
  /** Where the window was; null before the first time. */
  bounds: Bounds | null;
  maximized: boolean;
}

/** What holds before anything was chosen; `locale` is the system's, such as `ru-RU`. */
export function defaults(locale: string): Preferences {
  const language = locale.toLowerCase().startsWith("ru") ? "ru" : "en";
  return { language, closeToTray: true, hotkey: "Control+Alt+Space", bounds: null, maximized: false };
}

/** Read once at the start; each change is written at once. A file that cannot be read or written costs only the memory of it. */
export class PreferencesFile {
  private values: Preferences;

  constructor(
    private readonly file: string,
    locale: string,
  ) {
    this.values = { ...defaults(locale), ...readValid(file) };
  }

  get(): Readonly<Preferences> {
    return this.values;
  }

  change(changes: Partial<Preferences>): void {
    const before = JSON.stringify(this.values);
    this.values = { ...this.values, ...changes };
    // The page repeats itself; the disk need not.
    if (JSON.stringify(this.values) === before) return;
    const partial = `${this.file}.new`;
    try {
      mkdirSync(dirname(this.file), { recursive: true });
      writeFileSync(partial, JSON.stringify(this.values, null, 2));
      renameSync(partial, this.file);
    } catch (error) {
      console.error(`${this.file} could not be written: ${String(error)}`);
    }
  }
}

function readValid(file: string): Partial<Preferences> {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(file, "utf-8"));
  } catch {
    return {};
  }
  if (typeof raw !== "object" || raw === null) return {};
  const { language, closeToTray, hotkey, bounds, maximized } = raw as Record<string, unknown>;
  return {
    ...(language === "ru" || language === "en" ? { language } : {}),
    ...(typeof closeToTray === "boolean" ? { closeToTray } : {}),
    ...(typeof hotkey === "string" ? { hotkey } : {}),
    ...(isBounds(bounds) ? { bounds } : {}),
    ...(typeof maximized === "boolean" ? { maximized } : {}),
  };
}

function isBounds(value: unknown): value is Bounds {
  if (typeof value !== "object" || value === null) return false;
  const { x, y, width, height } = value as Record<string, unknown>;
  return [x, y, width, height].every((number) => Number.isFinite(number));
}
