/** The command editor: the form, beside it the text, the dry run, the tests and the versions; each follows the others. */

import { useEffect, useRef, useState } from "preact/hooks";
import { useApp } from "../app/context";
import { ClosingDialog } from "./ClosingDialog";
import { ConflictList } from "./ConflictList";
import { EditorContext, useEditing } from "./context";
import { useEditorKeys } from "./editor-keys";
import { EditorHead } from "./EditorHead";
import { FormPane } from "./FormPane";
import { SidePane } from "./SidePane";

export function EditorView() {
  const app = useApp();
  const { t } = app;
  const editing = app.editors.current.value;
  const trouble = app.editors.trouble.value;
  if (!editing || trouble) {
    return (
      <div class="scroller">
        <section class="view" aria-label={t("editor")}>
          <p class="note">{trouble ? `${t("notFound")} ${trouble}` : t("notFound")}</p>
          <button type="button" onClick={() => app.editors.close()}>{t("commands")}</button>
        </section>
      </div>
    );
  }
  return <EditorContext.Provider value={editing}><OpenEditor key={editing.session.name} /></EditorContext.Provider>;
}

function OpenEditor() {
  const app = useApp();
  const { t } = app;
  const { session } = useEditing();
  const [closing, setClosing] = useState(false);
  const frame = useRef<HTMLElement>(null);
  const close = () => (session.changed.value ? setClosing(true) : app.editors.close());
  const save = async () => {
    await session.sync();
    if (session.errors.value.length > 0) return app.toast(t("fixFirst"), "error");
    if (session.undecided.value.length > 0 && !session.givesUp.value) return decideFirst();
    const saved = await session.save();
    if (saved?.saved) app.toast(t(session.enabled.value ? "saved" : "savedOff", { n: saved.version }));
    else if (saved) decideFirst();
  };
  const decideFirst = () => {
    app.toast(t(session.errors.value.length > 0 ? "fixFirst" : "decideFirst"), "error");
    frame.current?.querySelector<HTMLElement>(".conflict button")?.focus();
  };
  useEditorKeys(session, { save: () => void save(), close }, closing);
  useEffect(() => {
    if (!session.ready.value || session.wish.peek().step) return;
    const fresh = session.version.peek() === 0 && session.origin.peek() === "owner";
    const title = frame.current?.querySelector<HTMLInputElement>(".form-pane input");
    if (fresh && title) title.select();
    else frame.current?.querySelector<HTMLElement>("h2")?.focus();
  }, [session.ready.value]);
  const form = session.form.value;
  return (
    <section ref={frame} class="editor" aria-label={t("editor")} aria-busy={!session.ready.value}>
      <EditorHead close={close} save={() => void save()} />
      {session.ready.value && (
        <div class="editor-body">
          <div class="editor-form">
            {session.origin.value === "built-in" && <p class="note">{t("builtInHint")}</p>}
            {session.outdated.value && <p class="doubt">{t("changedElsewhere")}</p>}
            <ConflictList />
            {form ? <FormPane form={form} /> : <p class="note">{t("yamlNotRead")}</p>}
          </div>
          <SidePane />
        </div>
      )}
      <p class="unseen" role="status">{session.spoken.value}</p>
      {closing && <ClosingDialog close={() => setClosing(false)} save={save} />}
    </section>
  );
}
