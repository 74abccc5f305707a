/** What kinds of steps and their parameters are called in the owner's language, for parts outside the editor. */

import type { Schema } from "../editor/schema";
import { useApp } from "./context";
import { useFetched } from "./fetched";

/** The title of a kind by its name; the name itself until titles came, or when there is none. */
export function useKindTitles(): (name: string) => string {
  const app = useApp();
  const found = useFetched("commands.kinds", {});
  const titles = new Map(found?.kinds.map((kind) => [kind.name, kind.title]));
  return (name) => app.local(titles.get(name) ?? {}) || name;
}

export interface KindWords {
  /** The title of a kind. */
  title(kind: string): string;
  /** The title of a parameter of a kind. */
  field(kind: string, name: string): string;
}

/** The same for kinds with their parameters; what has no title, or none yet, is called by its name. */
export function useKindWords(): KindWords {
  const app = useApp();
  const title = useKindTitles();
  const found = useFetched("commands.kinds", {});
  const field = (kind: string, name: string) => {
    const parameters = found?.kinds.find((each) => each.name === kind)?.parameters as Schema | undefined;
    const { title: en, ru } = parameters?.properties?.[name] ?? {};
    return app.local({ ...(en && { en }), ...(ru?.title && { ru: ru.title }) }) || name;
  };
  return { title, field };
}
