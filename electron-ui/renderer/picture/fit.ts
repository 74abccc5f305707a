/** Words cut to the room a picture has for them: an estimate by the widths of letters, since nothing is drawn yet. */

/** Pixels of an average letter, on the wide side. */
export const LETTER = { step: 7.4, title: 8.2, detail: 6.8 } as const;

/** The text, shortened with an ellipsis when it is likely wider than `room` pixels. */
export function fitted(text: string, room: number, letter: number): string {
  const most = Math.max(2, Math.floor(room / letter));
  return text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text;
}

/** How wide a text is likely to be. */
export function likelyWidth(text: string, letter: number): number {
  return Math.ceil(text.length * letter);
}
