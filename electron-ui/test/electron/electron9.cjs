/**
 * Gives the Electron 9 of the tests what later versions have and the shell uses (`electron -r electron9.cjs .`), and
 * tells the tests what cannot be seen from the page. Never part of the product.
 */

"use strict";

const { app, BrowserWindow, ipcMain } = require("electron");

app.on("web-contents-created", (_event, contents) => {
  if (contents.setWindowOpenHandler === undefined) {
    contents.setWindowOpenHandler = (decide) => {
      contents.on("new-window", (event, url) => {
        event.preventDefault();
        decide({ url });
      });
    };
  }
});

app.on("browser-window-created", (_event, window) => {
  // Without a window manager the events `show` and `hide` do not come reliably.
  for (const name of ["show", "hide"]) {
    const act = window[name].bind(window);
    window[name] = () => {
      act();
      console.log(window.isVisible() ? "window: shown" : "window: hidden");
    };
  }
});

// What the owner's click on the window's own cross does.
process.on("SIGUSR2", () => {
  console.log("window: asked to close");
  BrowserWindow.getAllWindows().forEach((window) => window.close());
});

for (const name of ["window-all-closed", "before-quit", "will-quit", "quit"]) app.on(name, () => console.log(`program: ${name}`));

const handle = ipcMain.handle.bind(ipcMain);
ipcMain.handle = (channel, listener) =>
  handle(channel, (event, ...values) => {
    if (event.senderFrame === undefined) event.senderFrame = { url: event.sender.getURL(), parent: null };
    return listener(event, ...values);
  });
