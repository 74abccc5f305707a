/** Every command with its phrases, and what is wrong with command files. */

import { useState } from "preact/hooks";
import type { CommandShown } from "../../shared/methods";
import type { TextKey } from "../../shared/texts";
import { useApp } from "../app/context";
import { examplePhrase, shownPhrase, slotWord } from "../format/phrases";
import { Empty, Search, ViewFrame } from "./ViewFrame";

const effects: { [E in CommandShown["effect"]]: TextKey } = { reads: "effectReads", writes: "effectWrites", sends: "effectSends" };

export function CommandsView() {
  const app = useApp();
  const [wanted, setWanted] = useState("");
  const words = wanted.toLowerCase();
  const found = app.commands.value.filter((command) =>
    [command.name, ...Object.values(command.title), ...Object.values(command.phrases).flat()].join(" ").toLowerCase().includes(words),
  );
  return (
    <ViewFrame title="commands">
      <Search label="searchHere" value={wanted} change={setWanted} />
      <Faults />
      {found.length === 0 && <Empty text={wanted ? "historyEmpty" : "commandsEmpty"} />}
      <ul class="commands">{found.map((command) => <CommandLine key={command.name} command={command} />)}</ul>
    </ViewFrame>
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
          <li key={index}><code>{fault.file}:{fault.line}:{fault.column}</code> {fault.message}</li>
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
  const needed = command.slots.filter((slot) => slot.required).map((slot) => slotWord(t, command, slot.name)).join(", ");
  return (
    <li class="command">
      <h3>{app.local(command.title) || command.name}</h3>
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
