/** What is rarely done with a whole command: double it, switch it off, delete it, throw the changes away. */

import { useRef, useState } from "preact/hooks";
import { useApp } from "../app/context";
import { Icon } from "../components/Icon";
import { deleteCommand, duplicateCommand, giveOut, switchCommand } from "./command-actions";
import { useEditing } from "./context";
import { useTitle } from "./EditorHead";

export function MoreMenu() {
  const app = useApp();
  const { t } = app;
  const { session } = useEditing();
  const title = useTitle();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const known = session.version.value > 0 || session.origin.value === "built-in";
  const own = session.origin.value === "owner" && session.version.value > 0;
  const entries: [string, () => void, boolean][] = [
    [t("duplicate"), () => void duplicateCommand(app, session.name), known],
    [t(session.enabled.value ? "switchOff" : "switchOnCommand"), () => void switchCommand(app, session, !session.enabled.value), known],
    [t("giveOutBundle"), () => void giveOut(app, session.name, "bundle"), known],
    [t("giveOutN8n"), () => void giveOut(app, session.name, "n8n"), known],
    [t("discardChanges"), () => session.discard(), session.changed.value && session.base.value !== ""],
    [t("deleteCommand"), () => void deleteCommand(app, session.name, title), own],
  ];
  const close = (focus: boolean) => {
    setOpen(false);
    if (focus) button.current?.focus();
  };
  return (
    <span
      class="menu" onKeyDown={(event) => {
        if (event.key !== "Escape" || !open) return;
        event.stopPropagation();
        close(true);
      }}
      onFocusOut={(event) => { if (!(event.currentTarget as Element).contains(event.relatedTarget as Element | null)) close(false); }}
    >
      <button ref={button} type="button" class="plain" aria-label={t("moreActions")} title={t("moreActions")} aria-expanded={open} onClick={() => setOpen(!open)}><Icon name="dots" /></button>
      {open && (
        <ul class="menu-list">
          {entries.filter(([, , possible]) => possible).map(([label, act]) => (
            <li key={label}><button type="button" class="row" onClick={() => { close(true); act(); }}>{label}</button></li>
          ))}
        </ul>
      )}
    </span>
  );
}
