/** Everything the owner said, with search over all of it. */

import { useEffect, useState } from "preact/hooks";
import type { TurnShown } from "../../shared/methods";
import { useApp } from "../app/context";
import { type Mark, StateMark } from "../components/StateMark";
import { Icon } from "../components/Icon";
import { moment } from "../format/dates";
import { Empty, Search, ViewFrame } from "./ViewFrame";

const PAGE = 40;
/** What matters most about a turn with several runs comes first. */
const marks = ["waiting", "running", "paused", "queued", "failed", "unconfirmed", "cancelled", "done"] as const satisfies readonly Mark[];

function worst(states: string): Mark {
  const found = states.split(",");
  return marks.find((mark) => found.includes(mark)) ?? "skipped";
}

export function HistoryView() {
  const app = useApp();
  const { t } = app;
  const [wanted, setWanted] = useState("");
  const [turns, setTurns] = useState<readonly TurnShown[] | null>(null);
  const [more, setMore] = useState(false);
  const load = async (before: string | null, known: readonly TurnShown[]) => {
    const found = await app.fetch("history.search", { text: wanted, before, limit: PAGE });
    if (!found) return;
    setTurns([...known, ...found.turns]);
    setMore(found.turns.length === PAGE);
  };
  const online = app.status.value === "online";
  useEffect(() => {
    const timer = setTimeout(() => online && void load(null, []), wanted ? 150 : 0);
    return () => clearTimeout(timer);
  }, [wanted, online]);
  const last = turns?.[turns.length - 1];
  return (
    <ViewFrame title="history">
      <Search label="searchHistory" value={wanted} change={setWanted} />
      {turns?.length === 0 && <Empty text="historyEmpty" />}
      <ul class="records">{turns?.map((turn) => <PastLine key={turn.turn} turn={turn} />)}</ul>
      {more && last && <button type="button" class="earlier" onClick={() => void load(last.at, turns ?? [])}>{t("more")}</button>}
    </ViewFrame>
  );
}

function PastLine({ turn }: { turn: TurnShown }) {
  const app = useApp();
  const { t } = app;
  const show = async () => {
    if (!app.state.value.turns[turn.turn]) await app.showTurns([turn.turn], app.state.value.moreHistory);
    app.seek(turn.turn);
  };
  return (
    <li class="record past">
      <StateMark mark={worst(turn.state)} />
      <button type="button" class="record-text link-plain" onClick={() => void show()}>{turn.text}</button>
      <span class="aside">{turn.titles.map(app.local).join(", ")}</span>
      <time class="aside" dateTime={turn.at}>{moment(app.language.value, turn.at)}</time>
      <span class="record-actions">
        <button type="button" class="plain" aria-label={`${t("sayAgain")}: ${turn.text}`} title={t("sayAgain")} onClick={() => app.suggest(turn.text)}><Icon name="again" /></button>
      </span>
    </li>
  );
}
