/** What kinds of steps and their parameters are called in the owner's language, for parts outside the editor. */

import { type Signal, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Result } from "../../shared/methods";
import type { Schema } from "../editor/schema";
import { slotName } from "../format/slots";
import type { App } from "./app";
import { useApp } from "./context";

type KindShown = Result<"commands.kinds">["kinds"][number];
type Kinds = ReadonlyMap<string, KindShown>;

interface Known {
  kinds: Signal<Kinds>;
  asked: boolean;
}

/** They stay what they are while a sidecar runs, so each window asks once, however many of its parts name them. */
const known = new WeakMap<App, Known>();

function useKinds(): Kinds {
  const app = useApp();
  const here = known.get(app) ?? { kinds: signal<Kinds>(new Map()), asked: false };
  known.set(app, here);
  const online = app.status.value === "online";
  useEffect(() => {
    if (!online || here.asked) return;
    here.asked = true;
    void app.fetch("commands.kinds", {}).then((found) => {
      here.asked = found !== null;
      if (found) here.kinds.value = new Map(found.kinds.map((kind) => [kind.name, kind]));
    });
  }, [online]);
  return here.kinds.value;
}

/** The title of a kind by its name; the name itself until titles came, or when there is none. */
export function useKindTitles(): (name: string) => string {
  const app = useApp();
  const kinds = useKinds();
  return (name) => app.local(kinds.get(name)?.title ?? {}) || name;
}

export interface KindWords {
  /** The title of a kind. */
  title(kind: string): string;
  /** The title of a parameter of a kind. */
  field(kind: string, name: string): string;
}

/** The same for kinds with their parameters; what has no title, or none yet, is called as slots are. */
export function useKindWords(): KindWords {
  const app = useApp();
  const kinds = useKinds();
  const title = useKindTitles();
  const field = (kind: string, name: string) => {
    const parameters = kinds.get(kind)?.parameters as Schema | undefined;
    const { title: en, ru } = parameters?.properties?.[name] ?? {};
    return app.local({ ...(en && { en }), ...(ru?.title && { ru: ru.title }) }) || slotName(app.t, name);
  };
  return { title, field };
}
