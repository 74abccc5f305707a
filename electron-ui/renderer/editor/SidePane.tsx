/** What stands beside the form: one of five panes, chosen by tabs. */

import { useRef } from "preact/hooks";
import type { TextKey } from "../../shared/texts";
import { useApp } from "../app/context";
import { useEditing } from "./context";
import { PicturePane } from "./PicturePane";
import { TestsPane } from "./TestsPane";
import { TryPane } from "./TryPane";
import { VersionsPane } from "./VersionsPane";
import { YamlPane } from "./YamlPane";

export type Pane = "yaml" | "try" | "tests" | "picture" | "versions";
const panes: readonly [Pane, TextKey][] = [["yaml", "paneYaml"], ["try", "paneTry"], ["tests", "paneTests"], ["picture", "picture"], ["versions", "paneVersions"]];

export function SidePane() {
  const { t } = useApp();
  const { session } = useEditing();
  const tabs = useRef<HTMLDivElement>(null);
  const current = session.pane.value;
  const errors = session.errors.value.length;
  const walk = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const place = (panes.findIndex(([pane]) => pane === current) + by + panes.length) % panes.length;
    session.pane.value = panes[place]?.[0] ?? "yaml";
    tabs.current?.querySelectorAll<HTMLElement>("[role=tab]")[place]?.focus();
  };
  return (
    <section class="side-pane" aria-label={t("partBeside")}>
      <div ref={tabs} class="tabs" role="tablist" aria-label={t("partBeside")} onKeyDown={walk}>
        {panes.map(([pane, key]) => (
          <button
            key={pane} id={`tab-${pane}`} type="button" role="tab" class="tab" aria-selected={pane === current} aria-controls="side-pane" tabIndex={pane === current ? 0 : -1}
            onClick={() => (session.pane.value = pane)}
          >
            {t(key)}
            {pane === "yaml" && errors > 0 && <span class="count bad" aria-label={t("faultsCount", { n: errors })}> {errors}</span>}
          </button>
        ))}
      </div>
      <div id="side-pane" class="side-inside" role="tabpanel" aria-labelledby={`tab-${current}`} tabIndex={-1}>
        {current === "yaml" && <YamlPane />}
        {current === "try" && <TryPane />}
        {current === "tests" && session.form.value && <TestsPane form={session.form.value} />}
        {current === "picture" && session.form.value && <PicturePane form={session.form.value} />}
        {current === "versions" && <VersionsPane />}
      </div>
    </section>
  );
}
