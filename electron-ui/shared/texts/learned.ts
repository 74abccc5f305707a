/** Texts about mistakes put right, and what was learned from them. */

import type { Catalogue } from "./catalogue";

export const learnedTexts = {
  learned: ["What I learned", "Чему я научился"],
  learnedEmpty: ["Nothing has been learned from corrections yet. When a command was not the one you meant, say:", "Из поправок пока ничего не выучено. Если выполнилась не та команда, скажите:"],
  exampleCorrection: ["no, I meant my notes", "нет, я про мои заметки"],
  learnedHint: ["These words mean what you said they mean, and change nothing else. What does not help for {n} days is forgotten.", "Эти слова значат то, что вы сказали, и больше ни на что не влияют. Что не пригодится за {n} дн., забудется."],
  learnedSince: ["since {time}", "с {time}"],
  learnedUsed: ["last helped {time}", "пригодилось {time}"],
  forget: ["Forget", "Забыть"],
  forgetNamed: ["Forget: {what}", "Забыть: {what}"],
  meantAnother: ["I meant another command", "Я имел в виду другую команду"],
  meantChoose: ["Not this? Choose what you meant …", "Не то? Выберите, что имелось в виду …"],
  corrected: ["Put right; these words now mean “{title}”. {undone}", "Исправлено; теперь эти слова — «{title}». {undone}"],
  dismissNamed: ["Dismiss: {what}", "Убрать: {what}"],
} as const satisfies Catalogue;
