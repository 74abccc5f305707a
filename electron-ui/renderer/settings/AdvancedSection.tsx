/** Settings that are seldom needed, folded away. */

import { useState } from "preact/hooks";
import { useApp } from "../app/context";
import { ListField, NumberField, Switch, TextField } from "./fields";

export function AdvancedSection() {
  const { t } = useApp();
  const [open, setOpen] = useState(false);
  return (
    <fieldset>
      <legend>{t("sectionAdvanced")}</legend>
      <details class="advanced" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t("advancedShow")}</summary>
        {open && (
          <>
            <FilesPart />
            <BrowserPart />
            <UnderstandingPart />
            <RunsPart />
            <SpeechPart />
            <ModelPart />
          </>
        )}
      </details>
    </fieldset>
  );
}

function FilesPart() {
  const { t } = useApp();
  return (
    <>
      <h3>{t("advFiles")}</h3>
      <ListField section="files" name="folders" label={t("advFolders")} hint={t("advFoldersHint")} />
      <TextField section="runs" name="export_folder" label={t("advExport")} />
      <ListField section="http" name="allow_hosts" label={t("advHosts")} hint={t("advHostsHint")} />
    </>
  );
}

function BrowserPart() {
  const { t } = useApp();
  return (
    <>
      <h3>{t("advBrowser")}</h3>
      <Switch section="browser" name="show" label={t("advBrowserShow")} />
      <TextField section="browser" name="path" label={t("advBrowserPath")} />
      <TextField section="browser" name="attach" label={t("advBrowserAttach")} />
      <ListField section="browser" name="allow" label={t("advBrowserAllow")} hint={t("advBrowserSite")} />
      <ListField section="browser" name="deny" label={t("advBrowserDeny")} hint={t("advBrowserSite")} />
      <ListField section="browser" name="allow_hosts" label={t("advBrowserHosts")} hint={t("advHostsHint")} />
      <TextField section="browser" name="downloads" label={t("advBrowserDownloads")} />
      <NumberField section="browser" name="idle_s" label={t("advBrowserIdle")} min={5} max={86400} step={1} />
      <Switch section="browser" name="pictures" label={t("advBrowserPictures")} />
    </>
  );
}

function UnderstandingPart() {
  const { t } = useApp();
  const part = { section: "understanding", min: 0, max: 1, step: 0.05 };
  return (
    <>
      <h3>{t("advUnderstanding")}</h3>
      <NumberField {...part} name="run_above_sends" label={t("advRunAboveSends")} />
      <NumberField {...part} name="suggest_above" label={t("advSuggestAbove")} />
      <NumberField {...part} name="margin" label={t("advMargin")} step={0.01} />
      <NumberField {...part} name="learned_days" label={t("advLearnedDays")} min={1} max={3650} step={1} />
    </>
  );
}

function RunsPart() {
  const { t } = useApp();
  return (
    <>
      <h3>{t("advRuns")}</h3>
      <NumberField section="runs" name="step_timeout_s" label={t("advStepTimeout")} min={1} max={86400} step={1} />
      <NumberField section="runs" name="hold_seconds" label={t("setSendHold")} min={0} max={600} step={1} />
      <NumberField section="runs" name="question_days" label={t("advQuestionDays")} min={1} max={365} step={1} />
    </>
  );
}

function SpeechPart() {
  const { t } = useApp();
  return (
    <>
      <h3>{t("advSpeech")}</h3>
      <NumberField section="voice" name="start_probability" label={t("advStartProbability")} min={0.05} max={0.95} step={0.05} />
      <NumberField section="voice" name="min_level" label={t("advMinLevel")} min={0} max={0.2} step={0.0005} />
      <NumberField section="voice" name="min_speech_ms" label={t("advMinSpeech")} min={0} max={2000} step={50} />
      <NumberField section="voice" name="muted_after_s" label={t("advMuted")} min={1} max={60} step={1} />
      <NumberField section="speech" name="threads" label={t("advThreads")} min={0} max={64} step={1} />
      <Switch section="speech" name="download" label={t("advDownload")} />
    </>
  );
}

function ModelPart() {
  const { t } = useApp();
  return (
    <>
      <h3>{t("advLlm")}</h3>
      <NumberField section="llm" name="timeout_s" label={t("advLlmTimeout")} min={1} max={3600} step={1} />
      <NumberField section="llm" name="silence_s" label={t("advLlmSilence")} min={1} max={600} step={1} />
      <NumberField section="llm" name="retries" label={t("advLlmRetries")} min={0} max={6} step={1} />
      <NumberField section="llm" name="longest_answer" label={t("advLlmLongest")} min={16} max={100000} step={1} />
      <TextField section="llm" name="currency" label={t("advCurrency")} />
    </>
  );
}
