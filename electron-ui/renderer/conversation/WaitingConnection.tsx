/** Why a run waits for a connection, in the words of the step that needs it, and the way to where it can be put right. */

import type { Run } from "../../shared/state";
import { useApp } from "../app/context";

export function WaitingConnection({ run }: { run: Run }) {
  const app = useApp();
  const { t } = app;
  if (run.state !== "waiting" || run.why !== "connection") return null;
  const why = run.steps.filter((step) => step.state === "retrying" && step.error).pop()?.error ?? "";
  return (
    <div class="waiting-connection" role="status">
      {why && <p class="doubt">{why}</p>}
      <p class="note">{t("waitingConnectionHint")}</p>
      <button type="button" onClick={() => (app.view.value = "connections")}>{t("connectionsOpen")}</button>
    </div>
  );
}
