/** Texts about showing: what is recorded in the browser while the owner does it. */

import type { Catalogue } from "./catalogue";

export const showingTexts = {
  showing: ["What you show", "Что вы показываете"],
  showingOpening: ["Opening the browser …", "Открываю браузер …"],
  showingRecording: ["Recording", "Идёт запись"],
  showingPaused: ["Paused, nothing is recorded", "Пауза, ничего не записывается"],
  showingLost: ["The recording stands still", "Запись остановилась"],
  showingSteps: [{ one: "{n} action", other: "{n} actions" }, { one: "{n} действие", few: "{n} действия", many: "{n} действий", other: "{n} действия" }],
  showingEmpty: ["Do it in the browser window; every action appears here. Passwords, codes and card numbers are not recorded.", "Делайте это в окне браузера; каждое действие появится здесь. Пароли, коды и номера карт не записываются."],
  showingEach: ["The same for every row of the list", "То же — для каждой строки списка"],
  showingEachHint: ["Did you do it for one row? Say “do the same for every row”.", "Сделали для одной строки? Скажите «сделай то же для каждой строки»."],
  showingForgetNamed: ["Leave out: {what}", "Убрать: {what}"],
  showingGoOn: ["Go on", "Продолжить"],
  showingPause: ["Pause", "Пауза"],
  keepWay: ["Keep this way", "Запомнить этот путь"],
  keepWayHint: ["As a command that needs no model", "Как команду, которой не нужна модель"],
  keepWaySaid: ["keep this way", "запомни этот путь"],
} as const satisfies Catalogue;
