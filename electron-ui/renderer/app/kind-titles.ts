/** What kinds of steps are called in the owner's language, for parts outside the editor. */

import { useApp } from "./context";
import { useFetched } from "./fetched";

/** The title of a kind by its name; the name itself until titles came, or when there is none. */
export function useKindTitles(): (name: string) => string {
  const app = useApp();
  const found = useFetched("commands.kinds", {});
  const titles = new Map(found?.kinds.map((kind) => [kind.name, kind.title]));
  return (name) => app.local(titles.get(name) ?? {}) || name;
}
