/** One step: its line, its fields when it is open, the blocks within it, and how it went in the dry run. */

import { useEffect, useRef } from "preact/hooks";
import { useApp } from "../app/context";
import { Icon } from "../components/Icon";
import { useEditing } from "./context";
import { asMapping, blocksOf, kindOf } from "./kinds";
import type { Json, Path } from "./document";
import { beginDrag, dragged, endDrag, overStep } from "./drag";
import { kindTitle } from "./naming";
import { Branches } from "./Branches";
import { StepActions } from "./step-actions";
import { StepFields } from "./StepFields";
import { StepOutcome } from "./StepOutcome";
import { StepSentence } from "./StepSentence";
import { blockOf, keyOf, placeOf } from "./tree";

export function StepBlock({ step, path }: { step: Json; path: Path }) {
  const app = useApp();
  const { session } = useEditing();
  const actions = new StepActions(app, session);
  const kind = session.kinds.value.get(kindOf(step, session.kinds.value));
  const key = keyOf(path);
  const open = session.open.value === key;
  const faults = session.faultsOfSteps.value.get(key) ?? [];
  return (
    <div
      class="step-block" data-open={open ? "" : undefined} data-control={kind?.control ? "" : undefined} data-faulty={faults.some((fault) => fault.severity === "error") ? "" : undefined}
      data-dragged={dragged.value && keyOf(dragged.value) === key ? "" : undefined} onDragOver={(event) => overStep(event, blockOf(path), placeOf(path))}
    >
      <StepLine step={step} path={path} actions={actions} />
      {faults.map((fault, place) => <p key={place} class={fault.severity === "error" ? "error step-fault" : "doubt step-fault"}>{app.local(fault.message)}</p>)}
      <StepOutcome path={path} />
      {open && kind && <StepFields step={step} kind={kind} path={path} change={(changed, what) => actions.change(path, changed, what)} />}
      {kind && blocksOf(step, session.kinds.value).length > 0 && <Branches step={step} kind={kind} path={path} />}
    </div>
  );
}

/** The line of a step: a click or Enter opens its fields; the keys move it. */
function StepLine({ step, path, actions }: { step: Json; path: Path; actions: StepActions }) {
  const app = useApp();
  const { t } = app;
  const { session } = useEditing();
  const name = kindOf(step, session.kinds.value);
  const kind = session.kinds.value.get(name);
  const key = keyOf(path);
  const open = session.open.value === key;
  const button = useRef<HTMLButtonElement>(null);
  const wish = session.wish.value;
  useEffect(() => {
    if (wish.step === key) {
      button.current?.focus();
      button.current?.scrollIntoView?.({ block: "nearest" });
    }
  }, [wish, key]);
  const title = kindTitle(app.language.value, kind, name) || t("stepUnknown");
  const saved = asMapping(step)["as"];
  return (
    <div class="step-line" onKeyDown={(event) => {
      if (event.target === button.current && actions.key(path, event)) {
        event.preventDefault();
        event.stopPropagation();
      }
    }}>
      <span class="grip" draggable title={t("stepDrag")} aria-hidden="true" onDragStart={(event) => beginDrag(event, path)} onDragEnd={endDrag}><Icon name="grip" /></span>
      <button
        ref={button} type="button" class="step-head" aria-expanded={open} aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Alt+ArrowLeft Alt+ArrowRight Control+D Delete"
        onClick={() => (session.open.value = open ? "" : key)}
      >
        <span class="unseen">{t("stepNumber", { n: placeOf(path) + 1 })} </span>
        <StepSentence step={step} kind={kind} title={title} />
        {typeof saved === "string" && saved && <span class="step-as">{t("calledAs", { name: saved })}</span>}
      </button>
      <span class="step-buttons">
        <button type="button" class="plain reveal" aria-label={`${t("stepDouble")}: ${title}`} title={t("stepDouble")} onClick={() => actions.double(path)}><Icon name="copy" /></button>
        <button type="button" class="plain reveal" aria-label={`${t("stepRemove")}: ${title}`} title={t("stepRemove")} onClick={() => actions.remove(path)}><Icon name="trash" /></button>
      </span>
    </div>
  );
}
