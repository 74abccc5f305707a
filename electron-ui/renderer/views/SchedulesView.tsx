/** What starts by itself: when next, how it went, a switch, and a try now. */

import { useComputed } from "@preact/signals";
import { useState } from "preact/hooks";
import type { Watched } from "../../shared/protocol";
import { useApp } from "../app/context";
import { useFetched } from "../app/fetched";
import { Icon } from "../components/Icon";
import { type Mark, stateWord } from "../components/StateMark";
import { moment } from "../format/dates";
import { whatStarts } from "../format/starts";
import { Empty, ViewFrame } from "./ViewFrame";

export function SchedulesView() {
  const app = useApp();
  const { t } = app;
  const version = useComputed(() => app.state.value.triggersVersion + app.state.value.commands.count / 1e6);
  const [changed, setChanged] = useState(0);
  const found = useFetched("triggers.list", {}, [version.value, changed]);
  return (
    <ViewFrame title="schedules">
      <MissedStarts />
      {found?.triggers.length === 0 && <Empty text="schedulesEmpty" examples={["exampleSchedule"]} />}
      <ul class="records schedules" aria-label={t("schedules")}>
        {found?.triggers.map((trigger) => <TriggerLine key={trigger.id} watched={trigger} changed={() => setChanged((count) => count + 1)} />)}
      </ul>
    </ViewFrame>
  );
}

function TriggerLine({ watched, changed }: { watched: Watched; changed: () => void }) {
  const app = useApp();
  const { t } = app;
  const [address, setAddress] = useState("");
  const title = app.local(watched.title) || watched.command;
  const { id, trigger, enabled } = watched;
  const rotate = async () => {
    const made = await app.act("triggers.rotate", { id });
    if (made) setAddress(location.origin + made.path);
    changed();
  };
  return (
    <li class="record schedule" data-faded={enabled ? undefined : ""}>
      <input
        type="checkbox" role="switch" aria-label={t("triggerOn", { title })} checked={enabled}
        onChange={(event) => void app.act("triggers.enable", { id, enabled: event.currentTarget.checked }).then(changed)}
      />
      <span class="record-text">
        <strong>{title}</strong> <span>{whatStarts(app, trigger)}</span>
        <span class="note schedule-times">{times(app, watched)}</span>
        {address && <NewAddress address={address} />}
      </span>
      <span class="record-actions">
        {trigger.kind === "webhook" && <button type="button" aria-label={t("newAddressNamed", { title })} onClick={() => void rotate()}>{t("newAddress")}</button>}
        <button type="button" aria-label={t("runNowNamed", { title })} onClick={() => void app.act("triggers.test", { id }).then(changed)}>{t("runNow")}</button>
      </span>
    </li>
  );
}

/** Shown once; the secret in it is kept nowhere. */
function NewAddress({ address }: { address: string }) {
  const { t } = useApp();
  return (
    <span class="new-address">
      <input readOnly value={address} aria-label={t("hookAddress")} onFocus={(event) => event.currentTarget.select()} />
      <button type="button" onClick={() => void navigator.clipboard.writeText(address)}>{t("copyAddress")}</button>
      <span class="note">{t("hookShown")}</span>
    </span>
  );
}

function times(app: ReturnType<typeof useApp>, { enabled, next, last, last_state: state, reachable }: Watched): string {
  const { t } = app;
  const said = (at: string) => moment(app.language.value, at);
  const how = state ? ` (${t(stateWord(state as Mark))})` : "";
  return [
    enabled ? next && t("nextTime", { time: said(next) }) : t("switchedOff"),
    last ? t("lastTime", { time: said(last) }) + how : t("neverYet"),
    !reachable && t("hookUnreachable"),
  ].filter(Boolean).join(" · ");
}

function MissedStarts() {
  const app = useApp();
  const { t } = app;
  const missed = useComputed(() => app.state.value.missed);
  if (missed.value.length === 0) return null;
  return (
    <section class="missed-starts" aria-label={t("whileAway")}>
      <h3>{t("whileAway")}</h3>
      <ul>
        {missed.value.map((each) => (
          <li key={each.id}>
            <Icon name="clock" /> {each.why === "loop"
              ? t("missedLoop", { title: app.local(each.title) })
              : t("missedStart", { title: app.local(each.title), time: moment(app.language.value, each.due), n: each.times })}
          </li>
        ))}
      </ul>
    </section>
  );
}
