/** What stands in the middle: the conversation or one of the lists. */

import { useApp } from "../app/context";
import { Conversation } from "../conversation/Conversation";
import { EditorView } from "../editor/EditorView";
import { ConnectionsView } from "../connections/ConnectionsView";
import { AgendaView } from "./AgendaView";
import { CommandsView } from "./CommandsView";
import { HistoryView } from "./HistoryView";
import { LearnedView } from "./LearnedView";
import { NotesView } from "./NotesView";
import { ProposalsView } from "./ProposalsView";
import { RemindersView } from "./RemindersView";
import { SchedulesView } from "./SchedulesView";
import { TablesView } from "./TablesView";
import { TasksView } from "./TasksView";

export function CurrentView() {
  switch (useApp().view.value) {
    case "conversation":
      return <Conversation />;
    case "agenda":
      return <AgendaView />;
    case "reminders":
      return <RemindersView />;
    case "tasks":
      return <TasksView />;
    case "notes":
      return <NotesView />;
    case "commands":
      return <CommandsView />;
    case "proposals":
      return <ProposalsView />;
    case "history":
      return <HistoryView />;
    case "learned":
      return <LearnedView />;
    case "schedules":
      return <SchedulesView />;
    case "tables":
      return <TablesView />;
    case "connections":
      return <ConnectionsView />;
    case "editor":
      return <EditorView />;
  }
}
