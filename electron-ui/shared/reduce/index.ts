/** One pure step from a state and an envelope to the next state; every event kind has its line in the table. */

import type { Snapshot } from "../methods";
import type { Envelope } from "../protocol";
import { type EventOf, type EventType, type State, emptyState } from "../state";
import * as browsing from "./browsing";
import * as runs from "./runs";
import * as turns from "./turns";
import * as voice from "./voice";

type Change<T extends EventType> = (state: State, event: EventOf<T>, told: turns.Telling) => State;

const changes: { [T in EventType]: Change<T> } = {
  "utterance.received": turns.utteranceReceived,
  "utterance.answered": turns.utteranceAnswered,
  "plan.proposed": turns.planProposed,
  "clause.changed": turns.clauseChanged,
  "command.unmatched": turns.commandUnmatched,
  "question.asked": turns.questionAsked,
  "question.answered": turns.questionAnswered,
  "reminder.fired": turns.reminderFired,
  "reminder.missed": turns.reminderMissed,
  "notice.given": turns.noticeGiven,
  "view.wanted": (state) => state,
  "trigger.fired": turns.triggerFired,
  "trigger.missed": turns.triggerMissed,
  "table.changed": (state) => ({ ...state, tablesVersion: state.tablesVersion + 1 }),
  "run.started": runs.runStarted,
  "run.changed": runs.runChanged,
  "run.finished": runs.runFinished,
  "step.started": runs.stepStarted,
  "step.finished": runs.stepFinished,
  "loop.progressed": runs.loopProgressed,
  "page.acted": browsing.pageActed,
  "browsing.changed": browsing.browsingChanged,
  "send.held": runs.sendHeld,
  "send.released": runs.sendReleased,
  "message.said": runs.messageSaid,
  "action.undone": runs.actionUndone,
  "record.changed": turns.recordChanged,
  "proposal.kept": (state) => ({ ...state, proposalsVersion: state.proposalsVersion + 1 }),
  "commands.loaded": (state, { count, faults }) => ({ ...state, commands: { count, faults } }),
  "command.changed": (state) => state,
  "settings.changed": voice.settingsChanged,
  "draft.changed": (state, { text, client }) => ({ ...state, draft: { text, client } }),
  "voice.changed": voice.voiceChanged,
  "voice.level": (state, { level }) => ({ ...state, level }),
  "speech.started": voice.speechStarted,
  "speech.stopped": voice.speechStopped,
  "transcript.partial": voice.transcriptPartial,
  "transcript.final": voice.transcriptFinal,
  "model.changed": voice.modelChanged,
  "llm.changed": (state) => ({ ...state, llmVersion: state.llmVersion + 1 }),
  "calendar.changed": (state) => ({ ...state, recordsVersion: state.recordsVersion + 1 }),
  "connections.changed": (state) => ({ ...state, connectionsVersion: state.connectionsVersion + 1 }),
  "answer.streamed": runs.answerStreamed,
  "allowance.reached": runs.allowanceReached,
  "clause.considered": turns.clauseConsidered,
  "flow.drafted": turns.flowDrafted,
  "showing.changed": (state, { run, state: stands, lines, each, detail }) => ({ ...state, showing: { run, state: stands, lines, each, detail } }),
};

/** The state after this envelope. A recorded one that was reduced before changes nothing, nor does an unknown kind. */
export function reduce(state: State, envelope: Envelope): State {
  const { seq, at, event } = envelope;
  if (seq !== null && seq <= state.seq) return state;
  const change = changes[event.type] as Change<EventType> | undefined;
  const next = change ? change(state, event, { id: `${seq ?? at}`, at }) : state;
  return seq === null ? next : { ...next, seq };
}

/** The state a fresh connection starts from. */
export function fromSnapshot(snapshot: Snapshot, seq: number): State {
  const { voice, model, settings, draft, commands, showing } = snapshot;
  const start = [voice, model, commands, showing].reduce(
    (state, event) => reduce(state, { seq: null, at: "", event }),
    { ...emptyState, settings, draft: { text: draft, client: "" }, moreHistory: snapshot.more_history },
  );
  const state = snapshot.envelopes.reduce(reduce, start);
  return { ...state, seq: Math.max(seq, state.seq) };
}

/** The state with turns from history before its first entry; those it already shows stay as they are. */
export function prepend(state: State, envelopes: readonly Envelope[], moreHistory: boolean): State {
  const older = envelopes.reduce(reduce, emptyState);
  const shown = new Set(state.entries.map((entry) => entry.id));
  return {
    ...state,
    moreHistory,
    entries: [...older.entries.filter((entry) => !shown.has(entry.id)), ...state.entries],
    turns: { ...older.turns, ...state.turns },
    runs: { ...older.runs, ...state.runs },
    questions: { ...older.questions, ...state.questions },
    notices: { ...older.notices, ...state.notices },
  };
}
