/** Texts of the calendars. */

import type { Catalogue } from "./catalogue";

export const calendarTexts = {
  sectionCalendar: ["Calendar", "Календарь"],
  calendarNote: [
    "Free time is looked for within these hours, over all calendars that are ticked.",
    "Свободное время ищется в эти часы, по всем отмеченным календарям.",
  ],
  calendarFrom: ["Working day from", "Рабочий день с"],
  calendarUntil: ["until", "до"],
  calendarDays: ["Working days", "Рабочие дни"],
  calendarBuffer: ["Minutes free around events", "Минут свободно вокруг встреч"],
  calendarDefault: ["New events go into", "Новые события — в календарь"],
  calendarAuto: ["Google when connected, else this computer", "Google, если подключён, иначе этот компьютер"],
  calendarHere: ["On this computer", "На этом компьютере"],
  calendarLooked: ["Looked at", "Учитываются"],
  calendarReadOnly: ["read only", "только чтение"],
  eventUnanswered: ["not answered", "нет ответа"],
  eventVideo: ["Video", "Видео"],
  eventJoin: ["Join the video call: {text}", "Войти в видеозвонок: {text}"],
  eventOpen: ["Open", "Открыть"],
} as const satisfies Catalogue;
