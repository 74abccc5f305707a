/** What proves that a run did something, with a link to see it where there is one. */

import type { Run } from "../../shared/state";
import { useApp } from "../app/context";
import { Icon } from "../components/Icon";
import { isWebAddress } from "../format/values";

export function Receipts({ run }: { run: Run }) {
  const { t } = useApp();
  const receipts = run.steps.flatMap((step) => step.receipt ?? []).filter((receipt) => receipt.link);
  if (receipts.length === 0) return null;
  return (
    <ul class="receipts" aria-label={t("receipt")}>
      {receipts.map((receipt) => (
        <li key={receipt.id}>
          {isWebAddress(receipt.link) ? (
            <a href={receipt.link} target="_blank" rel="noreferrer noopener"><Icon name="link" /> {receipt.summary || receipt.link}</a>
          ) : (
            <span>{receipt.summary} <code>{receipt.link}</code></span>
          )}
        </li>
      ))}
    </ul>
  );
}
