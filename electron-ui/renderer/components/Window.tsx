/** The whole window: header, overview, the view in the middle, the composer, and what lies above them. */

import { useApp } from "../app/context";
import { CurrentView } from "../views/CurrentView";
import { Announcer } from "./Announcer";
import { Composer } from "./Composer";
import { Dialogs } from "./Dialogs";
import { Header } from "./Header";
import { Lost } from "./Lost";
import { Sidebar } from "./Sidebar";
import { Toasts } from "./Toasts";
import { useWindowKeys } from "./window-keys";

export function Window() {
  const app = useApp();
  useWindowKeys(app);
  return (
    <>
      <Header />
      <aside class="sidebar only-wide" aria-label={app.t("sidebar")}><Sidebar /></aside>
      <main class="main">
        <Lost />
        <CurrentView />
        {app.view.value !== "editor" && <Composer />}
      </main>
      <Dialogs />
      <Toasts />
      <Announcer />
    </>
  );
}
