/** Calendar files in and out. */

import { useRef } from "preact/hooks";
import { useApp } from "../app/context";

export function CalendarFiles() {
  const app = useApp();
  const { t } = app;
  const chooser = useRef<HTMLInputElement>(null);
  const take = async (file: File | undefined) => {
    if (!file) return;
    const { added, skipped } = await app.act("calendar.import", { text: await file.text() });
    app.toast(t("imported", { added, skipped }));
  };
  const give = async () => {
    const calendar = await app.ask("calendar.export", {});
    if (calendar) save(calendar.text, "symbiote.ics");
  };
  return (
    <>
      <input ref={chooser} type="file" accept=".ics,text/calendar" hidden aria-label={t("importCalendar")} onChange={(event) => void take(event.currentTarget.files?.[0])} />
      <button type="button" onClick={() => chooser.current?.click()}>{t("importCalendar")}</button>
      <button type="button" onClick={() => void give()}>{t("exportCalendar")}</button>
    </>
  );
}

function save(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/calendar" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
