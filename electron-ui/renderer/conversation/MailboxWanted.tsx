/** The way to connect a mailbox, where a step has failed and none is connected. */

import { useComputed } from "@preact/signals";
import type { Run } from "../../shared/state";
import { useApp } from "../app/context";
import { useFetched } from "../app/fetched";

export function MailboxWanted({ run }: { run: Run }) {
  const failed = run.state === "failed" && run.steps.some((step) => step.state === "failed" && step.kind.startsWith("mail."));
  return failed ? <WhenNone /> : null;
}

function WhenNone() {
  const app = useApp();
  const connections = useComputed(() => app.state.value.connectionsVersion);
  const found = useFetched("mail.accounts", {}, [connections.value]);
  if (found?.accounts.length !== 0) return null;
  return <button type="button" onClick={() => (app.view.value = "connections")}>{app.t("connectionsOpen")}</button>;
}
