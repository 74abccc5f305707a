/** The owner's words as they were heard or typed; a misheard word can be fixed and the sentence run again. */

import { useComputed } from "@preact/signals";
import { useState } from "preact/hooks";
import type { Turn } from "../../shared/state";
import { useApp } from "../app/context";
import { Icon } from "../components/Icon";
import { LineForm } from "../components/LineForm";
import { clock, moment } from "../format/dates";
import { whatStarts } from "../format/starts";

/** Below this the recogniser was so unsure that the owner is told. */
const DOUBTFUL = 0.6;

export function Words({ turn }: { turn: Turn }) {
  const app = useApp();
  const { t } = app;
  const [fixing, setFixing] = useState(false);
  const start = useComputed(() => app.state.value.starts[turn.id]);
  const spoken = turn.source === "voice" || turn.source === "file";
  return (
    <header class="said">
      <p class="said-by">
        {turn.source === "trigger" ? <span class="by-itself"><Icon name="clock" /> {t("startedBy", { what: start.value ? whatStarts(app, start.value) : "" })}</span> : <span>{t("you")}</span>}
        {spoken && <span class="spoken" title={t("spoken")}><Icon name="microphone" /><span class="unseen">{t("spoken")}</span></span>}
        <time dateTime={turn.at}>{clock(app.language.value, turn.at)}</time>
        {start.value?.late && <span class="doubt">{t("startedLate", { time: moment(app.language.value, start.value.due), n: start.value.times })}</span>}
        {turn.replaces && <span>{t("correction")}</span>}
        {turn.replacedBy && <span>{t("correctedBelow")}</span>}
        {spoken && turn.confidence < DOUBTFUL && <span class="doubt">{t("heardUnsure")}</span>}
      </p>
      {fixing ? (
        <LineForm label={t("fixWordsLabel")} submit={t("runAgain")} text={turn.text} save={(words) => app.say(words, turn.id)} done={() => setFixing(false)} />
      ) : (
        <div class="words-row">
          <p class="words" data-replaced={turn.replacedBy ? "" : undefined}>{turn.text}</p>
          {turn.source !== "trigger" && <button type="button" class="plain reveal" aria-label={t("fixWords")} title={t("fixWords")} onClick={() => setFixing(true)}>
            <Icon name="pencil" />
          </button>}
        </div>
      )}
    </header>
  );
}
