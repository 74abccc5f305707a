/** Chooses a value that stands ready at a step: what was said, what earlier steps gave, this item of the loop. */

import { useApp } from "../app/context";
import type { TextKey } from "../../shared/texts";
import { readable } from "../format/values";
import { Chooser } from "./Chooser";
import { useEditing } from "./context";
import { at, change, type Path } from "./document";
import { withKey } from "./kinds";
import { kindTitle } from "./naming";
import { knownAt, type Origin, picks } from "./scope";

const groups: { [O in Origin]: TextKey } = { step: "valueOfStep", slot: "valueOfSlot", item: "valueOfItem", run: "valueOfRun" };
const order: readonly Origin[] = ["item", "step", "slot", "run"];

export function ValuePicker({ path, pick, close }: { path: Path; pick(expression: string): void; close(): void }) {
  const app = useApp();
  const { session, tryout } = useEditing();
  const language = app.language.value;
  const form = session.form.value;
  const known = form ? picks(knownAt(form, path, session.kinds.value), tryout.examples.value) : [];
  const items = known.map(({ expression, origin, from, example, unnamed }) => {
    const source = origin === "step" ? kindTitle(language, session.kinds.value.get(from), from) : origin === "slot" && !expression.includes(".") ? from : "";
    const hint = example === undefined ? source : readable({ t: app.t, language }, example).slice(0, 80);
    return { id: expression, group: app.t(groups[origin]), origin, unnamed, title: expression, hint, words: `${expression} ${source}`.toLowerCase() };
  });
  items.sort((one, other) => order.indexOf(one.origin) - order.indexOf(other.origin));
  const choose = ({ id, unnamed }: (typeof items)[number]) => {
    if (unnamed) session.edit((now) => change(now, unnamed, withKey(at(now, unnamed), "as", id.split(".")[0])));
    pick(id);
  };
  return <Chooser label={app.t("findValue")} items={items} choose={choose} close={close} />;
}
