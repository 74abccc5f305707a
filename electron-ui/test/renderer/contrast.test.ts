/** The colours reach WCAG AA in both themes, computed from the style sheet itself. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const css = readFileSync(join(import.meta.dirname, "../../renderer/styles/tokens.css"), "utf8");

function tokens(selector: string): Map<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split("}")[0] ?? "";
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map((found) => [found[1] ?? "", found[2] ?? ""]));
}

/** Relative luminance and contrast ratio as WCAG 2.2 defines them. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((place) => {
    const part = parseInt(colour.slice(place, place + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ["bg", "surface", "sunken"];
const text: [string, string][] = [
  ...["text", "soft", "faint"].flatMap((ink) => grounds.map((ground): [string, string] => [ink, ground])),
  ...["accent", "ok", "warn", "bad"].flatMap((ink) => ["bg", "surface"].map((ground): [string, string] => [ink, ground])),
  ["on-accent", "accent"], ["accent", "accent-soft"], ["text", "accent-soft"], ["soft", "accent-soft"],
  ["warn", "warn-soft"], ["text", "warn-soft"], ["bad", "bad-soft"], ["text", "bad-soft"], ["bad", "sunken"], ["faint", "accent-soft"],
];
/** The edges of fields and the focus ring: 3 to 1 is asked of what is no text. */
const edges: [string, string][] = ["edge", "accent"].flatMap((ink) => ["bg", "surface"].map((ground): [string, string] => [ink, ground]));

describe.each([["light", ":root"], ["dark", ':root[data-theme="dark"]']])("the %s theme", (_name, selector) => {
  const all = tokens(selector);
  const ratio = (ink: string, ground: string) => contrast(all.get(ink) ?? "", all.get(ground) ?? "");

  it("defines every colour", () => {
    expect([...all.keys()].sort()).toEqual([...tokens(":root").keys()].sort());
  });

  it.each(text)("%s on %s can be read", (ink, ground) => {
    expect(ratio(ink, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(edges)("%s on %s can be seen", (ink, ground) => {
    expect(ratio(ink, ground)).toBeGreaterThanOrEqual(3);
  });
});
