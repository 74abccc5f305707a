/** One Google account: whether it works (asked when it is shown), what it is allowed for, connected again, let go. */

import { useEffect, useState } from "preact/hooks";
import type { Result } from "../../shared/methods";
import { useApp } from "../app/context";
import { Icon } from "../components/Icon";
import { StateMark, type Mark } from "../components/StateMark";
import type { Google } from "./GoogleSection";
import { usesInOrder, wordsOf, type GoogleUse } from "./google-uses";

type Account = Google["accounts"][number];
type Checked = Result<"connections.check">;

const marks: { readonly [state: string]: Mark } = { connected: "done", unreachable: "unconfirmed" };

export function GoogleAccount({ account, busy, version, gone }: { account: Account; busy: boolean; version: number; gone(text: string): void }) {
  const app = useApp();
  const { t } = app;
  const { id, email } = account;
  const [checked, setChecked] = useState<Checked | null>(null);
  const [asking, setAsking] = useState(false);
  const check = async () => {
    setChecked(null);
    setChecked(await app.fetch("connections.check", { account: id }));
  };
  useEffect(() => void check(), [id, version]);
  const allow = (uses: readonly GoogleUse[]) => void app.ask("connections.connect", { uses: [...uses], account: id, key: app.newKey() });
  const disconnect = async () => {
    const done = await app.ask("connections.disconnect", { account: id });
    if (done) gone(t(done.told ? "googleLetGo" : "googleLetGoAlone", { email }));
    setAsking(false);
  };
  return (
    <li class="google-account">
      <p class="google-name"><strong>{email}</strong></p>
      <State checked={checked} />
      <ul class="uses">
        {usesInOrder.map((use) => <Use key={use} use={use} account={account} busy={busy} allow={() => allow([use])} />)}
      </ul>
      <div class="decide">
        {checked?.state === "sign_in" && (
          <button type="button" class="primary" disabled={busy} aria-label={t("googleReconnectNamed", { email })} onClick={() => allow(account.uses)}>{t("googleReconnect")}</button>
        )}
        <button type="button" aria-label={t("googleTestNamed", { email })} onClick={() => void check()}>{t("googleTest")}</button>
        <button type="button" aria-label={t("googleDisconnectNamed", { email })} aria-expanded={asking} onClick={() => setAsking(!asking)}>{t("googleDisconnect")}</button>
      </div>
      {asking && (
        <div class="secret-sure">
          <p class="note">{t("googleSure")}</p>
          <button type="button" onClick={() => setAsking(false)}>{t("googleNo")}</button>
          <button type="button" class="primary" onClick={() => void disconnect()}>{t("googleYes")}</button>
        </div>
      )}
    </li>
  );
}

function State({ checked }: { checked: Checked | null }) {
  const app = useApp();
  const { t } = app;
  if (!checked) return <p role="status" class="note">{t("googleChecking")}</p>;
  const mark = marks[checked.state] ?? "failed";
  const detail = app.language.value === "ru" ? checked.detail_ru || checked.detail : checked.detail;
  return <p role="status" class={mark === "failed" ? "google-state error" : "google-state"}><StateMark mark={mark} silent /> <span>{detail || t("googleWorks")}</span></p>;
}

function Use({ use, account, busy, allow }: { use: GoogleUse; account: Account; busy: boolean; allow(): void }) {
  const { t } = useApp();
  const isAllowed = account.uses.includes(use);
  const title = t(wordsOf[use].title);
  return (
    <li class="use" data-allowed={isAllowed ? "" : undefined}>
      <Icon name={isAllowed ? "check" : "dash"} />
      <span>{title} <span class="unseen">({t(isAllowed ? "googleAllowed" : "googleNotAllowed")})</span><span class="note">{t(wordsOf[use].why)}</span></span>
      {!isAllowed && <button type="button" disabled={busy} aria-label={t("googleAllowNamed", { email: account.email, use: title })} onClick={allow}>{t("googleAllow")}</button>}
    </li>
  );
}
