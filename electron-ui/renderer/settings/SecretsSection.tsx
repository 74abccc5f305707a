/** The secrets of commands: their names and who uses them; entered, replaced and removed here, never shown. */

import { useId, useRef, useState } from "preact/hooks";
import type { Result } from "../../shared/methods";
import { useApp } from "../app/context";
import { useFetched } from "../app/fetched";
import { ConnectionLost } from "../connection/rpc";

type Secret = Result<"secrets.list">["secrets"][number];

export function SecretsSection() {
  const app = useApp();
  const { t } = app;
  const [changed, setChanged] = useState(0);
  const [said, setSaid] = useState("");
  const [wanted, setWanted] = useState({ name: "", count: 0 });
  const found = useFetched("secrets.list", {}, [changed, app.commands.value]);
  const tell = (text: string) => {
    setSaid(text);
    setChanged((count) => count + 1);
  };
  return (
    <fieldset class="secrets">
      <legend>{t("sectionSecrets")}</legend>
      <p class="note">{t("secretsNote")} {found && t(found.place === "keyring" ? "secretsRing" : "secretsFile")}</p>
      {found?.secrets.length === 0 && <p class="note">{t("secretsEmpty")}</p>}
      {found && found.secrets.length > 0 && (
        <ul class="records" aria-label={t("sectionSecrets")}>
          {found.secrets.map((secret) => (
            <SecretLine key={secret.name} secret={secret} enter={() => setWanted(({ count }) => ({ name: secret.name, count: count + 1 }))} tell={tell} />
          ))}
        </ul>
      )}
      <SecretForm key={wanted.count} name={wanted.name} focused={wanted.count > 0 && wanted.name !== ""} kept={(name) => { setWanted(({ count }) => ({ name: "", count: count + 1 })); tell(t("secretKept", { name })); }} />
      <p role="status" class="note">{said}</p>
    </fieldset>
  );
}

function SecretLine({ secret, enter, tell }: { secret: Secret; enter(): void; tell(text: string): void }) {
  const app = useApp();
  const { t } = app;
  const [asking, setAsking] = useState(false);
  const { name, kept } = secret;
  const commands = secret.commands.map((command) => app.local(command.title) || command.name).join(", ");
  const remove = async () => {
    if (await app.ask("secrets.remove", { name, key: app.newKey() })) tell(t("secretRemoved", { name }));
    setAsking(false);
  };
  return (
    <li class="record secret">
      <span class="record-text">
        <code>{name}</code> {!kept && <strong class="missing">{t("secretMissing")}</strong>}
        <span class="note">{commands ? t("secretUsedBy", { commands }) : t("secretUnused")}</span>
      </span>
      <span class="record-actions">
        <button type="button" aria-label={t(kept ? "secretReplaceNamed" : "secretEnterNamed", { name })} onClick={enter}>{t(kept ? "secretReplace" : "secretEnter")}</button>
        {kept && <button type="button" aria-label={t("secretRemoveNamed", { name })} aria-expanded={asking} onClick={() => setAsking(!asking)}>{t("remove")}</button>}
      </span>
      {asking && (
        <div class="secret-sure" role="group" aria-label={t("secretRemoveNamed", { name })}>
          <p role="alert">{t(commands ? "secretRemoveUsed" : "secretRemoveSure", { name, commands })}</p>
          <button type="button" class="danger" onClick={() => void remove()}>{t("remove")}</button>
          <button type="button" onClick={() => setAsking(false)}>{t("cancel")}</button>
        </div>
      )}
    </li>
  );
}

/** Sent over the line at once or not at all: what waits for a connection is written down, and this may not be. */
function SecretForm({ name, focused, kept }: { name: string; focused: boolean; kept(name: string): void }) {
  const app = useApp();
  const { t } = app;
  const [refusal, setRefusal] = useState("");
  const field = { name: useId(), value: useId() };
  const begun = useRef(false);
  const keep = async (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const given = new FormData(form);
    const chosen = String(given.get("name")).trim();
    setRefusal("");
    try {
      await app.call("secrets.set", { name: chosen, value: String(given.get("value")), key: app.newKey() });
      form.reset();
      kept(chosen);
    } catch (error) {
      setRefusal(error instanceof ConnectionLost ? t("connectionLost") : (error as Error).message);
    }
  };
  return (
    <form class="secret-form" onSubmit={(event) => void keep(event)}>
      <div class="field wide">
        <label for={field.name}>{t("secretName")}</label>
        <input id={field.name} name="name" required maxLength={100} defaultValue={name} placeholder={t("secretNameRule")} autocomplete="off" spellcheck={false} />
      </div>
      <div class="field wide">
        <label for={field.value}>{t("secretValue")}</label>
        <input
          id={field.value} name="value" type="password" required maxLength={2000} autocomplete="off"
          ref={(input) => {
            if (input && focused && !begun.current) input.focus();
            begun.current = true;
          }}
        />
      </div>
      {refusal && <p class="error" role="alert">{refusal}</p>}
      <button type="submit">{t("secretKeep")}</button>
    </form>
  );
}
