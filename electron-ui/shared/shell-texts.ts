/** The shell's part of the catalogue: tray, starting and failure page, shortcuts; Russian and English say the same things. */

import type { Language } from "./texts";

const en = {
  trayShow: "Show Symbiote",
  trayListen: "Listen",
  trayToggle: "Listening on/off",
  trayAlways: "Always listen",
  trayPush: "Push to talk",
  trayOff: "Do not listen",
  trayStopAll: "Stop everything",
  traySettings: "Settings…",
  trayQuit: "Quit",
  states: {
    offline: "not running",
    off: "not listening",
    listening: "listening",
    working: "working",
    waiting: "waits for you",
  },
  hotkeyTaken: "{} cannot be used: another program has it, or it is not a shortcut.",
  hotkeyWayland:
    "Under Wayland the system may keep shortcuts from programs. If the key does nothing, bind this command to it in the system's keyboard settings: python3 scripts/run.py --toggle-listen",
  starting: "Symbiote is starting…",
  restarting: "The assistant stopped unexpectedly. Starting it again, attempt {}…",
  failed: "The assistant could not be started",
  failedBusy: "This data folder is in use",
  failedCrashed: "It stopped again and again. The last lines of its log are below.",
  failedMissing: "Its Python environment is missing or broken. Run python3 scripts/run.py once in the program's folder.",
  failedSaved: "The same text is in {}",
  failedNote: "The assistant stopped and needs your help.",
  log: "Log",
  retry: "Try again",
  quit: "Quit",
};

/** The texts of one language. */
export type ShellTexts = typeof en;

const ru: ShellTexts = {
  trayShow: "Показать Symbiote",
  trayListen: "Слушать",
  trayToggle: "Слушать / не слушать",
  trayAlways: "Слушать всегда",
  trayPush: "Говорить по кнопке",
  trayOff: "Не слушать",
  trayStopAll: "Остановить всё",
  traySettings: "Настройки…",
  trayQuit: "Выйти",
  states: {
    offline: "не работает",
    off: "не слушает",
    listening: "слушает",
    working: "работает",
    waiting: "ждёт вас",
  },
  hotkeyTaken: "{} занять нельзя: сочетание занято другой программой или это не сочетание клавиш.",
  hotkeyWayland:
    "В Wayland система может не отдавать сочетания клавиш программам. Если сочетание не действует, назначьте в настройках клавиатуры команду: python3 scripts/run.py --toggle-listen",
  starting: "Symbiote запускается…",
  restarting: "Помощник неожиданно остановился. Запускаю снова, попытка {}…",
  failed: "Помощника не удалось запустить",
  failedBusy: "Эта папка данных занята",
  failedCrashed: "Он останавливается снова и снова. Последние строки его журнала ниже.",
  failedMissing: "Среды Python нет или она испорчена. Выполните один раз python3 scripts/run.py в папке программы.",
  failedSaved: "Тот же текст сохранён в {}",
  failedNote: "Помощник остановился, ему нужна ваша помощь.",
  log: "Журнал",
  retry: "Попробовать снова",
  quit: "Выйти",
};

export const shellTexts: Record<Language, ShellTexts> = { ru, en };

/** `text` with its one gap filled. */
export function fill(text: string, value: string | number): string {
  return text.replace("{}", () => String(value));
}
