/** The frame of every list: its title, the way back, a search, and what to try while it is empty. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { TextKey } from "../../shared/texts";
import { useApp } from "../app/context";
import { Icon } from "../components/Icon";
import { Examples } from "../conversation/EmptyConversation";

export interface FrameProps {
  title: TextKey;
  actions?: ComponentChildren;
  children: ComponentChildren;
}

export function ViewFrame({ title, actions, children }: FrameProps) {
  const app = useApp();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [title]);
  return (
    <div class="scroller">
      <section class="view" aria-label={app.t(title)}>
        <header class="view-head">
          <button type="button" class="plain back" aria-label={app.t("back")} onClick={() => (app.view.value = "conversation")}><Icon name="chevron" /></button>
          <h2 ref={heading} tabIndex={-1}>{app.t(title)}</h2>
          <span class="view-actions">{actions}</span>
        </header>
        {children}
      </section>
    </div>
  );
}

export function Search({ label, value, change }: { label: TextKey; value: string; change: (value: string) => void }) {
  const { t } = useApp();
  return (
    <input type="search" class="view-search" aria-label={t(label)} placeholder={t(label)} value={value} onInput={(event) => change(event.currentTarget.value)} />
  );
}

/** What an empty list says, with sentences that fill it. */
export function Empty({ text, examples = [] }: { text: TextKey; examples?: readonly TextKey[] }) {
  const { t } = useApp();
  return (
    <div class="empty">
      <p>{t(text)}</p>
      <Examples keys={examples} />
    </div>
  );
}
