/** Every command with its phrases, and what is wrong with command files. */

import { useState } from "preact/hooks";
import type { CommandShown } from "../../shared/methods";
import type { TextKey } from "../../shared/texts";
import { useApp } from "../app/context";
import { Icon } from "../components/Icon";
import { LineForm } from "../components/LineForm";
import { createCommand } from "../editor/command-actions";
import { examplePhrase, shownPhrase, slotWord } from "../format/phrases";
import { TakeInButton } from "./TakeIn";
import { Empty, Search, ViewFrame } from "./ViewFrame";

const effects: { [E in CommandShown["effect"]]: TextKey } = { reads: "effectReads", writes: "effectWrites", sends: "effectSends" };

export function CommandsView() {
  const app = useApp();
  const [wanted, setWanted] = useState("");
  const [naming, setNaming] = useState(false);
  const words = wanted.toLowerCase();
  const found = app.commands.value.filter((command) =>
    [command.name, ...Object.values(command.title), ...Object.values(command.phrases).flat()].join(" ").toLowerCase().includes(words),
  );
  return (
    <ViewFrame
      title="commands"
      actions={
        <>
          <TakeInButton />
          <button type="button" onClick={() => setNaming(true)}><Icon name="plus" /> {app.t("newCommand")}</button>
        </>
      }
    >
      {naming && <LineForm label={app.t("newCommandTitle")} submit={app.t("create")} text="" save={(title) => void createCommand(app, title)} done={() => setNaming(false)} />}
      <UnsavedList />
      <Search label="searchHere" value={wanted} change={setWanted} />
      <Faults />
      {found.length === 0 && <Empty text={wanted ? "historyEmpty" : "commandsEmpty"} />}
      <ul class="commands">{found.map((command) => <CommandLine key={command.name} command={command} />)}</ul>
    </ViewFrame>
  );
}

/** Commands with changes that were not saved, new ones too. */
function UnsavedList() {
  const app = useApp();
  const names = app.editors.unsaved.names();
  if (names.length === 0) return null;
  const titleOf = (name: string) =>
    app.editors.unsaved.read(name)?.title || app.local(app.commands.value.find((command) => command.name === name)?.title ?? {}) || name;
  return (
    <section class="unsaved-list" aria-label={app.t("unsavedKept")}>
      <span class="aside">{app.t("unsavedKept")}</span>
      {names.map((name) => <button key={name} type="button" class="link" onClick={() => void app.editors.open(name)}>{titleOf(name)}</button>)}
    </section>
  );
}

function Faults() {
  const app = useApp();
  const faults = app.faults.value;
  if (faults.length === 0) return null;
  return (
    <section class="faults">
      <h3>{app.t("commandFaults", { n: new Set(faults.map((fault) => fault.file)).size })}</h3>
      <ul>
        {faults.map((fault, index) => (
          <li key={index}><code>{fault.file}:{fault.line}:{fault.column}</code> {app.local(fault.message)}</li>
        ))}
      </ul>
    </section>
  );
}

function CommandLine({ command }: { command: CommandShown }) {
  const app = useApp();
  const { t } = app;
  const phrases = command.phrases[app.language.value] ?? Object.values(command.phrases)[0] ?? [];
  const shown = new Map(phrases.map((phrase) => [shownPhrase(t, command, phrase), phrase]));
  const title = app.local(command.title) || command.name;
  const needed = command.slots.filter((slot) => slot.required).map((slot) => slotWord(t, command, slot.name)).join(", ");
  return (
    <li class="command">
      <div class="command-head">
        <h3>{title}</h3>
        <button type="button" class="plain" aria-label={t("editCommandNamed", { title })} title={t("editCommand")} onClick={() => void app.editors.open(command.name)}><Icon name="pencil" /></button>
      </div>
      <p class="aside">
        {[t(effects[command.effect]), command.origin === "owner" ? t("ownCommand") : "", needed ? t("slotsAsked", { list: needed }) : ""].filter(Boolean).join(" · ")}
      </p>
      {app.local(command.description) && <p>{app.local(command.description)}</p>}
      <ul class="phrases">
        {[...shown].slice(0, 4).map(([words, phrase]) => (
          <li key={words}>
            <button type="button" class="link" onClick={() => app.suggest(examplePhrase(phrase))}>{words}</button>
          </li>
        ))}
      </ul>
    </li>
  );
}
