/** What to try, while nothing was said yet. */

import type { TextKey } from "../../shared/texts";
import { useApp } from "../app/context";

const examples: TextKey[] = ["exampleTwo", "exampleReminder", "exampleTask", "exampleHelp"];

export function EmptyConversation() {
  const app = useApp();
  return (
    <div class="empty-conversation">
      <h2>{app.t("emptyTitle")}</h2>
      <p>{app.t("emptyHint")}</p>
      <Examples keys={examples} />
    </div>
  );
}

/** Sentences to try; choosing one puts it into the composer. */
export function Examples({ keys }: { keys: readonly TextKey[] }) {
  const app = useApp();
  return (
    <ul class="examples">
      {keys.map((key) => (
        <li key={key}>
          <button type="button" onClick={() => app.suggest(app.t(key))}>{app.t(key)}</button>
        </li>
      ))}
    </ul>
  );
}
