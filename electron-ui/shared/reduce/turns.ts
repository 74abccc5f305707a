/** What utterances, plans, questions and reminders change. */

import type { ClauseView, EventOf, Notice, PlanView, Said, State, Turn } from "../state";
import { addEntry, changeTurn, put } from "./changes";

/** When and under which number an event was told; `id` is unique among recorded events. */
export interface Telling {
  id: string;
  at: string;
}

export function utteranceReceived(state: State, event: EventOf<"utterance.received">): State {
  const { utterance } = event;
  const next = changeTurn(state, utterance.id, utterance.at, (turn) => ({
    ...turn,
    at: utterance.at,
    text: utterance.text,
    key: utterance.key,
    source: utterance.source,
    language: utterance.language,
    confidence: utterance.confidence,
    replaces: utterance.replaces ?? "",
  }));
  const quiet = { ...next, voice: { ...next.voice, committed: "", tentative: "" } };
  const corrected = utterance.replaces;
  if (!corrected || !quiet.turns[corrected]) return quiet;
  return changeTurn(quiet, corrected, utterance.at, (turn) => ({ ...turn, replacedBy: utterance.id }));
}

export function utteranceAnswered(state: State, event: EventOf<"utterance.answered">, told: Telling): State {
  return changeTurn(state, event.turn, told.at, (turn) => ({ ...turn, answered: event.question }));
}

export function planProposed(state: State, event: EventOf<"plan.proposed">, told: Telling): State {
  const clauses = event.plan.clauses.map(
    (planned): ClauseView => ({ planned, skipped: false, run: "", unmatched: null, considered: "", consideredDetail: "", draft: null }),
  );
  const plan: PlanView = { id: event.plan.id, clauses, titles: event.titles };
  return changeTurn(state, event.plan.turn, told.at, (turn) => ({ ...turn, plan }));
}

export function clauseChanged(state: State, event: EventOf<"clause.changed">, told: Telling): State {
  const named = event.planned.candidates.length > 0;
  return changeClause(state, event.turn, event.clause, told.at, (clause) => ({
    ...clause,
    planned: event.planned,
    skipped: event.skipped,
    run: event.run || clause.run,
    unmatched: named ? null : clause.unmatched,
  }));
}

export function commandUnmatched(state: State, event: EventOf<"command.unmatched">, told: Telling): State {
  return changeClause(state, event.turn, event.clause, told.at, (clause) => ({ ...clause, unmatched: event }));
}

export function clauseConsidered(state: State, event: EventOf<"clause.considered">, told: Telling): State {
  const { state: step, detail } = event;
  return changeClause(state, event.turn, event.clause, told.at, (clause) => ({
    ...clause, considered: step === "done" ? "" : step, consideredDetail: detail,
  }));
}

export function flowDrafted(state: State, { turn, clause, draft }: EventOf<"flow.drafted">, told: Telling): State {
  const next = changeClause(state, turn, clause, told.at, (view) => ({ ...view, draft, considered: "", consideredDetail: "" }));
  return { ...next, proposalsVersion: next.proposalsVersion + 1 };
}

/** Changes one clause of a turn's plan; nothing when there is no such clause. */
export function changeClause(
  state: State,
  turn: string,
  index: number,
  at: string,
  change: (clause: ClauseView) => ClauseView,
): State {
  const plan = state.turns[turn]?.plan;
  if (!plan?.clauses[index]) return state;
  const clauses = plan.clauses.map((clause, place) => (place === index ? change(clause) : clause));
  return changeTurn(state, turn, at, (view): Turn => ({ ...view, plan: { ...plan, clauses } }));
}

export function questionAsked(state: State, { question }: EventOf<"question.asked">): State {
  const known = state.questions[question.id];
  const asked = { question, answered: known?.answered ?? false, value: known?.value ?? null, by: known?.by ?? "" };
  return { ...state, questions: put(state.questions, question.id, asked) };
}

export function questionAnswered(state: State, { answer }: EventOf<"question.answered">): State {
  const asked = state.questions[answer.question];
  if (!asked) return state;
  const closed = { ...asked, answered: true, value: answer.value, by: answer.by };
  return { ...state, questions: put(state.questions, answer.question, closed) };
}

/** A message that belongs to no run stands with its turn. */
export function messageOfTurn(state: State, event: EventOf<"message.said">, told: Telling): State {
  return changeTurn(state, event.turn, told.at, (turn) => ({ ...turn, messages: [...turn.messages, said(event, told)] }));
}

export function said(event: EventOf<"message.said">, told: Telling): Said {
  return { id: told.id, at: told.at, path: event.path, text: event.text, items: event.items, link: event.link, actions: event.actions ?? [] };
}

export function reminderFired(state: State, event: EventOf<"reminder.fired">, told: Telling): State {
  return addNotice(state, { id: told.id, at: told.at, kind: "fired", record: event.record, due: event.due, times: 1, settled: false });
}

export function reminderMissed(state: State, event: EventOf<"reminder.missed">, told: Telling): State {
  const { record, due, times } = event;
  return addNotice(state, { id: told.id, at: told.at, kind: "missed", record, due, times, settled: false });
}

/** A changed record: lists ask again, and a notice of it is settled once it was removed or put off. */
/** Notifications kept; one that was shown is not wanted again. */
const ALERT_LIMIT = 20;

export function noticeGiven(state: State, { title, text }: EventOf<"notice.given">, { id }: Telling): State {
  return { ...state, alerts: [...state.alerts, { id, title, text }].slice(-ALERT_LIMIT) };
}

/** Missed starts kept. */
const MISSED_LIMIT = 50;

export function triggerFired(state: State, { turn, kind, spec, due, times, late }: EventOf<"trigger.fired">): State {
  const starts = put(state.starts, turn, { kind, spec, due, times, late });
  return { ...state, starts, triggersVersion: state.triggersVersion + 1 };
}

export function triggerMissed(state: State, event: EventOf<"trigger.missed">, { id }: Telling): State {
  const { title, kind, spec, due, times, why } = event;
  const missed = [...state.missed, { id, title, kind, spec, due, times, why }].slice(-MISSED_LIMIT);
  return { ...state, missed, triggersVersion: state.triggersVersion + 1 };
}

export function recordChanged(state: State, { id, record }: EventOf<"record.changed">): State {
  const next = { ...state, recordsVersion: state.recordsVersion + 1 };
  const told = Object.values(state.notices).filter((notice) => notice.record.id === id && !notice.settled);
  const settled = told.filter((notice) => record === null || isPutOff(record, notice.due));
  return settled.reduce((now, notice) => ({ ...now, notices: put(now.notices, notice.id, { ...notice, settled: true }) }), next);
}

/** A reminder that comes again is moved to its next time by itself: that is no decision of the owner. */
function isPutOff({ body }: Notice["record"], due: string): boolean {
  return "at" in body && !body.recurrence && Date.parse(body.at) > Date.parse(due);
}

function addNotice(state: State, notice: Notice): State {
  const next = { ...state, notices: put(state.notices, notice.id, notice), recordsVersion: state.recordsVersion + 1 };
  return addEntry(next, { kind: "notice", id: notice.id });
}
