/**
 * Gives the Electron 9 of the tests what later versions have and the shell uses (`electron -r electron9.cjs .`).
 * Never part of the product.
 */

"use strict";

const { app, ipcMain } = require("electron");

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

const handle = ipcMain.handle.bind(ipcMain);
ipcMain.handle = (channel, listener) =>
  handle(channel, (event, ...values) => {
    if (event.senderFrame === undefined) event.senderFrame = { url: event.sender.getURL(), parent: null };
    return listener(event, ...values);
  });
