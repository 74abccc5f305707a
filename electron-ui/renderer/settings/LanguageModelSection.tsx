/** The language model: which server, which model, whether it works. */

import { useComputed } from "@preact/signals";
import { useId, useState } from "preact/hooks";
import type { Result } from "../../shared/methods";
import type { TextKey } from "../../shared/texts";
import { useApp } from "../app/context";
import { useFetched } from "../app/fetched";
import { AllowanceFields } from "./AllowanceFields";
import { Switch } from "./fields";

export type LlmStatus = Result<"llm.status">;
type Model = Result<"llm.models">["models"][number];

export function LanguageModelSection() {
  const app = useApp();
  const { t } = app;
  const version = useComputed(() => app.state.value.llmVersion);
  const settings = useComputed(() => app.state.value.settings["llm"]);
  const status = useFetched("llm.status", {}, [version.value, settings.value]);
  return (
    <fieldset>
      <legend>{t("sectionLlm")}</legend>
      <p class="note">{t("llmNote")}</p>
      {status && <Connection key={status.base_url} status={status} />}
      {status?.base_url && <Connected status={status} />}
    </fieldset>
  );
}

/** Address and key; the key goes to the keyring and never comes back. */
function Connection({ status }: { status: LlmStatus }) {
  const app = useApp();
  const { t } = app;
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState("");
  const address = useId();
  const key = useId();
  const connect = async (event: Event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const given = String(form.get("key") ?? "");
    setBusy(true);
    setRefusal("");
    try {
      await app.call("llm.connect", { base_url: String(form.get("address") ?? ""), api_key: given || null, model: "" });
      (document.getElementById(key) as HTMLInputElement | null)?.form?.reset();
    } catch (error) {
      setRefusal((error as Error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void connect(event)} aria-busy={busy}>
      <div class="field wide">
        <label for={address}>{t("llmAddress")}</label>
        <input id={address} name="address" required defaultValue={status.base_url} placeholder={t("llmAddressExample")} autocomplete="off" spellcheck={false} />
      </div>
      <div class="field wide">
        <label for={key}>{t("llmKey")}</label>
        <input id={key} name="key" type="password" autocomplete="off" placeholder={t(status.has_key ? "llmKeyKept" : "llmKeyNone")} />
      </div>
      {status.has_key && <p class="note">{t(status.key_place === "keyring" ? "llmKeyRing" : "llmKeyFile")}</p>}
      {refusal && <p class="error" role="alert">{refusal}</p>}
      <div class="decide">
        <button type="submit" disabled={busy}>{t(busy ? "llmConnecting" : "llmConnect")}</button>
        {status.base_url && <button type="button" onClick={() => void app.ask("llm.disconnect", {})}>{t("llmDisconnect")}</button>}
      </div>
      <p role="status">{t(stateText(status), { model: status.model })}</p>
      {status.detail && <p class="note">{status.detail}</p>}
    </form>
  );
}

function stateText({ state, base_url: address }: LlmStatus): TextKey {
  if (state === "ready") return "llmReady";
  if (state === "unreachable") return "llmUnreachable";
  return address ? "llmChoose" : "llmOff";
}

function Connected({ status }: { status: LlmStatus }) {
  const { t } = useApp();
  const found = useFetched("llm.models", {}, [status.base_url]);
  const models = found?.models ?? [];
  return (
    <>
      <ModelChoice name="model" label={t("llmModel")} models={models} chosen={status.model} status={status} />
      <ModelChoice name="small_model" label={t("llmSmall")} models={models} chosen={status.small_model} status={status} />
      <ModelChoice name="embeddings_model" label={t("llmEmbeddings")} models={models} chosen={status.embeddings_model} status={status} />
      <Test ready={status.model !== ""} />
      <Switch section="llm" name="understand" label={t("llmUnderstand")} />
      <Switch section="llm" name="compose" label={t("llmCompose")} />
      <AllowanceFields status={status} />
    </>
  );
}

function ModelChoice({ name, label, models, chosen, status }: { name: string; label: string; models: readonly Model[]; chosen: string; status: LlmStatus }) {
  const app = useApp();
  const { t } = app;
  const id = useId();
  const price = (model: Model) => (model.price_source === "free" ? t("llmFree") : `${model.input_price} / ${model.output_price} ${status.currency}`);
  const missing = chosen && !models.some((model) => model.name === chosen);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={chosen} onChange={(event) => void app.setSetting("llm", name, event.currentTarget.value)}>
        <option value="">{t("llmNone")}</option>
        {missing && <option value={chosen}>{chosen}</option>}
        {models.map((model) => <option key={model.name} value={model.name}>{model.name} ({price(model)})</option>)}
      </select>
    </div>
  );
}

function Test({ ready }: { ready: boolean }) {
  const app = useApp();
  const { t } = app;
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState<Result<"llm.test"> | null>(null);
  const test = async () => {
    setBusy(true);
    setTried(await app.ask("llm.test", {}));
    setBusy(false);
  };
  return (
    <div class="field">
      <span role="status" class={tried && !tried.ok ? "error" : "note"}>
        {busy ? t("llmTesting") : tried && (tried.ok ? t("llmWorks", { seconds: tried.seconds }) : app.local(tried.detail))}
      </span>
      <button type="button" disabled={!ready || busy} onClick={() => void test()}>{t("llmTest")}</button>
    </div>
  );
}
