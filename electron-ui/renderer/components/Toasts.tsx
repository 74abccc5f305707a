/** Short messages at the foot of the window. */

import { useApp } from "../app/context";
import { Icon } from "./Icon";

export function Toasts() {
  const app = useApp();
  return (
    <div class="toasts" role="status" aria-label={app.t("notice")}>
      {app.toasts.value.map((toast) => (
        <p key={toast.id} class="toast" data-tone={toast.tone}>
          <span>{toast.text}</span>
          {toast.undo && (
            <button type="button" class="link" onClick={() => { toast.undo?.(); app.dropToast(toast.id); }}>{app.t("undo")}</button>
          )}
          <button type="button" class="plain" aria-label={app.t("close")} onClick={() => app.dropToast(toast.id)}><Icon name="close" /></button>
        </p>
      ))}
    </div>
  );
}
