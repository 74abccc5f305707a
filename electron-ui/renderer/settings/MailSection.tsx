/** The owner's mailboxes: added with an address and a password, tried, removed. */

import { useComputed } from "@preact/signals";
import { useId, useState } from "preact/hooks";
import type { Result } from "../../shared/methods";
import { useApp } from "../app/context";
import { useFetched } from "../app/fetched";

type Account = Result<"mail.accounts">["accounts"][number];
type Servers = Result<"mail.discover">;

export function MailSection() {
  const app = useApp();
  const { t } = app;
  const [version, setVersion] = useState(0);
  const connections = useComputed(() => app.state.value.connectionsVersion);
  const found = useFetched("mail.accounts", {}, [version, connections.value]);
  const again = () => setVersion((before) => before + 1);
  return (
    <fieldset>
      <legend>{t("sectionMail")}</legend>
      <p class="note">{t("mailNote")}</p>
      {found && found.accounts.length > 0 && <p class="note">{t("mailCalledNote")}</p>}
      {found?.accounts.length === 0 && <p class="note">{t("mailNone")}</p>}
      {found?.accounts.map((account) => <Mailbox key={account.id} account={account} changed={again} />)}
      <AddMailbox added={again} />
    </fieldset>
  );
}

function Mailbox({ account, changed }: { account: Account; changed: () => void }) {
  const app = useApp();
  const { t } = app;
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState<Result<"mail.test"> | null>(null);
  const test = async () => {
    setBusy(true);
    setTried(await app.ask("mail.test", { account: account.id }));
    setBusy(false);
  };
  const ofGoogle = account.backend === "gmail";
  const wrong = tried && !tried.ok ? (app.language.value === "ru" ? tried.detail_ru || tried.detail : tried.detail) : "";
  return (
    <div class="field wide">
      <span>
        {account.email}{account.default ? ` (${t("mailDefault")})` : ""}
        {ofGoogle && <span class="note"> {t("mailOfGoogle")}</span>}
      </span>
      <Called account={account} changed={changed} />
      <div class="decide">
        <button type="button" disabled={busy} aria-label={t("mailTestOf", { email: account.email })} onClick={() => void test()}>{t("mailTest")}</button>
        {!account.default && (
          <button type="button" aria-label={t("mailMakeDefaultOf", { email: account.email })} onClick={() => void app.ask("mail.make_default", { account: account.id }).then(changed)}>{t("mailMakeDefault")}</button>
        )}
        {!ofGoogle && <button type="button" aria-label={t("mailForgetOf", { email: account.email })} onClick={() => void app.ask("mail.forget", { account: account.id }).then(changed)}>{t("mailForget")}</button>}
      </div>
      <p role="status" class={wrong ? "error" : "note"}>{busy ? t("mailTesting") : wrong || (tried && t("mailWorks", { seconds: tried.seconds }))}</p>
    </div>
  );
}

/** The name the owner chooses a mailbox by when he speaks; kept when he leaves the field. */
function Called({ account, changed }: { account: Account; changed: () => void }) {
  const app = useApp();
  const { t } = app;
  const id = useId();
  const [refusal, setRefusal] = useState("");
  const keep = async (title: string) => {
    if (title === account.title) return setRefusal("");
    try {
      await app.act("mail.rename", { account: account.id, title });
      setRefusal("");
      changed();
    } catch (error) {
      setRefusal((error as Error).message);
    }
  };
  return (
    <span class="mailbox-called">
      <label for={id}>{t("mailCalled")}</label>
      <input
        id={id} aria-label={t("mailCalledOf", { email: account.email })} defaultValue={account.title} maxLength={100} placeholder={t("mailTitleExample")} spellcheck={false} autocomplete="off"
        aria-invalid={refusal ? true : undefined} onChange={(event) => void keep(event.currentTarget.value.trim())}
      />
      {refusal && <span class="error" role="alert">{refusal}</span>}
    </span>
  );
}

/** The password goes to the keyring and never comes back. */
function AddMailbox({ added }: { added: () => void }) {
  const app = useApp();
  const { t } = app;
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState({ refusal: "", done: "" });
  const [servers, setServers] = useState<Servers | null>(null);
  const email = useId();
  const password = useId();
  const title = useId();
  const name = useId();
  const discover = async (address: string) => {
    if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)) setServers(await app.ask("mail.discover", { email: address }));
  };
  const add = async (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const given = new FormData(form);
    const text = (field: string) => String(given.get(field) ?? "").trim();
    const server = (which: "incoming" | "outgoing") => servers && { ...servers[which], host: text(`${which}_host`), port: Number(text(`${which}_port`)) };
    setBusy(true);
    setSaid({ refusal: "", done: "" });
    try {
      const { account } = await app.call("mail.add", {
        email: text("email"),
        password: String(given.get("password") ?? ""),
        name: text("name"),
        title: text("title"),
        user: "",
        incoming: server("incoming"),
        outgoing: server("outgoing"),
      });
      setSaid({ refusal: "", done: t("mailAdded", { email: account.email }) });
      setServers(null);
      form.reset();
      added();
    } catch (error) {
      setSaid({ refusal: (error as Error).message, done: "" });
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void add(event)} aria-busy={busy}>
      <div class="field wide">
        <label for={email}>{t("mailEmail")}</label>
        <input id={email} name="email" type="email" required autocomplete="off" spellcheck={false} onChange={(event) => void discover(event.currentTarget.value.trim())} />
      </div>
      {servers?.app_password && <p class="note">{t("mailAppPassword", { address: servers.app_password })}</p>}
      <div class="field wide">
        <label for={password}>{t("mailPassword")}</label>
        <input id={password} name="password" type="password" required autocomplete="off" />
      </div>
      <div class="field wide">
        <label for={title}>{t("mailTitle")}</label>
        <input id={title} name="title" placeholder={t("mailTitleExample")} autocomplete="off" />
      </div>
      <div class="field wide">
        <label for={name}>{t("mailName")}</label>
        <input id={name} name="name" autocomplete="off" />
      </div>
      {servers && <ServerFields key={servers.incoming.host} servers={servers} />}
      {said.refusal && <p class="error" role="alert">{said.refusal}</p>}
      <p role="status">{said.done}</p>
      <div class="decide">
        <button type="submit" disabled={busy}>{t(busy ? "mailAdding" : "mailAdd")}</button>
      </div>
    </form>
  );
}

function ServerFields({ servers }: { servers: Servers }) {
  const { t } = useApp();
  const rows = [["incoming", t("mailIncoming")], ["outgoing", t("mailOutgoing")]] as const;
  return (
    <details open={servers.how === "guessed"}>
      <summary>{t("mailServers")}</summary>
      {servers.how === "guessed" && <p class="note">{t("mailGuessed")}</p>}
      {rows.map(([which, label]) => (
        <div class="field wide" key={which}>
          <label>
            {label}
            <input name={`${which}_host`} required defaultValue={servers[which].host} spellcheck={false} autocomplete="off" />
          </label>
          <input name={`${which}_port`} type="number" required min={1} max={65535} aria-label={t("mailPort", { server: label })} defaultValue={String(servers[which].port)} />
        </div>
      ))}
    </details>
  );
}
