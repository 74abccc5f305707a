/** What can be done to a table from the window; what removes something can be taken back for some seconds. */

import type { Column, Table, TableRow } from "../../../shared/protocol";
import type { App } from "../../app/app";
import { pieces } from "./cells";

export async function setCell(app: App, table: Table, row: TableRow, column: Column, text: string): Promise<void> {
  await app.act("tables.update", { table: table.id, ids: [row.id], values: { [column.name]: text }, language: app.language.value });
}

export function removeRow(app: App, table: Table, row: TableRow): void {
  const key = app.newKey();
  void app.act("tables.remove", { table: table.id, ids: [row.id] }, key);
  app.toast(app.t("rowRemoved"), "plain", () => void app.act("tables.revert", {}, key));
}

export function removeTable(app: App, table: Table): void {
  const key = app.newKey();
  void app.act("tables.drop", { table: table.id }, key);
  app.toast(app.t("tableRemoved", { name: table.name }), "plain", () => void app.act("tables.revert", {}, key));
}

export async function exportTable(app: App, table: Table): Promise<void> {
  const made = await app.fetch("tables.export", { table: table.id, query: { text: "", where: [], ids: [], sort: "", descending: false, limit: 1, offset: 0 }, language: app.language.value });
  if (!made) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`\ufeff${made.text}`], { type: "text/csv" }));
  link.download = made.name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Takes a CSV file into this table, or into a new one named as the file; the table's id, empty when it was refused. */
export async function importFile(app: App, file: File, table: string): Promise<string> {
  const text = decoded(await file.arrayBuffer());
  const upload = app.newKey();
  for (const [number, piece] of pieces(text).entries()) await app.act("tables.upload", { upload, number, text: piece });
  const key = app.newKey();
  const taken = await app.act("tables.import", { table: table || file.name.replace(/\.\w+$/, ""), upload, language: app.language.value }, key);
  const said = app.t("imported", { n: taken.added, name: taken.table.name });
  const without = taken.ignored.length > 0 ? ` ${app.t("importedWithout", { names: taken.ignored.join(", ") })}` : "";
  app.toast(said + without, "plain", () => void app.act("tables.revert", {}, key));
  return taken.table.id;
}

/** UTF-8, UTF-16 by its mark, else Windows-1251. */
function decoded(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes);
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1251").decode(bytes);
  }
}
