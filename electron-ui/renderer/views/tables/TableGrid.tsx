/** The rows of a table as a grid; a cell becomes a field where it stands. */

import { useState } from "preact/hooks";
import type { Column, Table, TableRow } from "../../../shared/protocol";
import { useApp } from "../../app/context";
import { Icon } from "../../components/Icon";
import { CellField } from "./CellField";
import { removeRow, setCell } from "./actions";
import { cellText } from "./cells";

export interface Order {
  sort: string;
  descending: boolean;
}

export function TableGrid({ table, rows, order, sortBy }: { table: Table; rows: readonly TableRow[]; order: Order; sortBy: (name: string) => void }) {
  const app = useApp();
  const { t } = app;
  const sorted = (name: string) => (order.sort !== name ? "none" : order.descending ? "descending" : "ascending");
  return (
    <div class="table-scroller" role="region" aria-label={table.name} tabIndex={0}>
      <table class="owner-table">
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column.id} scope="col" aria-sort={sorted(column.name)} data-type={column.type}>
                <button type="button" class="plain" aria-label={t("sortBy", { name: column.name })} onClick={() => sortBy(column.name)}>
                  {column.name}{order.sort === column.name && (order.descending ? " ↓" : " ↑")}
                </button>
              </th>
            ))}
            <th scope="col"><span class="unseen">{t("rowActions")}</span></th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.id}>
              {table.columns.map((column) => <Cell key={column.id} table={table} column={column} row={row} number={index + 1} />)}
              <td class="row-actions">
                <button type="button" class="plain reveal" aria-label={t("removeRow", { row: index + 1 })} title={t("remove")} onClick={() => removeRow(app, table, row)}><Icon name="trash" /></button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  table: Table;
  column: Column;
  row: TableRow;
  number: number;
}

function Cell({ table, column, row, number }: CellProps) {
  const app = useApp();
  const { t } = app;
  const [editing, setEditing] = useState(false);
  const value = row.values[column.name];
  const text = cellText(app, column, value);
  const keep = async (given: string) => {
    setEditing(false);
    if (given !== text) await setCell(app, table, row, column, given);
  };
  return (
    <td data-type={column.type}>
      {editing ? (
        <CellField column={column} value={value} text={text} label={t("cellLabel", { name: column.name, row: number })} keep={keep} leave={() => setEditing(false)} />
      ) : (
        <button type="button" class="cell" aria-label={t("cellEdit", { name: column.name, row: number, value: text || t("cellEmpty") })} onClick={() => setEditing(true)}>
          {text || "\u00a0"}
        </button>
      )}
    </td>
  );
}
