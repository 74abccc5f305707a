/** Asks what shall become of changes that are not saved. Nothing is lost without a click that says so. */

import { useApp } from "../app/context";
import { Dialog } from "../components/Dialog";
import { useEditing } from "./context";
import { useTitle } from "./EditorHead";

export function ClosingDialog({ close, save }: { close(): void; save(): Promise<unknown> }) {
  const app = useApp();
  const { t } = app;
  const { session } = useEditing();
  const title = useTitle();
  const saveAndLeave = async () => {
    close();
    await save();
    if (!session.changed.value) app.editors.close();
  };
  return (
    <Dialog kind="sheet" label={t("closing")} close={close}>
      <div class="closing">
        <p>{t("closingHint", { title })}</p>
        <p class="closing-actions">
          <button type="button" class="primary" onClick={() => void saveAndLeave()}>{t("saveCommand")}</button>
          <button type="button" onClick={() => app.editors.close()}>{t("keepForLater")}</button>
          <button type="button" onClick={() => app.editors.throwAway()}>{t("throwAway")}</button>
        </p>
      </div>
    </Dialog>
  );
}
