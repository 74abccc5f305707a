/** All settings an owner may want to change; each takes effect at once. */

import { useApp } from "../app/context";
import { Dialog } from "../components/Dialog";
import { AdvancedSection } from "./AdvancedSection";
import { CalendarSection } from "./CalendarSection";
import { CheckSection } from "./CheckSection";
import { ConnectionsLink } from "./ConnectionsLink";
import { Choice, NumberField, Switch, TextField } from "./fields";
import { HotkeyField } from "./HotkeyField";
import { MicrophoneSection } from "./MicrophoneSection";
import { ModelSection } from "./ModelSection";
import { SecretsSection } from "./SecretsSection";
import { SystemSection } from "./SystemSection";

export function SettingsDialog({ close }: { close: () => void }) {
  const app = useApp();
  return (
    <Dialog kind="sheet" label={app.t("settings")} close={close}>
      <div class="settings">
        <WindowSection />
        <MicrophoneSection />
        <ListeningSection />
        <ModelSection />
        <UnderstandingSection />
        <CalendarSection />
        <ConnectionsLink />
        <SecretsSection />
        <SystemSection />
        <CheckSection />
        <AdvancedSection />
      </div>
    </Dialog>
  );
}

function WindowSection() {
  const { t } = useApp();
  return (
    <fieldset>
      <legend>{t("sectionWindow")}</legend>
      <Choice section="window" name="language" label={t("setLanguage")} choices={[["auto", t("asSystem")], ["ru", t("russian")], ["en", t("english")]]} />
      <Choice section="window" name="theme" label={t("setTheme")} choices={[["auto", t("asSystem")], ["light", t("themeLight")], ["dark", t("themeDark")]]} />
      <Switch section="window" name="notifications" label={t("setNotifications")} />
      <HotkeyField />
    </fieldset>
  );
}

function ListeningSection() {
  const { t } = useApp();
  return (
    <fieldset>
      <legend>{t("sectionListening")}</legend>
      <Choice section="voice" name="detector" label={t("setDetector")} choices={[["silero", t("detectorSilero")], ["webrtc", t("detectorWebrtc")]]} />
      <Switch section="voice" name="partials" label={t("setPartials")} />
      <NumberField section="voice" name="commit_complete_ms" label={t("setCommitComplete")} min={100} max={3000} step={50} />
      <NumberField section="voice" name="commit_ms" label={t("setCommit")} min={200} max={5000} step={50} />
      <NumberField section="voice" name="hold_seconds" label={t("setHold")} min={1} max={600} step={1} />
    </fieldset>
  );
}

function UnderstandingSection() {
  const { t } = useApp();
  return (
    <fieldset>
      <legend>{t("sectionUnderstanding")}</legend>
      <NumberField section="understanding" name="run_above" label={t("setRunAbove")} min={0} max={1} step={0.05} />
      <NumberField section="understanding" name="confirm_above" label={t("setConfirmAbove")} min={0} max={1} step={0.05} />
      <TextField section="search" name="address" label={t("setSearch", { query: "{query}" })} />
    </fieldset>
  );
}
