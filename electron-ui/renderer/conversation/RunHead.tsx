/** The line of a run: its state, title, slots, how far it is, and the buttons that stop, pause or take it back. */

import { useComputed } from "@preact/signals";
import { isFinal } from "../../shared/reduce/changes";
import type { Run } from "../../shared/state";
import { useApp } from "../app/context";
import { undoableRun } from "../app/derived";
import { Icon } from "../components/Icon";
import { type Mark, markOf, StateMark, stateWord } from "../components/StateMark";
import { duration, moment } from "../format/dates";
import { slotName } from "../format/slots";
import { isDocument, isId, readable } from "../format/values";

export function RunHead({ run, number }: { run: Run; number: number }) {
  const app = useApp();
  const { t } = app;
  const tongue = { t, language: app.language.value };
  const mark = markOf(run);
  return (
    <div class="clause-head" data-state={mark}>
      <StateMark mark={mark} silent />
      <h3 class="clause-title">
        {number > 0 && <span class="number">{number}</span>}
        <span>{app.local(run.title) || run.command}</span>
      </h3>
      <ul class="slots">
        {Object.entries(run.slots).filter(([, value]) => value !== null && value !== "" && !isId(value) && !isDocument(value)).map(([name, value]) => (
          <li key={name} class="slot" title={slotName(t, name)}>{readable(tongue, value)}</li>
        ))}
      </ul>
      <Progress run={run} />
      <span class="clause-end">
        <span class="clause-state">{useStateText(run, mark)}</span>
        <RunActions run={run} />
      </span>
    </div>
  );
}

/** "3 of 12" of the loop under way, with a bar. */
function Progress({ run }: { run: Run }) {
  const { t } = useApp();
  const loop = Object.values(run.loops).find((each) => !each.finished);
  if (!loop || isFinal(run)) return null;
  const done = loop.index + 1;
  if (loop.total === null) return <span class="progress-text">{t("loopProgressOpen", { done })}</span>;
  const told = t("loopProgress", { done, total: loop.total });
  return (
    <span class="progress-text">
      {told} <progress value={done} max={loop.total} aria-label={told} />
    </span>
  );
}

function useStateText(run: Run, mark: Mark): string {
  const { t, language } = useApp();
  if (run.state === "waiting") {
    if (run.why === "question") return t("stateWaitingYou");
    if (run.why === "hold") return t("stateHeld");
    if (run.until) return t("stateWaitingTime", { time: moment(language.value, run.until) });
    if (run.why === "connection") return t("stateWaitingConnection");
  }
  const word = t(stateWord(mark));
  return isFinal(run) && run.seconds > 0 ? `${word} · ${duration(t, language.value, run.seconds)}` : word;
}

function RunActions({ run }: { run: Run }) {
  const app = useApp();
  const { t } = app;
  const undoable = useComputed(() => undoableRun(app.state.value) === run.id);
  const title = app.local(run.title) || run.command;
  if (!isFinal(run)) {
    const paused = run.state === "paused";
    const toggle = () => void (paused ? app.act("run.resume", { run: run.id }) : app.act("run.pause", { run: run.id }));
    return (
      <span class="clause-actions">
        <button type="button" class="plain reveal" aria-label={`${t(paused ? "resume" : "pause")}: ${title}`} onClick={toggle}>
          <Icon name={paused ? "chevron" : "pause"} />
        </button>
        <button type="button" class="plain" aria-label={t("stopRunNamed", { title })} title={t("stopRun")} onClick={() => void app.act("run.cancel", { run: run.id })}>
          <Icon name="stop" />
        </button>
      </span>
    );
  }
  return (
    <span class="clause-actions">
      {undoable.value && (
        <button type="button" onClick={() => void app.undoLast()}><Icon name="undo" /> {t("undo")}</button>
      )}
      {(run.state === "failed" || run.state === "cancelled") && (
        <button type="button" onClick={() => void app.act("run.retry", { run: run.id })}>{t("retry")}</button>
      )}
      {run.state === "failed" && run.command && (
        <button type="button" aria-label={t("editCommandNamed", { title })} onClick={() => void app.editors.open(run.command, { run: failedPath(run) })}>{t("editCommand")}</button>
      )}
    </span>
  );
}

/** The step that failed, empty when it was none of them. */
function failedPath(run: Run): string {
  return run.steps.filter((step) => step.state === "failed").pop()?.path ?? "";
}
