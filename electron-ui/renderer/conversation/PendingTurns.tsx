/** Sentences on their way to the sidecar, or waiting for a connection. */

import { useApp } from "../app/context";
import { useList } from "../app/selected";

export function PendingTurns() {
  const app = useApp();
  const pending = useList(() => {
    const known = new Set(Object.values(app.state.value.turns).map((turn) => turn.key));
    return app.outbox.value.filter((request) => request.method === "turn.say" && !known.has(request.params.key));
  });
  const note = app.t(app.status.value === "online" ? "sending" : "queuedSend");
  return (
    <>
      {pending.value.map((request) => (
        <article class="turn pending" key={request.params.key} aria-label={app.t("you")}>
          <p class="words">{String(request.params["text"])}</p>
          <p class="note">{note}</p>
        </article>
      ))}
    </>
  );
}
