/** How components reach the page's one object. */

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { App } from "./app";

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error("a component stands outside the page");
  return app;
}
