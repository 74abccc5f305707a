/** What a run says to the owner: text, a list below it, a link. */

import { useState } from "preact/hooks";
import type { Said } from "../../shared/state";
import { useApp } from "../app/context";
import { Icon } from "../components/Icon";
import { isWebAddress, line } from "../format/values";
import { Cards } from "./Cards";

/** Items shown before the owner asks for all. */
const FIRST = 12;

export function Messages({ said }: { said: readonly Said[] }) {
  return <>{said.map((each) => <Message key={each.id} said={each} />)}</>;
}

function Message({ said }: { said: Said }) {
  const { t } = useApp();
  return (
    <div class="message">
      {said.text && <p class="message-text">{said.text}</p>}
      {said.items.length > 0 && (said.actions.length > 0 ? <Cards items={said.items} actions={said.actions} /> : <Items items={said.items} />)}
      {isWebAddress(said.link) && (
        <a href={said.link} target="_blank" rel="noreferrer noopener" aria-label={t("openNamed", { what: said.link })}>
          <Icon name="link" /> {said.link}
        </a>
      )}
    </div>
  );
}

function Items({ items }: { items: readonly unknown[] }) {
  const app = useApp();
  const [all, setAll] = useState(false);
  const tongue = { t: app.t, language: app.language.value };
  const shown = all ? items : items.slice(0, FIRST);
  return (
    <>
      <ul class="items">
        {shown.map((item, index) => {
          const { main, aside, link } = line(tongue, item);
          return (
            <li key={index}>
              {link ? <a href={link} target="_blank" rel="noreferrer noopener">{main}</a> : <span>{main}</span>}
              {aside && <span class="aside">{aside}</span>}
            </li>
          );
        })}
      </ul>
      {shown.length < items.length && (
        <button type="button" class="link" onClick={() => setAll(true)}>{app.t("showAll", { n: items.length })}</button>
      )}
    </>
  );
}
