/** A task at work in the browser: what it does act by act, with a picture of each page, and the owner's hand on it. */

import { useState } from "preact/hooks";
import type { Browsing, PageAct, Run } from "../../shared/state";
import { isFinal } from "../../shared/reduce/changes";
import type { TextKey } from "../../shared/texts";
import { useApp } from "../app/context";
import { useFetched } from "../app/fetched";
import { Dialog } from "../components/Dialog";
import { Icon } from "../components/Icon";
import { StateMark } from "../components/StateMark";

const words: { [K in PageAct["kind"]]: TextKey } = {
  open: "act_open", back: "act_back", click: "act_click", fill: "act_fill", select: "act_select", press: "act_press", scroll: "act_scroll",
  tab: "act_tab", read: "act_read", wait: "act_wait",
};

/** Acts shown while it works; the rest on demand. */
const LATEST = 5;

export function BrowsingCards({ run }: { run: Run }) {
  return <>{Object.values(run.browsing).map((browsing) => <BrowsingCard key={browsing.path} run={run} browsing={browsing} />)}</>;
}

function BrowsingCard({ run, browsing }: { run: Run; browsing: Browsing }) {
  const { t } = useApp();
  const [all, setAll] = useState(false);
  const [larger, setLarger] = useState<PageAct | null>(null);
  const ended = browsing.state === "ended" || isFinal(run);
  const [wanted, setWanted] = useState<boolean | null>(null);
  const open = wanted ?? !ended;
  const shown = all || ended ? browsing.acts : browsing.acts.slice(-LATEST);
  const earlier = browsing.acts.length - shown.length;
  return (
    <section class="browsing" aria-label={t("browsing")} data-state={ended ? "ended" : browsing.state}>
      <header class="browsing-head">
        {ended ? (
          <button type="button" class="link" aria-expanded={open} onClick={() => setWanted(!open)}>{t("browsingEnded", { n: browsing.acts.length })}</button>
        ) : (
          <p class="browsing-state" role="status">{t(stateOf(browsing))}</p>
        )}
        {!ended && <Wheel run={run} browsing={browsing} />}
      </header>
      {open && earlier > 0 && <button type="button" class="link" onClick={() => setAll(true)}>{t("browsingEarlier", { n: earlier })}</button>}
      {open && (
        <ol class="acts" aria-label={t("browsingActs")}>
          {shown.map((act) => <ActLine key={act.number} run={run} path={browsing.path} act={act} enlarge={() => setLarger(act)} />)}
        </ol>
      )}
      {larger && <Larger run={run} path={browsing.path} act={larger} close={() => setLarger(null)} />}
    </section>
  );
}

/** Pause, take over, hand back, stop. */
function Wheel({ run, browsing: { path, state } }: { run: Run; browsing: Browsing }) {
  const app = useApp();
  const { t } = app;
  const at = { run: run.id, path };
  const held = state === "paused" || state === "taken";
  return (
    <span class="wheel">
      {!held && <button type="button" onClick={() => void app.act("browsing.pause", at)}><Icon name="pause" /> {t("browsingPause")}</button>}
      {state === "paused" && <button type="button" class="primary" onClick={() => void app.act("browsing.resume", at)}><Icon name="play" /> {t("browsingGoOn")}</button>}
      {state !== "taken" && <button type="button" onClick={() => void app.act("browsing.take_over", at)}>{t("browsingTakeOver")}</button>}
      {state === "taken" && <button type="button" class="primary" onClick={() => void app.act("browsing.resume", at)}>{t("browsingHandBack")}</button>}
      <button type="button" onClick={() => void app.act("run.cancel", { run: run.id })}><Icon name="stop" /> {t("browsingStop")}</button>
    </span>
  );
}

function ActLine({ run, path, act, enlarge }: { run: Run; path: string; act: PageAct; enlarge(): void }) {
  const { t } = useApp();
  const what = useActWords(act);
  const mark = act.state === "doing" ? (isFinal(run) ? "skipped" : "running") : act.state === "asked" ? "waiting" : act.state;
  return (
    <li class="act" data-state={act.state}>
      {act.picture ? (
        <button type="button" class="act-picture" aria-label={t("browsingShowPicture", { what })} onClick={enlarge}>
          <Picture run={run} path={path} act={act} alt={what} />
        </button>
      ) : (
        <span class="act-picture empty" />
      )}
      <StateMark mark={mark} />
      <span class="act-words">
        <span class="act-what">{what}</span>
        {act.error ? <span class="act-error">{act.error}</span> : <span class="act-where">{[act.goal, hostOf(act.url)].filter(Boolean).join(" · ")}</span>}
      </span>
    </li>
  );
}

function Larger({ run, path, act, close }: { run: Run; path: string; act: PageAct; close(): void }) {
  const { t } = useApp();
  const what = useActWords(act);
  return (
    <Dialog kind="page" label={t("browsingPicture", { what })} close={close}>
      <div class="act-larger"><Picture run={run} path={path} act={act} alt={what} /></div>
      <p class="note">{act.url}</p>
    </Dialog>
  );
}

/** A picture of the page, with a frame around the element that is meant. */
function Picture({ run, path, act, alt }: { run: Run; path: string; act: PageAct; alt: string }) {
  const found = useFetched("browsing.picture", { run: run.id, path, name: act.picture });
  if (!found) return <span class="act-image loading" />;
  return (
    <span class="act-image">
      <img src={`data:image/jpeg;base64,${found.jpeg}`} alt={alt} />
      {act.box && (
        <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <rect x={act.box.left} y={act.box.top} width={act.box.width} height={act.box.height} />
        </svg>
      )}
    </span>
  );
}

function useActWords(act: PageAct): string {
  const { t } = useApp();
  return t(act.kind === "fill" && act.secret ? "act_secret" : words[act.kind], { label: act.label, value: act.kind === "open" ? act.value.replace(/^https?:\/\//, "") : act.value, secret: act.secret });
}

function stateOf(browsing: Browsing): TextKey {
  if (browsing.state === "taken") return "browsingTaken";
  if (browsing.state === "paused") return "browsingPaused";
  if (browsing.acts.some((act) => act.state === "asked")) return "browsingAsking";
  return browsing.acts.length === 0 ? "browsingStarting" : "browsingWorking";
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "";
}
