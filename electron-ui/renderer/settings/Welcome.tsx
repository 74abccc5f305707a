/** The first start: does the microphone work, is the model there; or skip both and type. */

import { useApp } from "../app/context";
import { Dialog } from "../components/Dialog";
import { MicrophoneFields } from "./MicrophoneSection";
import { ModelState } from "./ModelSection";

export function Welcome({ close }: { close: () => void }) {
  const app = useApp();
  const { t } = app;
  const finish = async () => {
    close();
    app.focusComposer();
    await app.setSetting("window", "first_run_done", true);
  };
  const skip = async () => {
    await finish();
    await app.ask("voice.set_mode", { mode: "off" });
  };
  return (
    <Dialog kind="sheet" label={t("welcome")} close={() => void finish()}>
      <div class="settings">
        <p>{t("welcomeText")}</p>
        <fieldset>
          <legend>{t("welcomeMicrophone")}</legend>
          <MicrophoneFields />
        </fieldset>
        <fieldset>
          <legend>{t("welcomeModel")}</legend>
          <p class="note">{t("welcomeModelText")}</p>
          <ModelState />
        </fieldset>
        <div class="decide">
          <button type="button" class="primary" onClick={() => void finish()}>{t("welcomeStart")}</button>
          <button type="button" onClick={() => void skip()}>{t("welcomeSkip")}</button>
        </div>
      </div>
    </Dialog>
  );
}
