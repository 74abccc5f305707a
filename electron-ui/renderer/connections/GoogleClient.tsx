/** The owner's own client at Google: how to get one, and its id and secret. The secret goes to the keyring and never comes back. */

import { useId, useState } from "preact/hooks";
import { useApp } from "../app/context";
import type { Google } from "./GoogleSection";

const CONSOLE = "https://console.cloud.google.com/auth/clients";

export function GoogleClient({ google }: { google: Google }) {
  const app = useApp();
  const { t } = app;
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState({ refusal: "", done: "" });
  const id = useId();
  const secret = useId();
  const isSet = google.client_id !== "" && google.has_secret;
  const keep = async (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const given = new FormData(form);
    setBusy(true);
    setSaid({ refusal: "", done: "" });
    try {
      const text = (name: string) => String(given.get(name) ?? "").trim();
      await app.call("connections.set_client", { client_id: text("client_id"), client_secret: text("client_secret"), key: app.newKey() });
      (form.elements.namedItem("client_secret") as HTMLInputElement).value = "";
      setSaid({ refusal: "", done: t("googleKept") });
    } catch (error) {
      setSaid({ refusal: (error as Error).message, done: "" });
    } finally {
      setBusy(false);
    }
  };
  return (
    <details open={!isSet}>
      <summary>{t("googleClient")}</summary>
      <p class="note">{t("googleClientWhy")}</p>
      <ol class="how note">
        <li>{t("googleStep1")}</li>
        <li>{t("googleStep2")}</li>
        <li>{t("googleStep3")}</li>
        <li>{t("googleStep4")}</li>
        <li>{t("googleStep5")}</li>
      </ol>
      <p><a href={CONSOLE} target="_blank" rel="noreferrer noopener">{t("googleConsole")}</a></p>
      <form onSubmit={(event) => void keep(event)} aria-busy={busy}>
        <div class="field wide">
          <label for={id}>{t("googleClientId")}</label>
          <input id={id} name="client_id" required pattern="[A-Za-z0-9._\-]+" defaultValue={google.client_id} placeholder={t("googleClientIdExample")} autocomplete="off" spellcheck={false} />
        </div>
        <div class="field wide">
          <label for={secret}>{t("googleClientSecret")}</label>
          <input id={secret} name="client_secret" type="password" required={!google.has_secret} autocomplete="off" placeholder={google.has_secret ? t("googleSecretKept") : t("googleSecretExample")} />
        </div>
        <p class="note">{t(google.place === "keyring" ? "googleKeyring" : "googleFile")}</p>
        {said.refusal && <p class="error" role="alert">{said.refusal}</p>}
        <p role="status" class="note">{said.done}</p>
        <div class="decide"><button type="submit" disabled={busy}>{t("googleKeep")}</button></div>
      </form>
    </details>
  );
}
