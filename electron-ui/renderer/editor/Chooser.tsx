/** A searchable list to choose one thing from: a combobox in a dialog. */

import { useEffect, useId, useRef, useState } from "preact/hooks";
import { useApp } from "../app/context";
import { Dialog } from "../components/Dialog";

/** One thing to choose. `words` is all it is found by, in small letters. */
export interface Choosable {
  id: string;
  group: string;
  title: string;
  hint: string;
  words: string;
}

export interface ChooserProps<T extends Choosable> {
  label: string;
  items: readonly T[];
  choose(item: T): void;
  close(): void;
}

const SHOWN = 100;

export function Chooser<T extends Choosable>({ label, items, choose, close }: ChooserProps<T>) {
  const { t } = useApp();
  const list = useId();
  const [wanted, setWanted] = useState("");
  const [active, setActive] = useState(0);
  const found = matching(items, wanted).slice(0, SHOWN);
  const current = found[Math.min(active, found.length - 1)];
  const take = (item: T | undefined) => {
    if (!item) return;
    close();
    choose(item);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (event.key === "Enter") take(current);
    else if (by !== undefined) setActive(Math.max(0, Math.min(found.length - 1, active + by)));
    else return;
    event.preventDefault();
  };
  return (
    <Dialog kind="palette" label={label} close={close}>
      <input
        class="palette-input" role="combobox" aria-expanded="true" aria-controls={list} aria-autocomplete="list"
        aria-activedescendant={current && `${list}-${current.id}`} aria-label={label} placeholder={label} value={wanted}
        onInput={(event) => { setWanted(event.currentTarget.value); setActive(0); }}
        onKeyDown={onKeyDown}
      />
      <ul id={list} role="listbox" aria-label={label}>
        {found.map((item, place) => (
          <Option key={item.id} item={item} id={`${list}-${item.id}`} head={item.group !== found[place - 1]?.group} active={item === current} choose={() => take(item)} />
        ))}
      </ul>
      <p class="palette-count note" role="status">{found.length > 0 ? t("paletteCount", { n: found.length }) : t("noneFound")}</p>
    </Dialog>
  );
}

function Option({ item, id, head, active, choose }: { item: Choosable; id: string; head: boolean; active: boolean; choose: () => void }) {
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (active) line.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <>
      {head && <li class="palette-group" role="presentation">{item.group}</li>}
      <li ref={line} id={id} role="option" aria-selected={active} class="choice" onClick={choose}>
        <span>{item.title}</span>
        {item.hint && <span class="aside">{item.hint}</span>}
      </li>
    </>
  );
}

/** Those that hold every word looked for; a title that begins with them comes first. */
export function matching<T extends Choosable>(items: readonly T[], wanted: string): T[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const found = items.filter((item) => words.every((word) => item.words.includes(word)));
  const begins = (item: Choosable) => Number(!item.title.toLowerCase().startsWith(wanted.toLowerCase().trim()));
  return words.length === 0 ? found : found.sort((one, other) => begins(one) - begins(other));
}
