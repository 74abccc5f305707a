/** Passes of a long loop that the window was not given, or keeps no longer: asked for page by page. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Envelope } from "../../shared/protocol";
import { reduce } from "../../shared/reduce";
import { emptyState, type Run } from "../../shared/state";
import { type Pass, passesOf, stepTree } from "../../shared/steptree";
import { useApp } from "../app/context";
import { useFetched } from "../app/fetched";

/** Passes on one page. */
const PAGE = 50;

interface PassPagesProps {
  run: Run;
  path: string;
  /** How many passes there are so far. */
  count: number;
  children: (passes: readonly Pass[]) => ComponentChildren;
}

export function PassPages({ run, path, count, children }: PassPagesProps) {
  const { t } = useApp();
  const [first, setFirst] = useState(0);
  const found = useFetched("history.passes", { run: run.id, path, first, count: PAGE });
  const last = Math.min(first + PAGE, count);
  return (
    <>
      <p class="pass-pages" role="group" aria-label={t("passPages")}>
        <button type="button" class="link" disabled={first === 0} onClick={() => setFirst(Math.max(0, first - PAGE))}>{t("passesBefore")}</button>
        <label>
          {t("passesFrom")}
          <input
            type="number" min={1} max={count} value={first + 1}
            onChange={({ currentTarget: { valueAsNumber } }) => setFirst(Math.min(Math.max(Math.floor(valueAsNumber) || 1, 1), count) - 1)}
          />
        </label>
        <span>{t("passesOf", { last, count })}</span>
        <button type="button" class="link" disabled={last >= count} onClick={() => setFirst(first + PAGE)}>{t("passesAfter")}</button>
      </p>
      {children(found ? passesTold(found.envelopes, run.id, path).filter(({ index }) => index >= first && index < last) : [])}
    </>
  );
}

/** What these events tell of the passes of a loop. */
function passesTold(envelopes: readonly Envelope[], run: string, path: string): Pass[] {
  const told = envelopes.reduce(reduce, emptyState).runs[run];
  const loop = told && stepTree(told).find((node) => node.path === path);
  return loop ? passesOf(loop) : [];
}
