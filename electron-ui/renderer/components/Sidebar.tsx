/** The overview: what waits, what runs, what is on today, and the way to every list. */

import type { TextKey } from "../../shared/texts";
import type { View } from "../app/app";
import { useApp } from "../app/context";
import { openRuns } from "../app/derived";
import { useList } from "../app/selected";
import { Icon, type IconName } from "./Icon";
import { markOf, StateMark } from "./StateMark";
import { TodayList } from "./TodayList";

const places: [View, TextKey, IconName][] = [
  ["conversation", "conversation", "talk"],
  ["agenda", "agenda", "day"],
  ["reminders", "reminders", "bell"],
  ["tasks", "tasks", "task"],
  ["notes", "notes", "note"],
  ["tables", "tables", "table"],
  ["commands", "commands", "command"],
  ["schedules", "schedules", "clock"],
  ["proposals", "notUnderstood", "question"],
  ["learned", "learned", "again"],
  ["history", "history", "history"],
  ["connections", "connections", "plug"],
];

export function Sidebar() {
  return (
    <div class="sidebar-inside">
      <WaitingList />
      <RunningList />
      <TodayList />
      <Places />
    </div>
  );
}

function WaitingList() {
  const app = useApp();
  const { t } = app;
  const waiting = app.waiting.value;
  return (
    <section aria-label={t("waitingForYou")}>
      <h2 data-urgent={waiting.length > 0 ? "" : undefined}>{t("waitingForYou")} <span class="count">{waiting.length || ""}</span></h2>
      {waiting.length === 0 && <p class="note">{t("nothingWaits")}</p>}
      <ul>
        {waiting.map(({ question }) => (
          <li key={question.id}>
            <button type="button" class="row" aria-label={t("goToQuestion", { text: question.text })} onClick={() => app.seek(question.id)}>
              <StateMark mark="waiting" silent /> <span class="clip">{question.text}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function RunningList() {
  const app = useApp();
  const { t } = app;
  const runs = useList(() => openRuns(app.state.value).filter((run) => run.why !== "question"));
  if (runs.value.length === 0) return null;
  return (
    <section aria-label={t("running")}>
      <h2>{t("running")} <span class="count">{runs.value.length}</span></h2>
      <ul>
        {runs.value.map((run) => {
          const loop = Object.values(run.loops).find((each) => !each.finished);
          const title = app.local(run.title) || run.command;
          return (
            <li key={run.id}>
              <button type="button" class="row" onClick={() => app.seek(run.id)}>
                <StateMark mark={markOf(run)} silent /> <span class="clip">{title}</span>
                {loop && <span class="aside">{loop.total === null ? loop.index + 1 : t("loopProgress", { done: loop.index + 1, total: loop.total })}</span>}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Places() {
  const app = useApp();
  const faults = app.faults.value.length;
  return (
    <nav aria-label={app.t("menu")}>
      <ul>
        {places.map(([view, key, icon]) => (
          <li key={view}>
            <button
              type="button"
              class="row"
              aria-current={app.view.value === view ? "page" : undefined}
              onClick={() => { app.view.value = view; app.dialog.value = ""; }}
            >
              <Icon name={icon} /> <span class="clip">{app.t(key)}</span>
              {view === "commands" && faults > 0 && <span class="count bad">{faults}</span>}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
