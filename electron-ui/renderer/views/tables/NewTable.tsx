/** A form for a new table: its name and its columns in one line each. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useApp } from "../../app/context";
import { columnsFrom } from "./cells";

export function NewTable({ done }: { done: (id: string) => void }) {
  const app = useApp();
  const { t } = app;
  const first = useRef<HTMLInputElement>(null);
  const [name, setName] = useState("");
  const [typed, setTyped] = useState("");
  useLayoutEffect(() => first.current?.focus(), []);
  const columns = columnsFrom(typed);
  const make = async (event: Event) => {
    event.preventDefault();
    const [head, ...rest] = columns;
    if (!head) return;
    const made = await app.act("tables.create", { name, columns: [head, ...rest], language: app.language.value });
    done(made.table.id);
  };
  return (
    <form class="new-table" onSubmit={(event) => void make(event)} onKeyDown={(event) => event.key === "Escape" && done("")}>
      <label>{t("tableName")}<input ref={first} value={name} onInput={(event) => setName(event.currentTarget.value)} /></label>
      <label>{t("tableColumns")}<input value={typed} placeholder={t("tableColumnsHint")} onInput={(event) => setTyped(event.currentTarget.value)} /></label>
      <div class="decide">
        <button type="submit" class="primary" disabled={!name.trim() || columns.length === 0}>{t("createTable")}</button>
        <button type="button" onClick={() => done("")}>{t("cancel")}</button>
      </div>
    </form>
  );
}
