/** Texts of the settings that are seldom needed. */

import type { Catalogue } from "./catalogue";

export const advancedTexts = {
  sectionAdvanced: ["Advanced", "Дополнительно"],
  advancedShow: ["Show settings that are seldom needed", "Показать настройки, которые нужны редко"],
  advFiles: ["Files and web", "Файлы и сеть"],
  advFolders: ["Folders that commands may read and write, one on a line", "Папки, где команды могут читать и писать файлы, по одной в строке"],
  advFoldersHint: ["~/Documents", "~/Документы"],
  advExport: ["Folder of exported files (empty: “exports” in the data folder)", "Папка для выгруженных файлов (пусто — «exports» в папке данных)"],
  advHosts: [
    "Hosts in your own network that commands may fetch from, one on a line (name or name:port)",
    "Узлы вашей сети, к которым могут обращаться команды, по одному в строке (имя или имя:порт)",
  ],
  advHostsHint: ["for example nas.local:8080", "например, nas.local:8080"],
  advUnderstanding: ["Understanding", "Понимание"],
  advRunAboveSends: ["Run at once what sends something, when sure from", "Выполнять сразу то, что отправляет, при уверенности от"],
  advSuggestAbove: ["List commands as near from", "Называть команды похожими от"],
  advMargin: ["Ask when two commands are nearer than", "Переспрашивать, если две команды ближе чем"],
  advLearnedDays: ["Forget an unused correction after, days", "Забывать неиспользуемое исправление через, дней"],
  advRuns: ["Carrying out", "Выполнение"],
  advStepTimeout: ["A step may take at most, s", "Шаг длится не дольше, с"],
  advQuestionDays: ["A question waits for an answer, days", "Вопрос ждёт ответа, дней"],
  advSpeech: ["Speech", "Речь"],
  advStartProbability: ["Speech begins from a certainty of", "Речь начинается с уверенности от"],
  advMinLevel: ["Quieter sound is never speech (loudness 0 to 0.2)", "Звук тише этого — не речь (громкость от 0 до 0,2)"],
  advMinSpeech: ["Shorter speech is never a command, ms", "Речь короче этого — не команда, мс"],
  advMuted: ["Silence that is reported as a muted microphone, s", "Тишина, после которой микрофон считается выключенным, с"],
  advThreads: ["Processor threads for recognition (0 chooses)", "Потоки процессора для распознавания (0 — выбрать самому)"],
  advDownload: ["Fetch the speech model by itself", "Загружать модель речи без спроса"],
  advLlm: ["Language model", "Языковая модель"],
  advLlmTimeout: ["An answer takes at most, s", "Ответ длится не дольше, с"],
  advLlmSilence: ["An answer that stands still has failed after, s", "Замерший ответ считается неудачей через, с"],
  advLlmRetries: ["Tries after the first", "Повторов после первой попытки"],
  advLlmLongest: ["One answer has at most, tokens", "В одном ответе не больше, токенов"],
  advCurrency: ["Currency of prices and allowances", "Валюта цен и лимитов"],
} as const satisfies Catalogue;
