/** One step: what it is, how it went, what it was given and gave. */

import type { Step } from "../../shared/state";
import { useApp } from "../app/context";
import { Fold } from "../components/Fold";
import { StateMark, stateWord } from "../components/StateMark";
import { duration } from "../format/dates";
import { isWebAddress, readable } from "../format/values";
import { PageSeen } from "./PageSeen";

export function StepCard({ step, command }: { step: Step; command: string }) {
  const app = useApp();
  const { t } = app;
  const tongue = { t, language: app.language.value };
  const told = step.state === "done" || step.state === "running" ? "" : t(stateWord(step.state));
  const summary = (
    <>
      <StateMark mark={step.state} silent={told !== ""} />
      <span class="step-kind">{step.kind}</span>
      <span class="step-gave">{step.error || (step.value === null ? "" : readable(tongue, step.value))}</span>
      {told && <span class="step-state">{told}</span>}
      {step.attempt > 1 && <span class="faint">{t("attempt", { n: step.attempt })}</span>}
      {step.seconds > 0 && <span class="faint time">{duration(t, tongue.language, step.seconds)}</span>}
    </>
  );
  return <Fold class="step" state={step.state} summary={summary}>{() => <StepFacts step={step} command={command} />}</Fold>;
}

/** All there is to know about a step, exactly. */
function StepFacts({ step: { path, params, value, error, receipt, evidence }, command }: { step: Step; command: string }) {
  const app = useApp();
  const { t } = app;
  return (
    <>
      <dl class="facts">
        <Fact name={t("details")} value={path} />
        {params !== null && <Fact name={t("given")} value={exact(params)} />}
        {value !== null && <Fact name={t("gave")} value={exact(value)} />}
        {error && <Fact name={t("stateFailed")} value={error} />}
        {receipt && <Fact name={t("receipt")} value={[receipt.summary, receipt.kind, receipt.id].filter(Boolean).join(" · ")} />}
      </dl>
      {evidence && <PageSeen evidence={evidence} />}
      {error && command && <button type="button" class="link" onClick={() => void app.editors.open(command, { run: path })}>{t("editCommand")}</button>}
      {receipt && receipt.link !== evidence?.url && isWebAddress(receipt.link) && <a href={receipt.link} target="_blank" rel="noreferrer noopener">{receipt.link}</a>}
    </>
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
