/** Texts about tasks that a model carries out in the browser. */

import type { Catalogue } from "./catalogue";

export const browsingTexts = {
  browsing: ["In the browser", "В браузере"],
  browsingStarting: ["Opening the browser…", "Открываю браузер…"],
  browsingWorking: ["Working in the browser", "Работаю в браузере"],
  browsingAsking: ["Waiting for your yes", "Жду вашего согласия"],
  browsingPaused: ["Paused", "Приостановлено"],
  browsingTaken: ["You have taken over: work on the page yourself, then hand back", "Страница у вас: сделайте что нужно сами, потом верните"],
  browsingEnded: [{ one: "In the browser: {n} step", other: "In the browser: {n} steps" }, { one: "В браузере: {n} действие", few: "В браузере: {n} действия", many: "В браузере: {n} действий", other: "В браузере: {n} действия" }],
  browsingPause: ["Pause", "Пауза"],
  browsingGoOn: ["Go on", "Продолжить"],
  browsingTakeOver: ["Take over", "Взять управление"],
  browsingHandBack: ["Hand back", "Вернуть управление"],
  browsingStop: ["Stop", "Остановить"],
  browsingActs: ["What is done in the browser", "Что делается в браузере"],
  browsingEarlier: [{ one: "{n} earlier step", other: "{n} earlier steps" }, { one: "ещё {n} действие раньше", few: "ещё {n} действия раньше", many: "ещё {n} действий раньше", other: "ещё {n} действия раньше" }],
  browsingLast: ["The page in the end", "Страница в конце"],
  browsingPicture: ["The page before: {what}", "Страница перед действием: {what}"],
  browsingShowPicture: ["Show the page larger: {what}", "Показать страницу крупнее: {what}"],
  act_open: ["Open {value}", "Открыть {value}"],
  act_back: ["Go back", "Вернуться назад"],
  act_click: ["Press “{label}”", "Нажать «{label}»"],
  act_fill: ["Type “{value}” into “{label}”", "Ввести «{value}» в «{label}»"],
  act_secret: ["Type the secret “{secret}” into “{label}”", "Ввести секрет «{secret}» в «{label}»"],
  act_select: ["Choose “{value}” in “{label}”", "Выбрать «{value}» в «{label}»"],
  act_press: ["Press {value}", "Нажать {value}"],
  act_scroll: ["Scroll", "Прокрутить"],
  act_tab: ["Switch the tab", "Перейти на другую вкладку"],
  act_read: ["Read the page", "Прочитать страницу"],
  act_wait: ["Wait a moment", "Немного подождать"],
} as const satisfies Catalogue;
