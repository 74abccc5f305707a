/** Texts about consent: text from outside, what cannot be taken back, rules, and what waits to be sent. */

import type { Catalogue } from "./catalogue";

export const consentTexts = {
  cameFrom: ["This text came from outside", "Этот текст пришёл извне"],
  source_mail: ["Letter", "Письмо"],
  source_page: ["Page", "Страница"],
  source_file: ["File", "Файл"],
  source_http: ["Web server", "Веб-сервер"],
  source_message: ["Message", "Сообщение"],
  source_calendar: ["Calendar", "Календарь"],
  canBeUndone: ["Can be undone afterwards", "Потом можно отменить"],
  cannotBeUndone: ["Cannot be undone", "Отменить это будет нельзя"],
  alwaysFor: ["Yes, and always for this command: {what}", "Да, и всегда для этой команды: {what}"],
  alsoToCome: [
    { one: "The same would be done once more, with this:", other: "The same would be done {n} more times, with these:" },
    { one: "То же было бы сделано ещё {n} раз:", few: "То же было бы сделано ещё {n} раза:", many: "То же было бы сделано ещё {n} раз:", other: "То же было бы сделано ещё {n} раза:" },
  ],
  yesToAll: ["Yes to all {n}", "Да, для всех {n}"],
  toAll: ["yes to all {n}", "да, для всех {n}"],
  rules: ["Allowed for good", "Разрешено навсегда"],
  rulesHint: ["These act with text from outside without asking. Take one away and it is asked about again.", "Это выполняется с текстом извне без вопроса. Уберите правило — и вопрос будет задан снова."],
  ruleSince: ["since {time}", "с {time}"],
  ruleRemoveNamed: ["Ask again: {what}", "Снова спрашивать: {what}"],
  ruleRemove: ["Ask again", "Снова спрашивать"],
  sendHeld: ["About to be sent: {what}", "Сейчас будет отправлено: {what}"],
  sendsIn: ["in {n} s", "через {n} с"],
  sendNow: ["Send now", "Отправить сейчас"],
  sendUndo: ["Undo", "Не отправлять"],
  cannotBeUndoneOnceSent: ["Once sent it cannot be undone", "После отправки вернуть будет нельзя"],
  stateHeld: ["about to send", "готовится к отправке"],
  setSendHold: ["Wait before sending, seconds", "Ждать перед отправкой, секунд"],
} as const satisfies Catalogue;
