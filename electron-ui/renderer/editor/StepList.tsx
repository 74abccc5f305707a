/** The steps of one block, in order, with the way to add another. */

import { useState } from "preact/hooks";
import { useApp } from "../app/context";
import { Icon } from "../components/Icon";
import { useEditing } from "./context";
import type { Json, Path } from "./document";
import { drop, landing, over } from "./drag";
import { StepActions } from "./step-actions";
import { StepBlock } from "./StepBlock";
import { StepPalette } from "./StepPalette";
import { keyOf } from "./tree";

export interface StepListProps {
  block: Path;
  steps: readonly Json[];
  /** What the block is called, for those who do not see where it stands. */
  label: string;
}

export function StepList({ block, steps, label }: StepListProps) {
  const app = useApp();
  const { t } = app;
  const { session } = useEditing();
  const [adding, setAdding] = useState(false);
  const actions = new StepActions(app, session);
  const gap = landing.value?.block === keyOf(block) ? landing.value.place : -1;
  return (
    <div class="step-list" onDrop={(event) => drop(event, block, (...to) => actions.moveTo(...to))}>
      <ol aria-label={label}>
        {steps.map((step, place) => (
          <li key={place} class="step-place" data-gap={gap === place ? "before" : gap === place + 1 && place === steps.length - 1 ? "after" : undefined}>
            <StepBlock step={step} path={[...block, place]} />
          </li>
        ))}
      </ol>
      <button
        type="button" class="link add-step" data-gap={gap === 0 && steps.length === 0 ? "before" : undefined}
        aria-label={block.length > 1 ? t("stepAddIn", { place: label }) : undefined}
        onDragOver={(event) => over(event, block, steps.length)} onClick={() => setAdding(true)}
      >
        <Icon name="plus" /> {t("stepAdd")}
      </button>
      {adding && <StepPalette close={() => setAdding(false)} choose={(kind) => actions.add(block, kind)} />}
    </div>
  );
}
