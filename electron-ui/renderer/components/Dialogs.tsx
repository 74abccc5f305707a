/** Whichever dialog is open. */

import { useApp } from "../app/context";
import { SettingsDialog } from "../settings/SettingsDialog";
import { Welcome } from "../settings/Welcome";
import { Dialog } from "./Dialog";
import { Palette } from "./Palette";
import { Sidebar } from "./Sidebar";

export function Dialogs() {
  const app = useApp();
  const close = () => (app.dialog.value = "");
  switch (app.dialog.value) {
    case "palette":
      return <Palette close={close} />;
    case "settings":
      return <SettingsDialog close={close} />;
    case "welcome":
      return <Welcome close={close} />;
    case "menu":
      return <Dialog kind="drawer" label={app.t("sidebar")} close={close}><Sidebar /></Dialog>;
    default:
      return null;
  }
}
