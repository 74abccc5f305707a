/** The top of the editor: which command it is and how it stands, taking back, saving, and what can be done with the whole. */

import type { CommandShown } from "../../shared/methods";
import type { TextKey } from "../../shared/texts";
import { useApp } from "../app/context";
import { isApple } from "../app/surroundings";
import { Icon } from "../components/Icon";
import { useEditing } from "./context";
import { bothOf } from "./document";
import { MoreMenu } from "./MoreMenu";

const effects: { [E in CommandShown["effect"]]: TextKey } = { reads: "effectReads", writes: "effectWrites", sends: "effectSends" };

export function useTitle(): string {
  const app = useApp();
  const { session } = useEditing();
  const both = bothOf(session.form.value?.["title"]);
  return app.local(Object.fromEntries(Object.entries(both).filter(([, text]) => text))) || app.t("untitled");
}

export function EditorHead({ close, save }: { close(): void; save(): void }) {
  const { t } = useApp();
  const { session } = useEditing();
  const title = useTitle();
  return (
    <header class="view-head editor-head">
      <button type="button" class="plain back" aria-label={t("closeEditor")} title={t("closeEditor")} onClick={close}><Icon name="chevron" /></button>
      <h2 tabIndex={-1}>{title}</h2>
      <Standing />
      <span class="view-actions">
        <button type="button" class="plain" aria-label={t("undoChange")} title={`${t("undoChange")} (${key("Z")})`} disabled={!session.canUndo.value} onClick={() => session.undo()}><Icon name="undo" /></button>
        <button type="button" class="plain" aria-label={t("redoChange")} title={`${t("redoChange")} (${key("Y")})`} disabled={!session.canRedo.value} onClick={() => session.redo()}><Icon name="redo" /></button>
        <MoreMenu />
        <SaveButton save={save} />
      </span>
    </header>
  );
}

const key = (name: string) => (isApple() ? `⌘${name}` : `Ctrl+${name}`);

/** Always there, so that it can be found; says why nothing can be saved when it is pressed. */
function SaveButton({ save }: { save(): void }) {
  const { t } = useApp();
  const { session } = useEditing();
  const idle = session.saving.value || !session.changed.value;
  return <button type="button" class="primary" title={key("S")} disabled={idle} onClick={save}>{t("saveCommand")}</button>;
}

function Standing() {
  const { t } = useApp();
  const { session } = useEditing();
  const changed = session.changed.value;
  const parts = [
    session.origin.value === "built-in" ? t("builtIn") : session.version.value ? t("versionShort", { n: session.version.value }) : t("neverSaved"),
    session.enabled.value ? "" : t("commandOff"),
    t(effects[session.effect.value]),
  ].filter(Boolean);
  return (
    <span class="standing aside">
      {changed && <b class="unsaved">{t("unsaved")}</b>} {parts.join(" · ")}
    </span>
  );
}
