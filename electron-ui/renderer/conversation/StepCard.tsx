/** One step: what it is, how it went, what it was given and gave. */

import type { Step } from "../../shared/state";
import { useApp } from "../app/context";
import { StateMark, stateWord } from "../components/StateMark";
import { duration } from "../format/dates";
import { isWebAddress, readable } from "../format/values";

export function StepCard({ step }: { step: Step }) {
  const app = useApp();
  const { t } = app;
  const tongue = { t, language: app.language.value };
  const told = step.state === "done" || step.state === "running" ? "" : t(stateWord(step.state));
  return (
    <details class="step" data-state={step.state}>
      <summary>
        <StateMark mark={step.state} silent={told !== ""} />
        <span class="step-kind">{step.kind}</span>
        <span class="step-gave">{step.error || (step.value === null ? "" : readable(tongue, step.value))}</span>
        {told && <span class="step-state">{told}</span>}
        {step.attempt > 1 && <span class="faint">{t("attempt", { n: step.attempt })}</span>}
        {step.seconds > 0 && <span class="faint time">{duration(t, tongue.language, step.seconds)}</span>}
      </summary>
      <dl class="facts">
        <Fact name={t("details")} value={step.path} />
        {step.params !== null && <Fact name={t("given")} value={exact(step.params)} />}
        {step.value !== null && <Fact name={t("gave")} value={exact(step.value)} />}
        {step.error && <Fact name={t("stateFailed")} value={step.error} />}
        {step.receipt && <Fact name={t("receipt")} value={[step.receipt.summary, step.receipt.kind, step.receipt.id].filter(Boolean).join(" · ")} />}
      </dl>
      {step.receipt && isWebAddress(step.receipt.link) && <a href={step.receipt.link} target="_blank" rel="noreferrer noopener">{step.receipt.link}</a>}
    </details>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd><pre>{value}</pre></dd>
    </>
  );
}

/** The value itself, as it is: nothing is shortened. */
export function exact(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
