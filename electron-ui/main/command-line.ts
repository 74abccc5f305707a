/** What the shell was asked on its command line, at its own start and by each later start of it. */

export interface CommandLine {
  /** Start in the tray, without a window. */
  hidden: boolean;
  /** Asks the instance that runs already to toggle listening (a way to bind a key where the system allows no global shortcut). */
  toggleListen: boolean;
  /** The owner's data folder; empty is the system's usual place. */
  data: string;
  /** Folders of command files instead of the built-in ones. */
  commands: string[];
}

/**
 * Reads `argv`, whatever Chromium put between or before our own switches: a second instance gets them in another order,
 * which is why a value belongs to its switch (`--data=DIR`) and unknown words are no error.
 */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const values = (name: string): string[] =>
    argv.filter((word) => word.startsWith(`--${name}=`)).map((word) => word.slice(name.length + 3));
  return {
    hidden: argv.includes("--hidden"),
    toggleListen: argv.includes("--toggle-listen"),
    data: values("data").pop() ?? "",
    commands: values("commands"),
  };
}
