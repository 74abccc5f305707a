/** A part that opens on demand; what is inside is made only then, so that long runs stay light. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

export interface FoldProps {
  class: string;
  state?: string;
  summary: ComponentChildren;
  children: () => ComponentChildren;
}

export function Fold({ class: kind, state, summary, children }: FoldProps) {
  const [open, setOpen] = useState(false);
  return (
    <details class={kind} data-state={state} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {open && children()}
    </details>
  );
}
