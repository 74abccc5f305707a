/** The kinds of steps to choose from, with what each does. */

import type { TextKey } from "../../shared/texts";
import { useApp } from "../app/context";
import { Chooser } from "./Chooser";
import { useEditing } from "./context";
import type { Kind } from "./kinds";
import { kindHint, kindTitle, kindWords } from "./naming";

const groups: { [group: string]: TextKey } = { control: "groupControl", reads: "groupReads", writes: "groupWrites", sends: "groupSends" };

/** The kinds an owner wants first, in their order; all others come after them as they are. */
const first = ["for_each", "if", "ask", "approve", "say"];
const usefulness = (kind: Kind) => (first.includes(kind.name) ? first.indexOf(kind.name) : first.length);

export function StepPalette({ choose, close }: { choose(kind: Kind): void; close(): void }) {
  const app = useApp();
  const { session } = useEditing();
  const language = app.language.value;
  const order = Object.keys(groups);
  const groupOf = (kind: Kind) => (kind.control ? "control" : kind.effect);
  const items = [...session.kinds.value.values()]
    .sort((one, other) => order.indexOf(groupOf(one)) - order.indexOf(groupOf(other)) || usefulness(one) - usefulness(other))
    .map((kind) => ({
      id: kind.name, kind, group: app.t(groups[groupOf(kind)] ?? "groupReads"), title: kindTitle(language, kind, kind.name), hint: kindHint(language, kind),
      words: kindWords(kind),
    }));
  return <Chooser label={app.t("findStep")} items={items} choose={(item) => choose(item.kind)} close={close} />;
}
