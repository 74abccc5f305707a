/** The steps of a run, nested as they are; a loop shows what each pass went over and gave. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { isFinal } from "../../shared/reduce/changes";
import type { Run } from "../../shared/state";
import { type Pass, passesOf, type StepNode, stepTree } from "../../shared/steptree";
import { useApp } from "../app/context";
import { Fold } from "../components/Fold";
import { StateMark } from "../components/StateMark";
import { line, readable } from "../format/values";
import { RunPicture } from "../picture/RunPicture";
import { PassPages } from "./PassPages";
import { StepCard } from "./StepCard";

/** Passes shown before the owner asks for all. */
const FIRST = 20;

/** Open by itself while a loop goes on and where something went wrong; the owner may close it. */
export function Timeline({ run, why }: { run: Run; why?: ComponentChildren }) {
  const { t } = useApp();
  const looping = Object.keys(run.loops).length > 0 && !isFinal(run);
  const [wanted, setWanted] = useState<boolean | null>(null);
  const open = wanted ?? (looping || run.state === "failed" || run.state === "unconfirmed");
  const count = run.stepCount;
  if (count === 0 && !why) return null;
  return (
    <details class="fold" open={open} aria-live="off">
      <summary onClick={(event) => { event.preventDefault(); setWanted(!open); }}>
        {count > 0 ? t("steps", { n: count }) : t("whyThis")}
      </summary>
      {open && why}
      {open && count > 0 && <RunPicture run={run} />}
      {open && <Nodes nodes={stepTree(run)} run={run} />}
    </details>
  );
}

function Nodes({ nodes, run }: { nodes: readonly StepNode[]; run: Run }) {
  return (
    <ol class="steps">
      {nodes.map((node) => (
        <li key={node.path}>
          {node.step && <StepCard step={node.step} command={run.command} />}
          {node.loop && <LoopView node={node} run={run} />}
          {node.children.length > 0 && <Nodes nodes={node.children} run={run} />}
        </li>
      ))}
    </ol>
  );
}

function LoopView({ node, run }: { node: StepNode; run: Run }) {
  const { t } = useApp();
  const [all, setAll] = useState(false);
  const { loop } = node;
  const passes = passesOf(node);
  if (!loop) return null;
  const done = loop.finished ? loop.index : loop.index + 1;
  const whole = passes.filter((pass) => pass.nodes.length > 0).length >= done;
  const rows = (shown: readonly Pass[]) => (
    <ol class="passes" aria-label={t("loopPasses")}>
      {shown.map((pass) => <PassRow key={pass.index} pass={pass} run={run} current={!loop.finished && pass.index === loop.index} />)}
    </ol>
  );
  return (
    <div class="loop">
      <p class="loop-head">
        {loop.total === null ? t("loopProgressOpen", { done }) : t("loopProgress", { done, total: loop.total })}
        {loop.total !== null && <progress value={done} max={Math.max(1, loop.total)} aria-label={t("loopProgress", { done, total: loop.total })} />}
        {loop.collected > 0 && <span>{t("loopCollected", { n: loop.collected })}</span>}
        {loop.failed > 0 && <span class="bad">{t("loopFailed", { n: loop.failed })}</span>}
      </p>
      {!all && done > FIRST && (
        <button type="button" class="link" onClick={() => setAll(true)}>{t("showAll", { n: done })}</button>
      )}
      {all && !whole ? <PassPages run={run} path={node.path} count={done}>{rows}</PassPages> : rows(all ? passes : passes.slice(-FIRST))}
    </div>
  );
}

function PassRow({ pass, run, current }: { pass: Pass; run: Run; current: boolean }) {
  const app = useApp();
  const tongue = { t: app.t, language: app.language.value };
  const last = pass.nodes.map((node) => node.step).filter((step) => step !== null).pop();
  const failed = pass.nodes.some((node) => node.step?.state === "failed");
  const mark = failed ? "failed" : current ? "running" : "done";
  const gave = last?.error || (last?.value === null || last?.value === undefined ? "" : readable(tongue, last.value));
  const summary = (
    <>
      <StateMark mark={mark} />
      <span class="number">{pass.index + 1}</span>
      <span class="pass-item">{line(tongue, pass.item).main}</span>
      <span class={failed ? "pass-gave bad" : "pass-gave"}>{gave}</span>
    </>
  );
  return (
    <li>
      <Fold class="pass" summary={summary}>{() => <Nodes nodes={pass.nodes} run={run} />}</Fold>
    </li>
  );
}
