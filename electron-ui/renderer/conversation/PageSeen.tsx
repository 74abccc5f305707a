/** The page a step was done on: where it was, what was checked, and a small picture of it. */

import { useEffect, useState } from "preact/hooks";
import type { Evidence } from "../../shared/protocol";
import type { TextKey } from "../../shared/texts";
import { useApp } from "../app/context";
import { isWebAddress } from "../format/values";

/** How the things that can be checked are called. */
const WORDS: { readonly [name: string]: TextKey } = {
  url_contains: "pageAddress", selector: "pageElement", text: "pageText", value: "pageValue", gone: "pageGone",
};

export function PageSeen({ evidence }: { evidence: Evidence }) {
  const { t } = useApp();
  const title = evidence.title || evidence.url;
  const checked = Object.entries(evidence.checked).filter(([name]) => name in WORDS);
  return (
    <figure class="page-seen">
      {evidence.picture && <PagePicture name={evidence.picture} title={title} />}
      <figcaption>
        <span class="page-title">{title}</span>
        {isWebAddress(evidence.url) && <a href={evidence.url} target="_blank" rel="noreferrer noopener">{evidence.url}</a>}
        {checked.length > 0 && <span class="page-checked">{t("pageChecked", { what: checked.map(([name, value]) => t(WORDS[name] as TextKey) + (value === true ? "" : ` ${String(value)}`)).join(", ") })}</span>}
        {evidence.notes.map((note) => <span key={note} class="faint">{note}</span>)}
      </figcaption>
    </figure>
  );
}

/** A picture by its name, fetched when it is shown; it is taken a moment after the step, and kept for some time only. */
export function PagePicture({ name, title }: { name: string; title: string }) {
  const app = useApp();
  const { t } = app;
  const [content, setContent] = useState<string | null>(null);
  const [large, setLarge] = useState(false);
  useEffect(() => {
    let wanted = true;
    app.call("browser.picture", { name }).then(
      (found) => { if (wanted) setContent(found.content); },
      () => { if (wanted) setContent(""); },
    );
    return () => { wanted = false; };
  }, [app, name]);
  if (content === "") return <span class="faint">{t("pagePictureGone")}</span>;
  return (
    <button type="button" class="page-picture" data-large={large} aria-expanded={large} onClick={() => setLarge(!large)} title={t(large ? "pagePictureSmaller" : "pagePictureLarger")}>
      {content === null ? <span class="page-picture-room" /> : <img src={`data:image/jpeg;base64,${content}`} alt={t("pagePicture", { title })} />}
    </button>
  );
}
