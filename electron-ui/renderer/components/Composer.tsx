/** Where the owner types. Usable without a connection; Stop never touches what stands here. */

import { useComputed } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useApp } from "../app/context";
import { openRuns } from "../app/derived";
import { Icon } from "./Icon";
import { GAP } from "../format/phrases";
import { MicrophoneButton } from "./MicrophoneButton";

const TALLEST = 160;

export function Composer() {
  const app = useApp();
  const { t } = app;
  const field = useRef<HTMLTextAreaElement>(null);
  const busy = useComputed(() => openRuns(app.state.value).length > 0);
  const draft = app.draft.value;
  useEffect(() => grow(field.current), [draft]);
  useEffect(() => focusGap(field.current), [app.composerWish.value]);
  return (
    <form class="composer" aria-label={t("composerLabel")} onSubmit={(event) => { event.preventDefault(); app.sendDraft(); }}>
      <MicrophoneButton />
      <textarea
        ref={field}
        rows={1}
        aria-label={t("composerLabel")}
        placeholder={t("composerHint")}
        value={draft}
        onInput={(event) => app.writeDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          app.sendDraft();
        }}
      />
      {busy.value && (
        <button type="button" class="stop-all" title={t("stopAll")} onClick={() => void app.act("run.cancel_all", {})}>
          <Icon name="stop" />
          <span>{t("stop")}</span>
        </button>
      )}
      <button type="submit" class="send" aria-label={t("send")} disabled={!draft.trim()}>
        <Icon name="send" />
      </button>
    </form>
  );
}

/** Takes the focus with the first gap of a suggested phrase selected, so that typing fills it. */
function focusGap(field: HTMLTextAreaElement | null): void {
  field?.focus();
  const place = field?.value.indexOf(GAP) ?? -1;
  if (place >= 0) field?.setSelectionRange(place, place + GAP.length);
}

function grow(field: HTMLTextAreaElement | null): void {
  if (!field) return;
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, TALLEST)}px`;
}
