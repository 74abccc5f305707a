/** Chooses a CSV file for the open table, or for a new one when there is none. */

import { useRef } from "preact/hooks";
import type { Table } from "../../../shared/protocol";
import { useApp } from "../../app/context";
import { importFile } from "./actions";

export function ImportButton({ table, done }: { table: Table | undefined; done: (id: string) => void }) {
  const app = useApp();
  const { t } = app;
  const field = useRef<HTMLInputElement>(null);
  const take = async () => {
    const file = field.current?.files?.[0];
    if (field.current) field.current.value = "";
    if (!file) return;
    const id = await importFile(app, file, table && table.rows === 0 ? table.name : "").catch(() => "");
    if (id) done(id);
  };
  return (
    <>
      <input ref={field} type="file" accept=".csv,.tsv,.txt,text/csv" class="unseen" tabIndex={-1} aria-hidden="true" onChange={() => void take()} />
      <button type="button" onClick={() => field.current?.click()}>{t("importCsv")}</button>
    </>
  );
}
