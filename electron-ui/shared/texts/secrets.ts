/** Texts of the secrets of commands. */

import type { Catalogue } from "./catalogue";

export const secretTexts = {
  sectionSecrets: ["Secrets", "Секреты"],
  secretsNote: [
    "Keys and passwords that commands send along, each under a name. What you enter is never shown again.",
    "Ключи и пароли, которые отправляют команды, каждый под своим именем. Введённое больше нигде не показывается.",
  ],
  secretsRing: ["They are kept in the system's keyring.", "Они хранятся в системной связке ключей."],
  secretsFile: ["They are kept encrypted in the data folder.", "Они хранятся в папке данных в зашифрованном виде."],
  secretsEmpty: ["No secrets yet.", "Секретов пока нет."],
  secretUsedBy: ["Used by: {commands}", "Использует: {commands}"],
  secretUnused: ["No command uses it.", "Ни одна команда его не использует."],
  secretMissing: ["not entered yet", "ещё не введён"],
  secretEnter: ["Enter", "Ввести"],
  secretEnterNamed: ["Enter the secret {name}", "Ввести секрет «{name}»"],
  secretReplace: ["Replace", "Заменить"],
  secretReplaceNamed: ["Replace the secret {name}", "Заменить секрет «{name}»"],
  secretRemoveNamed: ["Remove the secret {name}", "Удалить секрет «{name}»"],
  secretRemoveSure: ["Remove {name}? It cannot be brought back.", "Удалить «{name}»? Вернуть его будет нельзя."],
  secretRemoveUsed: [
    "Remove {name}? It cannot be brought back, and these commands will fail without it: {commands}.",
    "Удалить «{name}»? Вернуть его будет нельзя, и без него не сработают команды: {commands}.",
  ],
  secretRemoved: ["Removed: {name}", "Удалено: {name}"],
  secretKept: ["Kept: {name}", "Сохранено: {name}"],
  secretName: ["Name", "Имя"],
  secretNameRule: ["Letters, digits, dots, dashes and underscores", "Буквы, цифры, точки, дефисы и подчёркивания"],
  secretValue: ["Key or password", "Ключ или пароль"],
  secretKeep: ["Keep the secret", "Сохранить секрет"],
} as const satisfies Catalogue;
