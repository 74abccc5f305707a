/** Builds the page into `dist/`; SYMBIOTE_TARGET names an older browser for the tests' Electron. */

import { defineConfig } from "vitest/config";

export default defineConfig({
  root: "renderer",
  base: "./",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../dist",
    emptyOutDir: true,
    target: process.env["SYMBIOTE_TARGET"] ?? "es2022",
    cssTarget: process.env["SYMBIOTE_TARGET"] ?? "chrome111",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    root: ".",
    environment: "node",
    include: ["test/**/*.test.{ts,tsx}"],
  },
});
