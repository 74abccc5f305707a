/** The whole window: header, overview, the view in the middle, the composer, and what lies above them. */

import { useApp } from "../app/context";
import { Conversation } from "../conversation/Conversation";
import { Announcer } from "./Announcer";
import { Composer } from "./Composer";
import { Header } from "./Header";
import { Lost } from "./Lost";
import { Sidebar } from "./Sidebar";
import { Toasts } from "./Toasts";

export function Window() {
  const app = useApp();
  return (
    <>
      <Header />
      <aside class="sidebar only-wide" aria-label={app.t("sidebar")}><Sidebar /></aside>
      <main class="main">
        <Lost />
        <Conversation />
        <Composer />
      </main>
      <Toasts />
      <Announcer />
    </>
  );
}
