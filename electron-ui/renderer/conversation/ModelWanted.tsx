/** The way to connect a language model, where a step has failed for the want of one. */

import { useComputed } from "@preact/signals";
import type { Run } from "../../shared/state";
import { useApp } from "../app/context";

const ASKING = ["browser.task", "llm"];

export function ModelWanted({ run }: { run: Run }) {
  const app = useApp();
  const connected = useComputed(() => Boolean(app.state.value.settings["llm"]?.["base_url"]));
  const failed = run.state === "failed" && run.steps.some((step) => step.state === "failed" && ASKING.includes(step.kind));
  if (!failed || connected.value) return null;
  return <button type="button" onClick={() => (app.view.value = "connections")}>{app.t("connectionsOpen")}</button>;
}
