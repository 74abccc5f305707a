/** Everything the assistant is connected with, in one place: Google, mailboxes, the language model, the browser. */

import { LanguageModelSection } from "../settings/LanguageModelSection";
import { MailSection } from "../settings/MailSection";
import { ViewFrame } from "../views/ViewFrame";
import { BrowserSection } from "./BrowserSection";
import { GoogleSection } from "./GoogleSection";

export function ConnectionsView() {
  return (
    <ViewFrame title="connections">
      <div class="settings connections">
        <GoogleSection />
        <MailSection />
        <LanguageModelSection />
        <BrowserSection />
      </div>
    </ViewFrame>
  );
}
