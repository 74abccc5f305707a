/** What can be done about a clause before it runs. */

import { useApp } from "../app/context";
import { Icon } from "../components/Icon";

export function ClauseActions({ title, edit, skip }: { title: string; edit: () => void; skip: () => void }) {
  const { t } = useApp();
  return (
    <span class="clause-actions">
      <button type="button" class="plain" aria-label={t("editNamed", { title })} title={t("edit")} onClick={edit}><Icon name="pencil" /></button>
      <button type="button" class="plain" aria-label={t("skipNamed", { title })} title={t("skip")} onClick={skip}><Icon name="skip" /></button>
    </span>
  );
}
