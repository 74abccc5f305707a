/** What the command palette offers: every command with its phrases, and what the window can do. */

import type { App, View } from "../app/app";
import { isApple } from "../app/surroundings";
import { createCommand } from "../editor/command-actions";
import { examplePhrase, shownPhrase } from "../format/phrases";

/** One line of the palette. `words` is all it can be found by. */
export interface PaletteItem {
  id: string;
  group: "paletteCommands" | "paletteActions";
  title: string;
  hint: string;
  words: string;
  /** Shown only when something is looked for. */
  searched?: boolean;
  choose(): void;
}

export function paletteItems(app: App): PaletteItem[] {
  return [...commandItems(app), ...actionItems(app), ...editItems(app)];
}

function commandItems(app: App): PaletteItem[] {
  const language = app.language.value;
  return app.commands.value.map((command) => {
    const own = command.phrases[language] ?? [];
    const phrase = own[0] ?? Object.values(command.phrases)[0]?.[0] ?? "";
    return {
      id: `command-${command.name}`,
      group: "paletteCommands",
      title: app.local(command.title) || command.name,
      hint: shownPhrase(app.t, command, phrase),
      words: [command.name, ...Object.values(command.title), ...Object.values(command.phrases).flat()].join(" ").toLowerCase(),
      choose: () => app.suggest(examplePhrase(phrase)),
    };
  });
}

function editItems(app: App): PaletteItem[] {
  return app.commands.value.map((command) => {
    const title = app.t("editCommandNamed", { title: app.local(command.title) || command.name });
    return { id: `edit-${command.name}`, group: "paletteActions", title, hint: "", words: title.toLowerCase(), searched: true, choose: () => void app.editors.open(command.name) };
  });
}

function actionItems(app: App): PaletteItem[] {
  const { t } = app;
  const show = (view: View) => () => (app.view.value = view);
  const dark = () => document.documentElement.dataset["theme"] === "dark";
  const key = (name: string) => (isApple() ? `⌘${name}` : `Ctrl ${name}`);
  const actions: [string, string, () => void, string?][] = [
    ["waiting", t("actionWaiting"), () => app.seek(app.waiting.value[0]?.question.id ?? ""), key("J")],
    ["stop", t("stopAll"), () => void app.act("run.cancel_all", {})],
    ["undo", t("undo"), () => void app.undoLast()],
    ["listen", t(app.state.value.voice.mode === "off" ? "startListening" : "stopListening"), () => void app.ask("voice.toggle", {})],
    ["write", t("actionComposer"), () => app.focusComposer()],
    ["agenda", t("agenda"), show("agenda")],
    ["reminders", t("reminders"), show("reminders")],
    ["tasks", t("tasks"), show("tasks")],
    ["tables", t("tables"), show("tables")],
    ["schedules", t("schedules"), show("schedules")],
    ["notes", t("notes"), show("notes")],
    ["commands", t("commands"), show("commands")],
    ["new-command", t("newCommand"), () => void createCommand(app, t("untitled"))],
    ["proposals", t("notUnderstood"), show("proposals")],
    ["learned", t("learned"), show("learned")],
    ["history", t("history"), show("history")],
    ["connections", t("connections"), show("connections")],
    ["theme", t("actionTheme"), () => void app.setSetting("window", "theme", dark() ? "light" : "dark")],
    ["settings", t("settings"), () => (app.dialog.value = "settings"), key(",")],
  ];
  return actions.map(([id, title, choose, hint = ""]) => ({
    id: `action-${id}`,
    group: "paletteActions",
    title,
    hint,
    words: title.toLowerCase(),
    choose,
  }));
}

/** Those that hold every word looked for, commands before actions; a title that begins with them comes first. */
export function findItems(items: readonly PaletteItem[], wanted: string): PaletteItem[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const found = items.filter((item) => (words.length > 0 || !item.searched) && words.every((word) => item.words.includes(word)));
  if (words.length === 0) return found;
  const begins = (item: PaletteItem) => (item.title.toLowerCase().startsWith(wanted.toLowerCase().trim()) ? 0 : 1);
  const rank = (item: PaletteItem) => (item.group === "paletteCommands" ? 0 : item.searched ? 4 : 2) + begins(item);
  return found.sort((one, other) => rank(one) - rank(other));
}
