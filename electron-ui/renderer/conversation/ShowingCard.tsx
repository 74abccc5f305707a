/** What the owner shows in the browser: whether it is being recorded, and every action as it comes, each to be left out. */

import { useComputed } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ShownLine } from "../../shared/protocol";
import type { State } from "../../shared/state";
import type { TextKey } from "../../shared/texts";
import { useApp } from "../app/context";
import { Icon } from "../components/Icon";

type Stands = State["showing"]["state"];

const words: { [S in Exclude<Stands, "off" | "ended">]: TextKey } = {
  opening: "showingOpening", recording: "showingRecording", paused: "showingPaused", lost: "showingLost",
};

export function ShowingCard({ run }: { run: string }) {
  const app = useApp();
  const { t } = app;
  const shown = useComputed(() => (app.state.value.showing.run === run ? app.state.value.showing : null));
  if (!shown.value || shown.value.state === "off" || shown.value.state === "ended") return null;
  const { state, lines, each, detail } = shown.value;
  const still = state === "paused" || state === "lost";
  const trouble = app.local(detail);
  return (
    <section class="showing" data-state={state} aria-label={t("showing")}>
      <header class="showing-head">
        <span class="showing-light" aria-hidden="true" />
        <strong role="status">{t(words[state])}</strong>
        {lines.length > 0 && <span class="note">{t("showingSteps", { n: lines.length })}</span>}
        {state !== "opening" && (
          <button type="button" onClick={() => void app.act("showing.pause", { paused: !still })}>
            <Icon name={still ? "play" : "pause"} /> {t(still ? "showingGoOn" : "showingPause")}
          </button>
        )}
      </header>
      {trouble && <p class="doubt">{trouble}</p>}
      {lines.length === 0 ? <p class="note">{t("showingEmpty")}</p> : <Lines lines={lines} />}
      {lines.length > 0 && <p class="note">{t(each ? "showingEach" : "showingEachHint")}</p>}
    </section>
  );
}

/** The newest one stays in sight. */
function Lines({ lines }: { lines: readonly ShownLine[] }) {
  const app = useApp();
  const { t } = app;
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [lines.length]);
  return (
    <ol class="showing-lines" ref={list} tabIndex={0} aria-label={t("showing")} aria-live="off">
      {lines.map((line, place) => (
        <li key={line.id} data-state={line.state}>
          <span class="number">{place + 1}</span>
          <span class="showing-text">{line.text}</span>
          <button
            type="button" class="plain" aria-label={t("showingForgetNamed", { what: line.text })} title={t("showingForgetNamed", { what: line.text })}
            onClick={() => void app.act("showing.forget", { id: line.id })}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ol>
  );
}
