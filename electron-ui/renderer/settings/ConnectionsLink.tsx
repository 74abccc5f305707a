/** In the settings: the way to the connections. */

import { useApp } from "../app/context";

export function ConnectionsLink() {
  const app = useApp();
  const { t } = app;
  const open = () => {
    app.dialog.value = "";
    app.view.value = "connections";
  };
  return (
    <fieldset>
      <legend>{t("connections")}</legend>
      <p class="note">{t("connectionsNote")}</p>
      <button type="button" onClick={open}>{t("connectionsOpen")}</button>
    </fieldset>
  );
}
