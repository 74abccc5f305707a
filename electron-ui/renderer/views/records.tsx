/** What the lists of records share: asking for them, changing and removing one, its line. */

import { useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Collection } from "../../shared/methods";
import type { Record as StoredRecord } from "../../shared/protocol";
import type { App } from "../app/app";
import { useApp } from "../app/context";
import { useFetched } from "../app/fetched";
import { Icon } from "../components/Icon";
import { LineForm } from "../components/LineForm";

/** The records of a collection that hold these words, null until they came; asked again after every change. */
export function useRecords(collection: Collection, text: string): readonly StoredRecord[] | null {
  const app = useApp();
  const version = useComputed(() => app.state.value.recordsVersion);
  return useFetched("records.list", { collection, text }, [version.value])?.records ?? null;
}

export function changeRecord(app: App, record: StoredRecord, change: Partial<StoredRecord["body"]> & { done?: boolean }): void {
  void app.act("records.change", { record: record.id, body: { ...record.body, ...change } });
}

/** Removes a record; for some seconds a click brings it back. */
export function removeRecord(app: App, record: StoredRecord): void {
  const key = app.newKey();
  void app.act("records.remove", { record: record.id }, key);
  app.toast(app.t("removed", { text: record.body.text }), "plain", () => void app.act("records.revert", {}, key));
}

export interface RecordLineProps {
  record: StoredRecord;
  before?: ComponentChildren;
  aside?: ComponentChildren;
  actions?: ComponentChildren;
  faded?: boolean;
}

/** One record: its text, which can be changed in its place, and what can be done with it. */
export function RecordLine({ record, before, aside, actions, faded = false }: RecordLineProps) {
  const app = useApp();
  const { t } = app;
  const [editing, setEditing] = useState(false);
  const { text } = record.body;
  if (editing) {
    return (
      <li class="record">
        <LineForm label={t("textLabel")} submit={t("save")} text={text} save={(words) => changeRecord(app, record, { text: words })} done={() => setEditing(false)} />
      </li>
    );
  }
  return (
    <li class="record" data-faded={faded ? "" : undefined}>
      {before}
      <span class="record-text">{text}</span>
      {aside && <span class="aside">{aside}</span>}
      <span class="record-actions">
        {actions}
        <button type="button" class="plain" aria-label={t("editNamed", { title: text })} title={t("edit")} onClick={() => setEditing(true)}><Icon name="pencil" /></button>
        <button type="button" class="plain" aria-label={t("removeNamed", { text })} title={t("remove")} onClick={() => removeRecord(app, record)}><Icon name="trash" /></button>
      </span>
    </li>
  );
}
