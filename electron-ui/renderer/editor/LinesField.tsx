/** A list of short texts, one field each, with an empty one at the end that adds another. */

import type { ComponentChildren } from "preact";
import { useApp } from "../app/context";
import { Icon } from "../components/Icon";

export interface LinesFieldProps {
  label: string;
  items: readonly string[];
  /** What the field of this number is called for those who do not see it. */
  named(place: number): string;
  add: string;
  write(place: number, text: string): void;
  drop(place: number): void;
  lang?: string;
  id?: string;
  /** What stands beside a line. */
  beside?(place: number): ComponentChildren;
}

export function LinesField({ label, items, named, add, write, drop, lang, id, beside }: LinesFieldProps) {
  const { t } = useApp();
  const leave = (place: number, text: string) => {
    if (place < items.length && !text.trim()) drop(place);
  };
  return (
    <ul class="lines" aria-label={label} lang={lang}>
      {[...items, ""].map((text, place) => (
        <li key={place} class="line">
          <input
            id={id && `${id}-${place}`}
            class="quiet" aria-label={place < items.length ? named(place) : `${label}: ${add}`} placeholder={place < items.length ? undefined : add} value={text}
            onInput={(event) => write(place, event.currentTarget.value)}
            onBlur={(event) => leave(place, event.currentTarget.value)}
          />
          {place < items.length && beside?.(place)}
          {place < items.length && (
            <button type="button" class="plain reveal" aria-label={t("removeLine", { text: text || named(place) })} onClick={() => drop(place)}><Icon name="close" /></button>
          )}
        </li>
      ))}
    </ul>
  );
}
