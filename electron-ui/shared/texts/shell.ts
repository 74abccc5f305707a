/** Texts outside the page: tray, menus, notifications, the start and failure screens of the shell. */

import type { Catalogue } from "./catalogue";

export const shellTexts = {
  appName: ["Symbiote", "Symbiote"],
  trayShow: ["Show Symbiote", "Показать Symbiote"],
  trayListen: ["Listen", "Слушать"],
  trayToggle: ["Listening on/off", "Слушать / не слушать"],
  trayModeAlways: ["Always listen", "Слушать всегда"],
  trayModePush: ["Push to talk", "Говорить по кнопке"],
  trayModeOff: ["Do not listen", "Не слушать"],
  trayStopAll: ["Stop everything", "Остановить всё"],
  traySettings: ["Settings…", "Настройки…"],
  trayQuit: ["Quit", "Выйти"],
  trayOffline: ["Symbiote: not running", "Symbiote: не работает"],
  trayOff: ["Symbiote: not listening", "Symbiote: не слушает"],
  trayListening: ["Symbiote: listening", "Symbiote: слушает"],
  trayWorking: ["Symbiote: working", "Symbiote: работает"],
  trayWaiting: ["Symbiote: waiting for you", "Symbiote: ждёт вас"],
  shellStarting: ["Symbiote is starting…", "Symbiote запускается…"],
  shellRestarting: [
    "The assistant stopped and is being started again, attempt {n}…",
    "Помощник остановился и запускается снова, попытка {n}…",
  ],
  shellFailed: ["The assistant could not be started", "Помощника не удалось запустить"],
  shellBusy: ["This data folder is in use", "Эта папка данных занята"],
  shellCrashed: [
    "It stopped again and again. Nothing you said or saved is lost. These are the last lines it wrote.",
    "Он останавливается снова и снова. Всё сказанное и сохранённое цело. Ниже последние строки его журнала.",
  ],
  shellMissing: [
    "Its Python environment is missing or broken. Run once in the program's folder: python3 scripts/run.py",
    "Среды Python нет, или она испорчена. Выполните один раз в папке программы: python3 scripts/run.py",
  ],
  shellLog: ["Log", "Журнал"],
  shellLogFile: ["The same text is in {path}", "Тот же текст сохранён в {path}"],
  shellRetry: ["Try again", "Попробовать снова"],
  notifyWaiting: ["Symbiote waits for you", "Symbiote ждёт вас"],
  notifyReminder: ["Reminder", "Напоминание"],
  hotkeyTaken: [
    "{hotkey} cannot be used: another program has it, or these are no keys for a shortcut. Choose others.",
    "Сочетание {hotkey} не подходит: его держит другая программа, или это не сочетание клавиш. Выберите другое.",
  ],
  hotkeyWayland: [
    "This desktop may keep shortcuts from programs. If the keys do nothing, set a shortcut of the desktop to run: python3 scripts/run.py --toggle-listen",
    "Рабочий стол может не отдавать сочетания программам. Если клавиши молчат, назначьте в его настройках команду: python3 scripts/run.py --toggle-listen",
  ],
} as const satisfies Catalogue;
