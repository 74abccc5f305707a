/** A reminder or timer that came due, or was missed while the owner was away. */

import { useComputed } from "@preact/signals";
import { useState } from "preact/hooks";
import type { Notice } from "../../shared/state";
import { useApp } from "../app/context";
import { Icon } from "../components/Icon";
import { moment } from "../format/dates";

const DISMISSED = "symbiote.dismissed";
const KEPT = 200;

export function NoticeCard({ id }: { id: string }) {
  const app = useApp();
  const { t } = app;
  const notice = useComputed(() => app.state.value.notices[id]);
  const [dropped, setDropped] = useState(() => dismissed().includes(id));
  if (!notice.value) return null;
  const { record, due, kind, times, settled } = notice.value;
  const closed = dropped || settled;
  const dismiss = () => {
    localStorage.setItem(DISMISSED, JSON.stringify([...dismissed(), id].slice(-KEPT)));
    setDropped(true);
  };
  const snooze = (minutes: number) => {
    void app.act("reminder.snooze", { record: record.id, minutes });
    dismiss();
  };
  return (
    <article class="notice" data-closed={closed ? "" : undefined} data-id={id} tabIndex={-1} aria-label={titleOf(notice.value, t)}>
      <p class="notice-kind">
        <Icon name={isTimer(notice.value) ? "clock" : "bell"} /> {titleOf(notice.value, t)}
        <time dateTime={due}>{t("wasDue", { time: moment(app.language.value, due) })}</time>
        {kind === "missed" && times > 1 && <span>{t("missedTimes", { n: times })}</span>}
      </p>
      <p class="notice-text">{record.body.text}</p>
      {!closed && (
        <div class="decide">
          <button type="button" onClick={() => snooze(10)}>{t("snooze", { minutes: 10 })}</button>
          <button type="button" onClick={() => snooze(60)}>{t("snoozeHour")}</button>
          <button type="button" class="primary" onClick={dismiss}>{t("dismiss")}</button>
        </div>
      )}
    </article>
  );
}

function titleOf(notice: Notice, t: ReturnType<typeof useApp>["t"]): string {
  if (notice.kind === "missed") return t("reminderMissed");
  return t(isTimer(notice) ? "timerFired" : "reminderFired");
}

function isTimer(notice: Notice): boolean {
  return "timer" in notice.record.body && notice.record.body.timer;
}

function dismissed(): string[] {
  try {
    return JSON.parse(localStorage.getItem(DISMISSED) ?? "[]") as string[];
  } catch {
    return [];
  }
}
