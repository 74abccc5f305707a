/** The command as text: line numbers, faults at their lines, keys for indenting. The form follows it while it can be read. */

import { useEffect, useRef, useState } from "preact/hooks";
import { useApp } from "../app/context";
import { useEditing } from "./context";
import { indented, nextLine, offsetOf, type Selected } from "./lines";

export function YamlPane() {
  const { t } = useApp();
  const { session } = useEditing();
  const field = useRef<HTMLTextAreaElement>(null);
  const caret = useRef<Selected | null>(null);
  const [leaving, setLeaving] = useState(false);
  const text = session.text.value;
  const faults = session.faults.value;
  const lines = text.split("\n");
  const severity = new Map(faults.map((fault) => [fault.line, fault.severity] as const).reverse());
  useEffect(() => {
    if (caret.current && field.current) field.current.setSelectionRange(caret.current.from, caret.current.to);
    caret.current = null;
  }, [text]);
  const take = (changed: Selected) => {
    caret.current = changed;
    session.type(changed.text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const area = field.current;
    if (!area || event.isComposing) return;
    const selected = { text: area.value, from: area.selectionStart, to: area.selectionEnd };
    if (event.key === "Escape") {
      setLeaving(true);
      event.stopPropagation();
    } else if (event.key === "Tab" && !leaving) {
      event.preventDefault();
      take(indented(selected, event.shiftKey));
    } else {
      if (event.key !== "Tab" && event.key !== "Shift") setLeaving(false);
      if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        take(nextLine(selected));
      }
    }
  };
  const go = (line: number, column: number) => {
    const place = offsetOf(text, line, column);
    field.current?.focus();
    field.current?.setSelectionRange(place, place);
    if (field.current) field.current.scrollTop = Math.max(0, (line - 4) * 18);
  };
  return (
    <div class="yaml-pane">
      <div class="yaml-text">
        <div class="gutter" aria-hidden="true">
          {lines.map((_, number) => <span key={number} data-fault={severity.get(number + 1)}>{number + 1}</span>)}
        </div>
        <textarea
          ref={field} rows={lines.length + 1} wrap="off" spellcheck={false} autocapitalize="off" autocomplete="off" aria-label={t("yamlText")} aria-describedby="yaml-keys" value={text}
          readOnly={session.standing.value.ahead === "form"}
          onInput={(event) => session.type(event.currentTarget.value)} onKeyDown={onKeyDown} onBlur={() => { setLeaving(false); void session.sync(); }}
        />
      </div>
      <p id="yaml-keys" class="note">{t("yamlKeys")}</p>
      <FaultList go={go} />
    </div>
  );
}

function FaultList({ go }: { go(line: number, column: number): void }) {
  const app = useApp();
  const { t } = app;
  const { session } = useEditing();
  const faults = session.faults.value;
  const unread = session.errors.value.length > 0;
  if (faults.length === 0) return <p class="note" role="status">{session.checked.value ? t("yamlFine") : t("checking")}</p>;
  return (
    <>
      <ul class="fault-list" role="status">
        {faults.map((fault, place) => (
          <li key={place}>
            <button type="button" class="fault" data-severity={fault.severity} onClick={() => go(fault.line, fault.column)}>
              <span class="fault-place">{t("yamlLine", { n: fault.line })}</span> <span>{app.local(fault.message)}</span>
            </button>
          </li>
        ))}
      </ul>
      {unread && session.standing.value.form === null && <p class="note">{t("yamlNotRead")}</p>}
    </>
  );
}
