/** A task at work in the browser: what it does act by act, with a picture of each page, and the owner's hand on it. */

import { useComputed } from "@preact/signals";
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
  const [larger, setLarger] = useState<Seen | null>(null);
  const ended = browsing.state === "ended" || isFinal(run);
  const [wanted, setWanted] = useState<boolean | null>(null);
  const open = wanted ?? (!ended || run.state === "failed" || run.state === "unconfirmed");
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
        {ended && <KeepWay run={run} />}
      </header>
      {open && earlier > 0 && <button type="button" class="link" onClick={() => setAll(true)}>{t("browsingEarlier", { n: earlier })}</button>}
      {open && (
        <ol class="acts" aria-label={t("browsingActs")}>
          {shown.map((act) => <ActLine key={act.number} run={run} path={browsing.path} act={act} enlarge={setLarger} />)}
          {ended && browsing.picture && <LastPage run={run} browsing={browsing} enlarge={setLarger} />}
        </ol>
      )}
      {larger && <Larger run={run} path={browsing.path} seen={larger} close={() => setLarger(null)} />}
    </section>
  );
}

/** The newest task that succeeded can be kept as a command that needs no model. */
function KeepWay({ run }: { run: Run }) {
  const app = useApp();
  const { t } = app;
  const newest = useComputed(() => Object.values(app.state.value.runs).filter((each) => Object.keys(each.browsing).length > 0).sort((one, other) => other.startedAt.localeCompare(one.startedAt))[0]?.id ?? "");
  if (newest.value !== run.id || (run.state !== "done" && run.state !== "unconfirmed")) return null;
  return <button type="button" class="keep-way" title={t("keepWayHint")} onClick={() => app.say(t("keepWaySaid"))}>{t("keepWay")}</button>;
}

/** Pause, take over, hand back, stop. */
function Wheel({ run, browsing: { path, state, unseen } }: { run: Run; browsing: Browsing }) {
  const app = useApp();
  const { t } = app;
  const at = { run: run.id, path };
  const held = state === "paused" || state === "taken";
  return (
    <span class="wheel">
      {!held && <button type="button" onClick={() => void app.act("browsing.pause", at)}><Icon name="pause" /> {t("browsingPause")}</button>}
      {state === "paused" && <button type="button" class="primary" onClick={() => void app.act("browsing.resume", at)}><Icon name="play" /> {t("browsingGoOn")}</button>}
      {state !== "taken" && !unseen && <button type="button" onClick={() => void app.act("browsing.take_over", at)}>{t("browsingTakeOver")}</button>}
      {state === "taken" && <button type="button" class="primary" onClick={() => void app.act("browsing.resume", at)}>{t("browsingHandBack")}</button>}
      <button type="button" onClick={() => void app.act("run.cancel", { run: run.id })}><Icon name="stop" /> {t("browsingStop")}</button>
    </span>
  );
}

/** A page that was seen: what was done on it, and its picture. */
interface Seen {
  what: string;
  url: string;
  picture: string;
  box: PageAct["box"];
}

function ActLine({ run, path, act, enlarge }: { run: Run; path: string; act: PageAct; enlarge(seen: Seen): void }) {
  const { t } = useApp();
  const what = useActWords(act);
  const mark = act.state === "doing" ? (isFinal(run) ? "skipped" : "running") : act.state === "asked" ? "waiting" : act.state;
  const seen: Seen = { what: t("browsingPicture", { what }), url: act.url, picture: act.picture, box: act.box };
  return (
    <li class="act" data-state={act.state}>
      <Thumbnail run={run} path={path} seen={seen} enlarge={enlarge} />
      <StateMark mark={mark} />
      <span class="act-words">
        <span class="act-what">{what}</span>
        {act.error ? <span class="act-error">{act.error}</span> : <span class="act-where">{[act.goal, hostOf(act.url)].filter(Boolean).join(" · ")}</span>}
      </span>
    </li>
  );
}

function Thumbnail({ run, path, seen, enlarge }: { run: Run; path: string; seen: Seen; enlarge(seen: Seen): void }) {
  const { t } = useApp();
  if (!seen.picture) return <span class="act-picture empty" />;
  return (
    <button type="button" class="act-picture" aria-label={t("browsingShowPicture", { what: seen.what })} onClick={() => enlarge(seen)}>
      <Picture run={run} path={path} seen={seen} />
    </button>
  );
}

/** The page as it was in the end. */
function LastPage({ run, browsing: { path, url, picture }, enlarge }: { run: Run; browsing: Browsing; enlarge(seen: Seen): void }) {
  const { t } = useApp();
  const seen: Seen = { what: t("browsingLast"), url, picture, box: null };
  return (
    <li class="act">
      <Thumbnail run={run} path={path} seen={seen} enlarge={enlarge} />
      <StateMark mark="done" silent />
      <span class="act-words">
        <span class="act-what">{seen.what}</span>
        <span class="act-where">{url}</span>
      </span>
    </li>
  );
}

function Larger({ run, path, seen, close }: { run: Run; path: string; seen: Seen; close(): void }) {
  return (
    <Dialog kind="page" label={seen.what} close={close}>
      <div class="act-larger"><Picture run={run} path={path} seen={seen} /></div>
      <p class="note">{seen.url}</p>
    </Dialog>
  );
}

/** A picture of the page, with a frame around the element that is meant. */
function Picture({ run, path, seen: { picture, box, what } }: { run: Run; path: string; seen: Seen }) {
  const found = useFetched("browsing.picture", { run: run.id, path, name: picture });
  if (!found) return <span class="act-image loading" />;
  return (
    <span class="act-image">
      <img src={`data:image/jpeg;base64,${found.jpeg}`} alt={what} />
      {box && (
        <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <rect x={box.left} y={box.top} width={box.width} height={box.height} />
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
  if (browsing.state === "offline") return "browsingOffline";
  if (browsing.acts.some((act) => act.state === "asked")) return "browsingAsking";
  return browsing.acts.length === 0 ? "browsingStarting" : "browsingWorking";
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "";
}
