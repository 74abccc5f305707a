/** The catalogue is complete, and no component speaks past it. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { local, resolveLanguage, text, type TextKey, texts } from "../../shared/texts";
import type { Entry, Wording } from "../../shared/texts/catalogue";

const root = join(import.meta.dirname, "../..");
const entries = Object.entries(texts) as [TextKey, Entry][];
const sources = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file)).map((file) => join(root, folder, file));

const forms = (wording: Wording): string[] => (typeof wording === "string" ? [wording] : Object.values(wording));
const names = (wording: string): string[] => [...wording.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? "").sort();

/** Words that are the same in both languages. */
const same = new Set(["appName", "english", "russian", "announceState", "onDays"]);

describe("the catalogue", () => {
  it("has every text in both languages", () => {
    const empty = entries.filter(([, wordings]) => wordings.flatMap(forms).some((wording) => !wording.trim()));
    expect(empty.map(([key]) => key)).toEqual([]);
  });

  it("Russian texts are Russian and English ones are not", () => {
    const wrong = entries.filter(([key, [english, russian]]) => {
      const bare = (wording: Wording) => forms(wording).join(" ").replace(/\{\w+\}/g, "");
      return !same.has(key) && (!/[а-яё]/i.test(bare(russian)) || /[а-яё]/i.test(bare(english)));
    });
    expect(wrong.map(([key]) => key)).toEqual([]);
  });

  it("both languages take the same parameters", () => {
    const wrong = entries.filter(([, [english, russian]]) => {
      const taken = (wording: Wording) => JSON.stringify([...new Set(forms(wording).flatMap(names))].sort());
      const optional = (wording: Wording) => typeof wording !== "string";
      return taken(english) !== taken(russian) && !optional(english);
    });
    expect(wrong.map(([key]) => key)).toEqual([]);
  });

  it("a counted text has all Russian forms", () => {
    const wrong = entries.filter(([, [, russian]]) => typeof russian !== "string" && !(russian.one && russian.few && russian.many));
    expect(wrong.map(([key]) => key)).toEqual([]);
  });

  it("no text stands in two of its files: one would hide the other", () => {
    const files = sources("shared/texts").filter((file) => readFileSync(file, "utf8").includes("satisfies Catalogue"));
    const keys = files.flatMap((file) => [...readFileSync(file, "utf8").matchAll(/^ {2}(\w+): \[/gm)].map((found) => found[1] ?? ""));
    expect(keys.filter((key, place) => keys.indexOf(key) !== place)).toEqual([]);
    expect(keys.length).toBeGreaterThanOrEqual(entries.length);
  });

  it("every text is used somewhere", () => {
    const files = ["renderer", "main", "preload", "shared"].flatMap(sources).filter((file) => !file.includes("/texts/"));
    const code = files.map((file) => readFileSync(file, "utf8")).join("\n");
    const unused = entries.map(([key]) => key).filter((key) => !code.includes(`"${key}"`));
    expect(unused).toEqual([]);
  });
});

describe("a text", () => {
  it.each([
    [1, "1 команда"], [2, "2 команды"], [5, "5 команд"], [11, "11 команд"], [21, "21 команда"], [22, "22 команды"], [112, "112 команд"],
  ])("counts %i in Russian", (n, expected) => {
    expect(text("ru", "planOf", { n })).toBe(expected);
  });

  it("counts in English", () => {
    expect([text("en", "planOf", { n: 1 }), text("en", "planOf", { n: 2 })]).toEqual(["1 command", "2 commands"]);
  });

  it("takes its parameters and leaves what is not given", () => {
    expect(text("en", "loopProgress", { done: 3, total: 12 })).toBe("3 of 12");
    expect(text("en", "setSearch")).toContain("{query}");
  });
});

describe("the language of the window", () => {
  it.each([
    ["auto", "ru-RU", "ru"], ["auto", "de-DE", "en"], ["ru", "en-US", "ru"], ["en", "ru-RU", "en"], [undefined, "ru", "ru"],
  ])("set to %s on a system in %s is %s", (setting, system, expected) => {
    expect(resolveLanguage(setting, system)).toBe(expected);
  });

  it("a title without it is shown in the language there is", () => {
    expect([local("ru", { en: "Tea", ru: "Чай" }), local("ru", { en: "Tea" }), local("en", { ru: "Чай" }), local("en", {})]).toEqual(["Чай", "Tea", "Чай", ""]);
  });
});

/** Attributes whose value the owner reads or hears. */
const spoken = new Set(["aria-label", "title", "placeholder", "alt", "label"]);

function literals(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && /\p{L}/u.test(node.text)) found.push(node.text.trim());
    const value = ts.isJsxAttribute(node) ? node.initializer : undefined;
    if (ts.isJsxAttribute(node) && spoken.has(node.name.getText()) && value && ts.isStringLiteral(value) && !(value.text in texts)) found.push(value.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The names of keys on the keyboard are the same everywhere. */
const keys = ["Esc"];

describe("components", () => {
  it("have no text of their own", () => {
    const found = sources("renderer").filter((file) => file.endsWith(".tsx")).flatMap(literals);
    expect(found.filter((each) => !keys.includes(each))).toEqual([]);
  });

  it("no Russian stands outside the catalogue", () => {
    const files = sources("renderer").filter((file) => /[а-яё]/i.test(readFileSync(file, "utf8").replace(/\/\*\*[^]*?\*\/|\/\/.*/g, "")));
    expect(files).toEqual([]);
  });
});
