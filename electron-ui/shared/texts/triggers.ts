/** Texts about commands that start by themselves. */

import type { Catalogue } from "./catalogue";

export const triggerTexts = {
  schedules: ["Schedules", "Расписания"],
  schedulesEmpty: ["No command starts by itself yet. Try:", "Ни одна команда пока не запускается сама. Попробуйте:"],
  exampleSchedule: ["run “My tasks” every weekday at nine", "запускай «Мои задачи» каждый будний день в 9"],
  startedBy: ["Started by itself: {what}", "Запущено само: {what}"],
  startedLate: ["was due {time}, {n} ×", "должно было выполниться {time}, {n} ×"],
  startCron: ["schedule {spec}", "расписание {spec}"],
  startStart: ["when the assistant starts", "при запуске помощника"],
  startFile: ["when the file {spec} changes", "при изменении файла {spec}"],
  startWebhook: ["webhook “{spec}”", "вебхук «{spec}»"],
  startAfter: ["after the command “{spec}”", "после команды «{spec}»"],
  nextTime: ["next {time}", "следующий раз {time}"],
  lastTime: ["last {time}", "в последний раз {time}"],
  neverYet: ["never yet", "ещё не было"],
  switchedOff: ["off", "выключено"],
  triggerOn: ["{title}: starts by itself", "{title}: запускается сама"],
  runNow: ["Run now", "Запустить сейчас"],
  runNowNamed: ["Run now: {title}", "Запустить сейчас: {title}"],
  newAddress: ["New address", "Новый адрес"],
  newAddressNamed: ["New address for {title}", "Новый адрес для «{title}»"],
  hookUnreachable: ["has no address yet", "пока нет адреса"],
  hookShown: ["This address is shown only now. Whoever knows it can start the command; a new one makes it void.", "Адрес показан только сейчас. Кто его знает, может запустить команду; новый адрес отменит этот."],
  hookAddress: ["Address of the webhook", "Адрес вебхука"],
  copyAddress: ["Copy the address", "Скопировать адрес"],
  whileAway: ["While you were away", "Пока вас не было"],
  missedStart: ["{title} was not run, it was due {time}, {n} ×", "{title}: не выполнено, срок был {time}, {n} ×"],
  missedLoop: ["{title} was not run: commands start each other in a circle", "{title}: не выполнено, команды запускают друг друга по кругу"],
} satisfies Catalogue;
