/** What is about to be sent: exactly what, in how many seconds, and both ways out. */

import { useEffect, useState } from "preact/hooks";
import type { HeldSend } from "../../shared/state";
import { useApp } from "../app/context";
import { useKindWords } from "../app/kind-titles";
import { Exactly } from "./Exactly";

export function HeldCard({ run, send }: { run: string; send: HeldSend }) {
  const app = useApp();
  const { t } = app;
  const left = useSecondsLeft(send.until);
  const what = useKindWords().title(send.kind);
  const given = typeof send.params === "object" && send.params !== null ? (send.params as { readonly [name: string]: unknown }) : {};
  return (
    <section class="question held" role="group" data-path={send.path} aria-label={t("sendHeld", { what })}>
      <p class="question-text">{t("sendHeld", { what })} <span class="note" aria-hidden="true">{t("sendsIn", { n: left })}</span></p>
      <Exactly kind={send.kind} given={given} named={send.named} />
      <p class="note effect" data-effect="sends">{t("cannotBeUndoneOnceSent")}</p>
      <div class="decide">
        <button type="button" class="primary" onClick={() => void app.act("send.undo", { run, path: send.path })}>{t("sendUndo")}</button>
        <button type="button" onClick={() => void app.act("send.now", { run, path: send.path })}>{t("sendNow")}</button>
      </div>
    </section>
  );
}

/** Whole seconds until then, by this computer's clock, never below zero. */
function useSecondsLeft(until: string): number {
  const left = () => Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const ticking = window.setInterval(() => setSeconds(left()), 250);
    return () => window.clearInterval(ticking);
  }, [until]);
  return seconds;
}
