/** The owner's notes. */

import { useState } from "preact/hooks";
import { useApp } from "../app/context";
import { day } from "../format/dates";
import { RecordLine, useRecords } from "./records";
import { Empty, Search, ViewFrame } from "./ViewFrame";

export function NotesView() {
  const app = useApp();
  const [wanted, setWanted] = useState("");
  const notes = useRecords("note", wanted);
  return (
    <ViewFrame title="notes">
      <Search label="searchHere" value={wanted} change={setWanted} />
      {notes?.length === 0 && (wanted ? <Empty text="historyEmpty" /> : <Empty text="notesEmpty" examples={["exampleNote"]} />)}
      <ul class="records">
        {notes?.map((note) => <RecordLine key={note.id} record={note} aside={day(app.language.value, note.created)} />)}
      </ul>
    </ViewFrame>
  );
}
