/** The picture of the command a run carries out, on demand, with how far it is. */

import { useState } from "preact/hooks";
import type { Run } from "../../shared/state";
import { useApp } from "../app/context";
import { useFetched } from "../app/fetched";
import { FlowPicture } from "./FlowPicture";
import type { StepForm } from "./layout";

export function RunPicture({ run }: { run: Run }) {
  const { t } = useApp();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="link" aria-expanded={open} onClick={() => setOpen(!open)}>{t(open ? "pictureHide" : "picture")}</button>
      {open && <Drawn run={run} />}
    </>
  );
}

function Drawn({ run }: { run: Run }) {
  const app = useApp();
  const found = useFetched("commands.get", { name: run.command }, [app.commands.value]);
  const steps = stepsOf(found?.form);
  return steps ? <FlowPicture title={app.local(run.title) || run.command} steps={steps} run={run} /> : null;
}

/** The steps of a command's document; null when there is none to draw. */
export function stepsOf(form: unknown): readonly StepForm[] | null {
  if (typeof form !== "object" || form === null || !("steps" in form) || !Array.isArray(form.steps)) return null;
  return form.steps.filter((step): step is StepForm => typeof step === "string" || (typeof step === "object" && step !== null));
}
