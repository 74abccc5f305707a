/** Calendars in and out as .ics: said to the assistant like anything else, so that both can be undone and repeated. */

import { useApp } from "../app/context";

export function CalendarButtons() {
  const app = useApp();
  const { t } = app;
  return (
    <>
      <button type="button" onClick={() => app.suggest(t("phraseImport"))}>{t("importCalendar")}</button>
      <button type="button" onClick={() => app.say(t("phraseExport"))}>{t("exportCalendar")}</button>
    </>
  );
}
