/** The owner's tasks: open ones first, done ones below. */

import { useState } from "preact/hooks";
import type { Record as StoredRecord, Task } from "../../shared/protocol";
import { useApp } from "../app/context";
import { moment } from "../format/dates";
import { changeRecord, RecordLine, useRecords } from "./records";
import { Empty, Search, ViewFrame } from "./ViewFrame";

export function TasksView() {
  const { t } = useApp();
  const [wanted, setWanted] = useState("");
  const tasks = useRecords("task", wanted);
  const open = tasks?.filter((task) => !(task.body as Task).done) ?? [];
  const done = tasks?.filter((task) => (task.body as Task).done) ?? [];
  return (
    <ViewFrame title="tasks">
      <Search label="searchHere" value={wanted} change={setWanted} />
      {tasks?.length === 0 && (wanted ? <Empty text="historyEmpty" /> : <Empty text="tasksEmpty" examples={["exampleTask"]} />)}
      <ul class="records">{open.map((task) => <TaskLine key={task.id} record={task} />)}</ul>
      {done.length > 0 && (
        <details class="fold">
          <summary>{t("doneTasks")} {done.length}</summary>
          <ul class="records">{done.map((task) => <TaskLine key={task.id} record={task} />)}</ul>
        </details>
      )}
    </ViewFrame>
  );
}

function TaskLine({ record }: { record: StoredRecord }) {
  const app = useApp();
  const { t } = app;
  const task = record.body as Task;
  const late = task.due !== null && !task.done && Date.parse(task.due) < Date.now();
  const due = task.due ? t("dueBy", { time: moment(app.language.value, task.due) }) : "";
  return (
    <RecordLine
      record={record}
      faded={task.done}
      before={
        <input type="checkbox" aria-label={t("taskDone", { text: task.text })} checked={task.done} onChange={(event) => changeRecord(app, record, { done: event.currentTarget.checked })} />
      }
      aside={late ? <span class="bad">{due} · {t("overdue")}</span> : due}
    />
  );
}
