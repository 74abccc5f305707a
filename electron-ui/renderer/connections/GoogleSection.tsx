/** Google: the owner's own client, the accounts with what each is allowed for, and signing in as it goes on. */

import { useComputed } from "@preact/signals";
import { useState } from "preact/hooks";
import type { Result } from "../../shared/methods";
import { useApp } from "../app/context";
import { useFetched } from "../app/fetched";
import { GoogleAccount } from "./GoogleAccount";
import { GoogleClient } from "./GoogleClient";
import { usesInOrder, wordsOf, type GoogleUse } from "./google-uses";

export type Google = Result<"connections.google">;

export function GoogleSection() {
  const app = useApp();
  const { t } = app;
  const version = useComputed(() => app.state.value.connectionsVersion);
  const settings = useComputed(() => app.state.value.settings["google"]);
  const [said, setSaid] = useState("");
  const google = useFetched("connections.google", {}, [version.value, settings.value]);
  const ready = google !== null && google.client_id !== "" && google.has_secret;
  return (
    <fieldset class="google">
      <legend>{t("google")}</legend>
      <p class="note">{t("googleNote")}</p>
      {google?.stand_in && <p class="note">{t("googleStandIn", { address: google.stand_in })}</p>}
      {google && google.accounts.length === 0 && <p class="note">{t("googleNone")}</p>}
      {google && google.accounts.length > 0 && (
        <ul class="google-accounts" aria-label={t("google")}>
          {google.accounts.map((account) => <GoogleAccount key={account.id} account={account} busy={isWaiting(google)} version={version.value} gone={setSaid} />)}
        </ul>
      )}
      <p role="status" class="note">{said}</p>
      {google?.attempt && <SigningIn attempt={google.attempt} />}
      {google && <GoogleClient key={google.client_id} google={google} />}
      {google && ready && !isWaiting(google) && <ChooseUses another={google.accounts.length > 0} />}
    </fieldset>
  );
}

function isWaiting(google: Google): boolean {
  return google.attempt !== null && !google.attempt.error;
}

/** What is happening at Google's page, or why it ended. */
function SigningIn({ attempt }: { attempt: NonNullable<Google["attempt"]> }) {
  const app = useApp();
  const { t } = app;
  const error = app.language.value === "ru" ? attempt.error_ru || attempt.error : attempt.error;
  const cancel = () => void app.ask("connections.cancel", { key: app.newKey() });
  if (error) {
    return (
      <div class="signing-in" data-failed="">
        <p class="error" role="alert">{error}</p>
        <div class="decide"><button type="button" onClick={cancel}>{t("googleDismiss")}</button></div>
      </div>
    );
  }
  return (
    <div class="signing-in" role="status">
      <p>{t(attempt.url ? "googleWaiting" : "googleOpening")}</p>
      <div class="decide">
        {attempt.url && <a class="button" href={attempt.url} target="_blank" rel="noreferrer noopener">{t("googleOpenPage")}</a>}
        <button type="button" onClick={cancel}>{t("googleCancel")}</button>
      </div>
    </div>
  );
}

/** The least that does: reading is chosen, the rest may be allowed when it is needed. */
function ChooseUses({ another }: { another: boolean }) {
  const app = useApp();
  const { t } = app;
  const [chosen, setChosen] = useState<readonly GoogleUse[]>(["mail.read", "calendar.read"]);
  const [refusal, setRefusal] = useState("");
  const connect = async (event: Event) => {
    event.preventDefault();
    setRefusal("");
    try {
      await app.call("connections.connect", { uses: [...chosen], account: "", key: app.newKey() });
    } catch (error) {
      setRefusal((error as Error).message);
    }
  };
  const toggle = (use: GoogleUse) => setChosen((before) => (before.includes(use) ? before.filter((each) => each !== use) : [...before, use]));
  return (
    <details open={!another}>
      <summary>{t(another ? "googleAnother" : "googleChoose")}</summary>
      <form onSubmit={(event) => void connect(event)}>
        {usesInOrder.map((use) => (
          <label class="use" key={use}>
            <input type="checkbox" checked={chosen.includes(use)} onChange={() => toggle(use)} />
            <span>{t(wordsOf[use].title)}<span class="note">{t(wordsOf[use].why)}</span></span>
          </label>
        ))}
        {refusal && <p class="error" role="alert">{refusal}</p>}
        <div class="decide"><button type="submit" class="primary" disabled={chosen.length === 0}>{t("googleConnect")}</button></div>
      </form>
    </details>
  );
}
