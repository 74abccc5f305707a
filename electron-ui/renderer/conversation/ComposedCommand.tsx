/** What a language model does about a clause nothing fits, and the command it composed: to save, to run, or to leave. */

import { useState } from "preact/hooks";
import type { FlowDraft } from "../../shared/protocol";
import type { ClauseView } from "../../shared/state";
import type { TextKey } from "../../shared/texts";
import { useApp } from "../app/context";

const effects: { [E in FlowDraft["effect"]]: TextKey } = { reads: "draftReads", writes: "draftWrites", sends: "draftSends" };
const states: { [S in FlowDraft["tried"][number]["state"]]: TextKey } = {
  done: "triedDone", imagined: "triedImagined", skipped: "triedSkipped", failed: "triedFailed", asked: "triedAsked",
};

export function ComposedCommand({ clause }: { clause: ClauseView }) {
  const { t } = useApp();
  const [hidden, setHidden] = useState(false);
  const { considered, consideredDetail: detail, draft } = clause;
  if (draft && !hidden) return <Draft draft={draft} hide={() => setHidden(true)} />;
  if (considered === "matching") return <p class="note" role="status">{t("consideredMatching")}</p>;
  if (considered === "composing") return <p class="note" role="status">{t("consideredComposing")}</p>;
  if (considered === "failed") return <p class="note" role="status">{t("consideredFailed", { detail })}</p>;
  return null;
}

function Draft({ draft, hide }: { draft: FlowDraft; hide: () => void }) {
  const app = useApp();
  const { t } = app;
  const { title, name, text, said, tried } = draft;
  const [refusal, setRefusal] = useState("");
  const save = async (run: boolean) => {
    try {
      const saved = await app.act("commands.save", { name, text, why: "told", decisions: [] });
      if (!saved.saved) return setRefusal([...saved.faults.map((fault) => app.local(fault.message)), ...saved.conflicts.map((one) => one.sentence)].join("; "));
      app.toast(t("draftSaved", { title }));
      hide();
      if (run) app.say(said);
    } catch (error) {
      setRefusal((error as Error).message);
    }
  };
  return (
    <section class="composed" aria-label={t("draftTitle", { title })}>
      <h4>{t("draftTitle", { title })}</h4>
      {draft.summary && <p>{draft.summary}</p>}
      <p class="note">{t("draftNotSaved", { model: draft.model })} {t(effects[draft.effect])}</p>
      {draft.conflicts.length > 0 && <p class="error">{t("draftConflicts", { list: draft.conflicts.join("; ") })}</p>}
      <details class="fold">
        <summary>{t("draftText")}</summary>
        <pre tabIndex={0}>{text}</pre>
      </details>
      {tried.length > 0 && (
        <details class="fold">
          <summary>{t("draftTried")}</summary>
          <ol>
            {tried.map((step, index) => (
              <li key={index}>{step.kind} · {t(states[step.state])}{step.error ? ` · ${step.error}` : ""} {step.value != null && <code>{shortly(step.value)}</code>}</li>
            ))}
          </ol>
        </details>
      )}
      {refusal && <p class="error" role="alert">{t("draftRefused", { why: refusal })}</p>}
      <div class="decide">
        <button type="button" class="primary" onClick={() => void save(true)}>{t("draftSaveRun")}</button>
        <button type="button" onClick={() => void save(false)}>{t("draftSave")}</button>
        <button type="button" onClick={() => void app.editors.open(name, { fresh: text })}>{t("draftEdit")}</button>
        <button type="button" onClick={hide}>{t("draftHide")}</button>
      </div>
    </section>
  );
}

function shortly(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}
