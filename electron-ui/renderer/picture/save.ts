/** The picture as a file that needs nothing beside it: its styles are written into it. */

import { offerFile } from "../components/offer-file";

const KEPT = ["fill", "stroke", "stroke-width", "stroke-dasharray", "font-family", "font-size", "font-weight", "opacity"];

/** Offer a drawing as an .svg file. */
export function savedSvg(drawing: SVGSVGElement, title: string): void {
  const name = title.replace(/[^\p{L}\p{N} _-]+/gu, "").trim() || "flow";
  offerFile(new Blob([standalone(drawing)], { type: "image/svg+xml" }), `${name}.svg`);
}

/** The drawing as text, with the styles it has on the screen. */
export function standalone(drawing: SVGSVGElement): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const shown = drawing.querySelectorAll("*");
  for (const [index, part] of [...copy.querySelectorAll("*")].entries()) {
    const original = shown[index];
    if (!original) continue;
    const style = getComputedStyle(original);
    for (const name of KEPT) {
      const value = style.getPropertyValue(name);
      if (value) part.setAttribute(name, value);
    }
    for (const name of ["class", "tabindex", "role"]) part.removeAttribute(name);
  }
  return new XMLSerializer().serializeToString(copy);
}
