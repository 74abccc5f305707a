/** Bundles the shell into `dist-electron/`, or the folder named; SYMBIOTE_TARGET=chrome83 builds for the tests' old Electron. */

import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const main = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(main, "..", "dist-electron"));
const old = process.env.SYMBIOTE_TARGET === "chrome83";
const pages = old ? "chrome83" : "chrome130";

const common = {
  bundle: true,
  external: ["electron"],
  loader: { ".png": "dataurl" },
  logLevel: "warning",
  legalComments: "none",
};

await mkdir(out, { recursive: true });
await Promise.all([
  build({ ...common, entryPoints: [join(main, "index.ts")], outfile: join(out, "main.cjs"), format: "cjs", platform: "node", target: old ? "node12" : "node22" }),
  build({ ...common, entryPoints: [join(main, "..", "preload", "preload.ts")], outfile: join(out, "preload.cjs"), format: "cjs", platform: "browser", target: pages }),
  build({ ...common, entryPoints: [join(main, "starting", "starting.ts")], outfile: join(out, "starting.js"), format: "iife", platform: "browser", target: pages }),
  copyFile(join(main, "starting", "starting.html"), join(out, "starting.html")),
  copyFile(join(main, "starting", "starting.css"), join(out, "starting.css")),
]);
