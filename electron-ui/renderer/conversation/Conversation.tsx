/** The conversation: everything said and what came of it, oldest first, read out politely as it grows. */

import { useComputed } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useApp } from "../app/context";
import { openRuns } from "../app/derived";
import { Icon } from "../components/Icon";
import { EmptyConversation } from "./EmptyConversation";
import { NoticeCard } from "./NoticeCard";
import { PendingTurns } from "./PendingTurns";
import { TurnView } from "./TurnView";

/** This near to the end (pixels) the view follows what is new. */
const NEAR = 80;

export function Conversation() {
  const app = useApp();
  const scroller = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  const entries = useComputed(() => app.state.value.entries);
  const busy = useComputed(() => openRuns(app.state.value).some((run) => run.state === "running"));
  useFollowing(scroller, following);
  useSought(scroller);
  const empty = entries.value.length === 0 && app.outbox.value.length === 0;
  return (
    <div
      class="scroller"
      ref={scroller}
      tabIndex={0}
      role="region"
      aria-label={app.t("conversation")}
      onScroll={(event) => setFollowing(isNearEnd(event.currentTarget))}
    >
      <h2 class="unseen">{app.t("conversation")}</h2>
      <Earlier />
      {app.ready.value && empty && <EmptyConversation />}
      <div class="log" role="log" aria-live="polite" aria-relevant="additions" aria-busy={busy.value} aria-label={app.t("conversation")}>
        {entries.value.map((entry) =>
          entry.kind === "turn" ? <TurnView key={entry.id} id={entry.id} /> : <NoticeCard key={entry.id} id={entry.id} />,
        )}
        <PendingTurns />
      </div>
      {!following && (
        <button type="button" class="jump" aria-label={app.t("jumpDown")} onClick={() => toEnd(scroller.current)}>
          <Icon name="down" />
        </button>
      )}
    </div>
  );
}

function Earlier() {
  const app = useApp();
  const more = useComputed(() => app.state.value.moreHistory);
  if (!more.value) return null;
  return (
    <button type="button" class="earlier" onClick={() => void app.showEarlier()}>
      {app.t("earlier")}
    </button>
  );
}

/** Keeps the end in sight while the owner has not scrolled away from it, and at what he says or types here; other text on the screen never jumps. */
function useFollowing(scroller: { current: HTMLDivElement | null }, following: boolean): void {
  const app = useApp();
  const state = app.state.value;
  const pending = app.outbox.value;
  const said = useRef(0);
  const last = state.entries[state.entries.length - 1]?.id ?? "";
  const spoken = state.turns[last]?.source === "voice" ? last : "";
  const heard = useRef(spoken);
  useLayoutEffect(() => {
    if (following || pending.length > said.current || (spoken && spoken !== heard.current)) toEnd(scroller.current);
    said.current = pending.length;
    heard.current = spoken || heard.current;
  }, [state, pending]);
}

/** Brings the question or run that was asked for into sight and gives it the focus. */
function useSought(scroller: { current: HTMLDivElement | null }): void {
  const app = useApp();
  const id = app.sought.value;
  useEffect(() => {
    if (!id) return;
    const found = scroller.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
    found?.scrollIntoView({ block: "center" });
    found?.focus();
    app.sought.value = "";
  }, [id]);
}

function isNearEnd(element: HTMLElement): boolean {
  return element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
}

function toEnd(element: HTMLElement | null): void {
  if (element) element.scrollTop = element.scrollHeight;
}
