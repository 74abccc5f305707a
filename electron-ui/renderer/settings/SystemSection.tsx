/** What concerns the computer: start at login, closing to the tray, where the data lies, the version. */

import { useEffect, useState } from "preact/hooks";
import { useApp } from "../app/context";
import { Switch } from "./fields";

export function SystemSection() {
  const app = useApp();
  const { t, bridge } = app;
  const folder = app.dataFolder.value;
  const copy = () => void navigator.clipboard.writeText(folder).then(() => app.toast(t("copied")));
  return (
    <fieldset>
      <legend>{t("sectionSystem")}</legend>
      {bridge && <Switch section="window" name="close_to_tray" label={t("setTray")} />}
      {bridge && <LoginSwitch />}
      <div class="field">
        <span>{t("dataFolder")}<br /><code class="path">{folder}</code></span>
        {bridge ? (
          <button type="button" aria-label={`${t("openFolder")}: ${t("dataFolder")}`} onClick={() => void bridge.openDataFolder()}>{t("openFolder")}</button>
        ) : (
          <button type="button" aria-label={`${t("copy")}: ${t("dataFolder")}`} onClick={copy}>{t("copy")}</button>
        )}
      </div>
      <p class="note">{t("versionLine", { version: app.version.value })}</p>
    </fieldset>
  );
}

/** What the system says decides, not the setting: it may have been changed outside. */
function LoginSwitch() {
  const app = useApp();
  const [on, setOn] = useState(false);
  useEffect(() => void app.bridge?.getLoginItem().then(setOn), []);
  const change = async (wanted: boolean) => {
    await app.bridge?.setLoginItem(wanted);
    setOn((await app.bridge?.getLoginItem()) ?? false);
    await app.setSetting("window", "start_at_login", wanted);
  };
  return (
    <label class="field switch">
      <span>{app.t("setLogin")}</span>
      <input type="checkbox" checked={on} onChange={(event) => void change(event.currentTarget.checked)} />
    </label>
  );
}
