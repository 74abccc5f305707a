/** Everything the assistant is connected with, in one place: Google, mailboxes, the language model, the browser. */

import { useEffect, useRef } from "preact/hooks";
import { useApp } from "../app/context";
import { LanguageModelSection } from "../settings/LanguageModelSection";
import { MailSection } from "../settings/MailSection";
import { ViewFrame } from "../views/ViewFrame";
import { BrowserSection } from "./BrowserSection";
import { GoogleSection } from "./GoogleSection";

const parts = [["google", GoogleSection], ["mail", MailSection], ["model", LanguageModelSection], ["browser", BrowserSection]] as const;

export function ConnectionsView() {
  const app = useApp();
  const list = useRef<HTMLDivElement>(null);
  const wanted = app.part.value;
  useEffect(() => {
    const part = wanted && list.current?.querySelector<HTMLElement>(`[data-part="${wanted}"]`);
    if (!part) return;
    part.scrollIntoView({ block: "start" });
    part.focus({ preventScroll: true });
    app.part.value = "";
  }, [wanted]);
  return (
    <ViewFrame title="connections">
      <div class="settings connections" ref={list}>
        {parts.map(([name, Section]) => <div key={name} data-part={name} tabIndex={-1}><Section /></div>)}
      </div>
    </ViewFrame>
  );
}
