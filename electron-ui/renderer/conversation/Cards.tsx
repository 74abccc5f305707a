/** A list whose items can be acted upon: each with what it is, why it is here, and its buttons. */

import { useState } from "preact/hooks";
import type { ItemAction } from "../../shared/protocol";
import { useApp } from "../app/context";
import { Icon } from "../components/Icon";
import { card } from "../format/cards";
import { isWebAddress } from "../format/values";

/** Cards shown before the owner asks for all. */
const FIRST = 10;

export function Cards({ items, actions }: { items: readonly unknown[]; actions: readonly ItemAction[] }) {
  const { t } = useApp();
  const [all, setAll] = useState(false);
  const shown = all ? items : items.slice(0, FIRST);
  return (
    <>
      <ol class="cards" data-numbered={items.length > 1 || undefined}>
        {shown.map((item, index) => <Card key={index} item={item} actions={actions} />)}
      </ol>
      {shown.length < items.length && (
        <button type="button" class="link" onClick={() => setAll(true)}>{t("showAll", { n: items.length })}</button>
      )}
    </>
  );
}

function Card({ item, actions }: { item: unknown; actions: readonly ItemAction[] }) {
  const app = useApp();
  const { main, about, note, when, link, fresh, mailbox } = card({ t: app.t, language: app.language.value }, item);
  const fields = typeof item === "object" && item !== null ? (item as Record<string, unknown>) : {};
  const named = [main, about].filter(Boolean).join(": ");
  return (
    <li data-fresh={fresh || undefined}>
      <div class="card-head">
        <span class="card-main">{main}</span>
        {fresh && <span class="card-fresh">{app.t("cardUnread")}</span>}
        {mailbox && <span class="aside">{mailbox}</span>}
        {when && <span class="aside">{when}</span>}
      </div>
      {about && <div class="card-about">{about}</div>}
      {note && <div class="card-note">{app.t("cardWhy", { why: note })}</div>}
      <div class="card-actions">
        {actions.map((action) => {
          const title = app.local(action.title);
          return (
            <button
              key={action.command + title}
              type="button"
              class="link"
              aria-label={`${title}: ${named}`}
              onClick={() => app.runCommand(action.command, filled(action, fields))}
            >
              {title}
            </button>
          );
        })}
        {isWebAddress(link) && (
          <a href={link} target="_blank" rel="noreferrer noopener" aria-label={app.t("openNamed", { what: named })}>
            <Icon name="link" /> {app.t("cardInMailbox")}
          </a>
        )}
      </div>
    </li>
  );
}

/** The slots of an action with the item's fields; what the item lacks is left to be asked for. */
function filled(action: ItemAction, fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given = Object.entries(action.slots).map(([slot, field]) => [slot, fields[field]] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined && value !== null && value !== ""));
}
