/** Where things stand on this machine: the environment, the sidecar's command line, the data folder. */

import { join, posix, win32 } from "node:path";

import type { CommandLine } from "./command-line";
import type { SidecarCommand } from "./sidecar";

/** The parts of the running process that decide it. */
export interface Surroundings {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  home: string;
}

/** The sidecar of the checkout `root`. `token` goes by the environment, where other users cannot read it. */
export function sidecarCommand(
  root: string,
  line: CommandLine,
  port: number,
  token: string,
  around: Surroundings,
): SidecarCommand {
  const python = around.platform === "win32" ? [".venv", "Scripts", "python.exe"] : [".venv", "bin", "python"];
  const args = ["-m", "assistant", "serve"];
  if (line.data !== "") args.push("--data", line.data);
  if (port !== 0) args.push("--port", String(port));
  for (const folder of line.commands) args.push("--commands", folder);
  return {
    program: join(root, ...python),
    args,
    cwd: root,
    env: { ...around.env, ASSISTANT_TOKEN: token, ASSISTANT_LEAVE_WITH_PARENT: "1", PYTHONUNBUFFERED: "1" },
  };
}

/** The owner's data folder where none was named; the sidecar chooses the same (platformdirs). */
export function usualDataFolder({ platform, env, home }: Surroundings): string {
  switch (platform) {
    case "win32":
      return win32.join(env["LOCALAPPDATA"] ?? win32.join(home, "AppData", "Local"), "symbiote");
    case "darwin":
      return posix.join(home, "Library", "Application Support", "symbiote");
    default:
      return posix.join(env["XDG_DATA_HOME"] || posix.join(home, ".local", "share"), "symbiote");
  }
}
