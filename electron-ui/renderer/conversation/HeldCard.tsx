/** What is about to be sent: exactly what, in how many seconds, and both ways out. */

import { useEffect, useState } from "preact/hooks";
import type { HeldSend } from "../../shared/state";
import { useApp } from "../app/context";
import { exact } from "./StepCard";

export function HeldCard({ run, send }: { run: string; send: HeldSend }) {
  const app = useApp();
  const { t } = app;
  const left = useSecondsLeft(send.until);
  const given = typeof send.params === "object" && send.params !== null ? Object.entries(send.params) : [];
  return (
    <section class="question held" role="group" data-path={send.path} aria-label={t("sendHeld", { what: send.kind })}>
      <p class="question-text">{t("sendHeld", { what: send.kind })} <span class="note" aria-hidden="true">{t("sendsIn", { n: left })}</span></p>
      <dl class="facts" aria-label={t("exactly")}>
        {given.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd><pre>{exact(value)}</pre></dd>
          </>
        ))}
      </dl>
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
