/** What the sidecar said about a trouble, in its own words, for those who want to know more. */

import { useApp } from "../app/context";

export function TroubleDetail({ text }: { text: string }) {
  const { t } = useApp();
  if (!text) return null;
  return (
    <details class="fold">
      <summary>{t("details")}</summary>
      <p class="note">{text}</p>
    </details>
  );
}
