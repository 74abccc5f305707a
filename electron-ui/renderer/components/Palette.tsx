/** The command palette: a combobox over everything that can be said or done. */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useApp } from "../app/context";
import { Dialog } from "./Dialog";
import { findItems, type PaletteItem, paletteItems } from "./palette-items";

const SHOWN = 60;

export function Palette({ close }: { close: () => void }) {
  const app = useApp();
  const { t } = app;
  const [wanted, setWanted] = useState("");
  const [active, setActive] = useState(0);
  const items = useMemo(() => paletteItems(app), [app.commands.value, app.language.value]);
  const found = findItems(items, wanted);
  const shown = found.slice(0, SHOWN);
  const current = shown[Math.min(active, shown.length - 1)];
  const choose = (item: PaletteItem | undefined) => {
    close();
    if (item) item.choose();
    else app.suggest(wanted);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: { [key: string]: number } = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    const by = moves[event.key];
    if (event.key === "Enter") choose(current);
    else if (by !== undefined) setActive(Math.max(0, Math.min(shown.length - 1, active + by)));
    else return;
    event.preventDefault();
  };
  return (
    <Dialog kind="palette" label={t("palette")} close={close}>
      <input
        class="palette-input"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={current?.id}
        aria-autocomplete="list"
        aria-label={t("paletteHint")}
        placeholder={t("paletteHint")}
        value={wanted}
        onInput={(event) => { setWanted(event.currentTarget.value); setActive(0); }}
        onKeyDown={onKeyDown}
      />
      <ul id="palette-list" role="listbox" aria-label={t("palette")}>
        {shown.map((item, index) => (
          <Option key={item.id} item={item} head={item.group !== shown[index - 1]?.group} active={item === current} choose={() => choose(item)} />
        ))}
      </ul>
      <p class="palette-count note" role="status">
        {found.length > 0 ? t("paletteCount", { n: found.length }) : t("paletteNone")}
      </p>
    </Dialog>
  );
}

function Option({ item, head, active, choose }: { item: PaletteItem; head: boolean; active: boolean; choose: () => void }) {
  const { t } = useApp();
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (active) line.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <>
      {head && <li class="palette-group" role="presentation">{t(item.group)}</li>}
      <li ref={line} id={item.id} role="option" aria-selected={active} onClick={choose}>
        <span>{item.title}</span>
        {item.hint && <span class="aside clip">{item.hint}</span>}
      </li>
    </>
  );
}
