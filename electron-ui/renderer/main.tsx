/** Starts the page: takes the token from the address, connects, draws. */

import { render } from "preact";
import { App } from "./app/app";
import { AppContext } from "./app/context";
import { followShell } from "./app/shell";
import { browserSurroundings } from "./app/surroundings";
import { Window } from "./components/Window";

const app = new App(browserSurroundings(window));
followShell(app, window);
app.connect();

const root = document.getElementById("app");
if (root) {
  render(
    <AppContext.Provider value={app}>
      <Window />
    </AppContext.Provider>,
    root,
  );
}
