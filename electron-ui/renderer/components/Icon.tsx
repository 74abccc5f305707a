/** The few drawings of the window, 16 px, in the colour of the text beside them. */

const paths = {
  microphone: "M8 1.5a2.2 2.2 0 0 0-2.2 2.2v4a2.2 2.2 0 0 0 4.4 0v-4A2.2 2.2 0 0 0 8 1.5ZM3.5 7.5a4.5 4.5 0 0 0 9 0M8 12v2.5",
  send: "M8 13.5v-11M3.5 7 8 2.5 12.5 7",
  stop: "M4.5 4.5h7v7h-7z",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM10.8 10.8 14 14",
  settings: "M2 4.5h7M12 4.5h2M2 11.5h2M7 11.5h7M10.5 6.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM5.5 13.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
  menu: "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
  close: "M4 4l8 8M12 4l-8 8",
  check: "M3 8.5 6.5 12 13 4.5",
  cross: "M4.5 4.5l7 7M11.5 4.5l-7 7",
  question: "M5.8 6a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.6M8 12.2v.1",
  pause: "M5.5 4v8M10.5 4v8",
  clock: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.8V8l2.2 1.6",
  bell: "M4 11V7a4 4 0 0 1 8 0v4l1 1.2H3ZM6.6 14.2h2.8",
  undo: "M5.5 3 2.5 6l3 3M2.5 6H10a3.5 3.5 0 0 1 0 7H6",
  pencil: "M3 13l.6-2.8L10.8 3a1.4 1.4 0 0 1 2 0l.2.2a1.4 1.4 0 0 1 0 2L5.8 12.4Z",
  skip: "M3.5 4 8 8l-4.5 4M8.5 4 13 8l-4.5 4",
  dash: "M4 8h8",
  task: "M3 3h10v10H3zM5.5 8l2 2 3.5-4",
  note: "M4 2.5h8v11H4zM6 6h4M6 9h4",
  day: "M2.5 4h11v9.5h-11zM2.5 7h11M5.5 2.5V5M10.5 2.5V5",
  command: "M3.5 4.5 7 8l-3.5 3.5M8.5 11.5h4",
  history: "M2.8 5.5A6 6 0 1 1 2 8.5M2.5 2.8v2.9h2.9M8 5v3.3l2 1.4",
  talk: "M2.5 3.5h11v7.5H8l-3 2.5V11H2.5Z",
  link: "M6.5 3.5h-3v9h9v-3M9 2.5h4.5V7M13.5 2.5 7.5 8.5",
  chevron: "M6 3.5 10.5 8 6 12.5",
  down: "M8 3v10M3.5 8.5 8 13l4.5-4.5",
  again: "M13 8a5 5 0 1 1-1.6-3.7M13.3 2.4v3h-3",
  braces: "M6 2.5c-1.6 0-1.8 1-1.8 2.2S4 7.6 2.8 8c1.2.4 1.4 1.9 1.4 3.3S4.4 13.5 6 13.5M10 2.5c1.6 0 1.8 1 1.8 2.2S12 7.6 13.2 8c-1.2.4-1.4 1.9-1.4 3.3s-.2 2.2-1.8 2.2",
  plus: "M8 3v10M3 8h10",
  grip: "M6 4v.1M10 4v.1M6 8v.1M10 8v.1M6 12v.1M10 12v.1",
  copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
  redo: "M10.5 3l3 3-3 3M13.5 6H6a3.5 3.5 0 0 0 0 7h4",
  dots: "M3.5 8v.1M8 8v.1M12.5 8v.1",
  play: "M5 3.5v9l7.5-4.5Z",
  loop: "M12.5 6A5 5 0 0 0 3.6 5M3.5 10a5 5 0 0 0 8.9 1M12.8 3v3h-3M3.2 13v-3h3",
  branch: "M4 2.5v11M4 9c0-3 8-1 8-5M12 2.5v1.5",
  table: "M2.5 3h11v10h-11zM2.5 6.3h11M2.5 9.7h11M6.2 3v10",
  plug: "M5.5 2v3.5M10.5 2v3.5M3.5 5.5h9V8a4.5 4.5 0 0 1-9 0ZM8 12.5V14.5",
  trash: "M3 4.5h10M6 4.5V3h4v1.5M4.5 4.5l.6 9h5.8l.6-9",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
