/** Phrases that another command claims too: who would win, and what to do about it. Those that are captured block saving. */

import { useApp } from "../app/context";
import { useEditing } from "./context";
import { phrasesOf } from "./document";
import { isBlocking } from "./session";
import type { Conflict } from "./wire";

export function ConflictList() {
  const { t } = useApp();
  const { session } = useEditing();
  const conflicts = session.conflicts.value;
  if (conflicts.length === 0) return null;
  const inOrder = [...conflicts].sort((one, other) => Number(other.phrase !== "" && other.command === session.name) - Number(one.phrase !== "" && one.command === session.name));
  const urgent = session.undecided.value.length > 0;
  return (
    <section class="conflicts" data-urgent={urgent ? "" : undefined} aria-label={t("conflictsHead", { n: conflicts.length })}>
      <h3>{t("conflictsHead", { n: conflicts.length })}</h3>
      <ul>{inOrder.map((conflict, place) => <ConflictLine key={place} conflict={conflict} repeated={inOrder.findIndex((other) => other.sentence === conflict.sentence) < place} />)}</ul>
    </section>
  );
}

/** What is decided about a sentence holds for all that is said of it: `repeated` ones have no buttons of their own. */
function ConflictLine({ conflict, repeated }: { conflict: Conflict; repeated: boolean }) {
  const app = useApp();
  const { t } = app;
  const { session } = useEditing();
  const decided = session.decisionOf(conflict);
  const title = (name: string) => app.local(app.commands.value.find((command) => command.name === name)?.title ?? {}) || name;
  const mine = conflict.command === session.name;
  const rival = title(mine ? conflict.rival || conflict.winner : conflict.command);
  const choose = (choice: "keep" | "give up") => session.decide(conflict, decided === choice ? null : choice);
  return (
    <li class="conflict">
      <p><q lang={conflict.language}>{conflict.sentence}</q> {said()}</p>
      {isBlocking(conflict) && !repeated && (
        <span class="choices" role="group" aria-label={t("conflictChoice", { sentence: conflict.sentence })}>
          {mine && conflict.phrase && <button type="button" onClick={change}>{t("conflictChange")}</button>}
          {mine && conflict.phrase && <button type="button" aria-pressed={decided === "give up"} onClick={() => choose("give up")}>{t("conflictGiveUp")}</button>}
          <button type="button" aria-pressed={decided === "keep"} onClick={() => choose("keep")}>{t("conflictKeep")}</button>
        </span>
      )}
    </li>
  );

  function said(): string {
    switch (conflict.kind) {
      case "same":
        return t("conflictSame", { rival });
      case "captured":
        return !mine ? t("conflictTakes", { rival }) : conflict.rival || conflict.winner ? t("conflictCaptured", { rival }) : t("conflictNone");
      case "test":
        return t("conflictTest", { rival });
      case "similar":
        return t("conflictSimilar", { rival, heard: conflict.heard });
    }
  }

  /** The caret goes to the phrase in question. */
  function change(): void {
    const own = phrasesOf(session.form.value ?? {});
    const language = own.ru.includes(conflict.phrase) ? "ru" : "en";
    document.getElementById(`phrase-${language}-${own[language].indexOf(conflict.phrase)}`)?.focus();
  }
}
