/** Why a sound was not taken as a command, in the owner's language. */

import type { Dictionary } from "../../shared/state";
import type { TextKey } from "../../shared/texts";

/** The sidecar's word for each reason; one that is not here (a fault of the recogniser) is shown as it came. */
export const droppedWords: Dictionary<TextKey> = {
  "too short": "droppedShort",
  "no words": "droppedNoWords",
  "no speech": "droppedNoSpeech",
  unclear: "droppedUnclear",
  "repeats itself": "droppedRepeats",
  "sounds invented": "droppedInvented",
  "listening was switched off": "droppedOff",
  "listening was interrupted": "droppedInterrupted",
  "the microphone went away": "droppedGone",
};
