/** The owner's tables: one at a time, filtered, sorted, edited cell by cell, carried in and out as CSV. */

import { useComputed } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import type { Table } from "../../shared/protocol";
import { useApp } from "../app/context";
import { useFetched } from "../app/fetched";
import { NewTable } from "./tables/NewTable";
import { TableGrid } from "./tables/TableGrid";
import { ImportButton } from "./tables/ImportButton";
import { exportTable, removeTable } from "./tables/actions";
import { Empty, Search, ViewFrame } from "./ViewFrame";

export function TablesView() {
  const app = useApp();
  const { t } = app;
  const version = useComputed(() => app.state.value.tablesVersion);
  const tables = useFetched("tables.list", {}, [version.value])?.tables ?? null;
  const [chosen, setChosen] = useState("");
  const [making, setMaking] = useState(false);
  const table = tables?.find((each) => each.id === chosen) ?? tables?.[0];
  return (
    <ViewFrame
      title="tables"
      actions={
        <>
          <ImportButton table={table} done={setChosen} />
          <button type="button" aria-expanded={making} onClick={() => setMaking(!making)}>{t("newTable")}</button>
        </>
      }
    >
      {making && <NewTable done={(made) => { setMaking(false); if (made) setChosen(made); }} />}
      {tables?.length === 0 && !making && <Empty text="tablesEmpty" examples={["exampleTable"]} />}
      {tables && table && (
        <>
          <TableBar tables={tables} table={table} choose={setChosen} />
          <OpenTable key={table.id} table={table} version={version.value} />
        </>
      )}
    </ViewFrame>
  );
}

function TableBar({ tables, table, choose }: { tables: readonly Table[]; table: Table; choose: (id: string) => void }) {
  const app = useApp();
  const { t } = app;
  return (
    <div class="table-bar">
      <select aria-label={t("chooseTable")} value={table.id} onChange={(event) => choose(event.currentTarget.value)}>
        {tables.map((each) => <option key={each.id} value={each.id}>{each.name}</option>)}
      </select>
      <span class="note">{t("tableRows", { n: table.rows })}</span>
      <span class="record-actions">
        <button type="button" onClick={() => void exportTable(app, table)}>{t("exportCsv")}</button>
        <button type="button" aria-label={t("removeTable", { name: table.name })} onClick={() => removeTable(app, table)}>{t("remove")}</button>
      </span>
    </div>
  );
}

const PAGE = 100;

function OpenTable({ table, version }: { table: Table; version: number }) {
  const app = useApp();
  const { t } = app;
  const [text, setText] = useState("");
  const [order, setOrder] = useState({ sort: "", descending: false });
  const [limit, setLimit] = useState(PAGE);
  useEffect(() => setLimit(PAGE), [text]);
  const query = { text, ...order, limit, where: [], ids: [], offset: 0 };
  const found = useFetched("tables.find", { table: table.id, query, language: app.language.value }, [version]);
  const sortBy = (name: string) =>
    setOrder(order.sort !== name ? { sort: name, descending: false } : order.descending ? { sort: "", descending: false } : { sort: name, descending: true });
  const page = found?.page;
  return (
    <>
      <Search label="searchHere" value={text} change={setText} />
      <TableGrid table={found?.table ?? table} rows={page?.rows ?? []} order={order} sortBy={sortBy} />
      {page && page.total === 0 && <p class="note">{t("tableNoRows")}</p>}
      <div class="decide">
        <button type="button" onClick={() => void app.act("tables.add", { table: table.id, rows: [{}], language: app.language.value })}>{t("addRow")}</button>
        {page && page.total > page.rows.length && <button type="button" onClick={() => setLimit(limit + PAGE * 5)}>{t("moreRows")}</button>}
      </div>
    </>
  );
}
