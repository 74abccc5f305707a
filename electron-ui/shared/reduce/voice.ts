/** What the listening half, the speech model and the settings tell; all of it fleeting. */

import type { EventOf, Settings, State } from "../state";

export function voiceChanged(state: State, event: EventOf<"voice.changed">): State {
  const heard = ["hearing", "understanding"].includes(event.state) ? {} : { committed: "", tentative: "" };
  const { mode, device, detail } = event;
  return { ...state, voice: { ...state.voice, ...heard, state: event.state, mode, device, detail } };
}

export function speechStarted(state: State): State {
  return { ...state, voice: { ...state.voice, committed: "", tentative: "", dropped: "" } };
}

export function speechStopped(state: State, event: EventOf<"speech.stopped">): State {
  if (event.kept) return state;
  return { ...state, voice: { ...state.voice, committed: "", tentative: "", dropped: event.reason } };
}

export function transcriptPartial(state: State, event: EventOf<"transcript.partial">): State {
  return { ...state, voice: { ...state.voice, committed: event.committed, tentative: event.tentative } };
}

export function transcriptFinal(state: State, { transcript }: EventOf<"transcript.final">): State {
  const dropped = transcript.reason;
  return { ...state, voice: { ...state.voice, committed: dropped ? "" : transcript.text, tentative: "", dropped } };
}

export function modelChanged(state: State, event: EventOf<"model.changed">): State {
  const { name, done_bytes, total_bytes, detail } = event;
  return { ...state, model: { state: event.state, name, done_bytes, total_bytes, detail } };
}

export function settingsChanged(state: State, event: EventOf<"settings.changed">): State {
  return { ...state, settings: event.settings as Settings };
}
