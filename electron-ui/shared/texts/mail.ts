/** Texts of the mailboxes. */

import type { Catalogue } from "./catalogue";

export const mailTexts = {
  sectionMail: ["Mail", "Почта"],
  mailNote: [
    "Letters are read and sent from this computer only. The password is kept in the system's keyring and never shown.",
    "Письма читаются и отправляются только с этого компьютера. Пароль хранится в связке ключей и нигде не показывается.",
  ],
  mailNone: ["No mailbox yet. Once one is connected, your commands can find, read and send letters.", "Почтовых ящиков нет. Когда ящик подключён, ваши команды могут находить, читать и отправлять письма."],
  mailEmail: ["E-mail address", "Адрес почты"],
  mailPassword: ["Password or app password", "Пароль или пароль приложения"],
  mailTitle: ["How you call it", "Как вы его называете"],
  mailTitleExample: ["work", "рабочая"],
  mailName: ["Your name in letters", "Ваше имя в письмах"],
  mailAppPassword: ["This provider wants an app password. Make one here: {address}", "Этой службе нужен пароль приложения. Создайте его здесь: {address}"],
  mailGuessed: ["The servers were guessed. Correct them if they are wrong.", "Серверы угаданы. Исправьте, если они другие."],
  mailServers: ["Servers", "Серверы"],
  mailIncoming: ["Incoming (IMAP)", "Входящая (IMAP)"],
  mailOutgoing: ["Outgoing (SMTP)", "Исходящая (SMTP)"],
  mailPort: ["Port of {server}", "Порт: {server}"],
  mailAdd: ["Connect", "Подключить"],
  mailAdding: ["Connecting…", "Подключается…"],
  mailAdded: ["{email} is connected", "{email} подключён"],
  mailTest: ["Test", "Проверить"],
  mailTestOf: ["Test {email}", "Проверить {email}"],
  mailTesting: ["Testing…", "Проверяется…"],
  mailWorks: ["Works: reading and sending, {seconds} s", "Работает: чтение и отправка, {seconds} с"],
  mailDefault: ["default", "основной"],
  mailMakeDefault: ["Make default", "Сделать основным"],
  mailMakeDefaultOf: ["Make {email} the default", "Сделать {email} основным"],
  mailCalled: ["You call it", "Вы называете его"],
  mailCalledOf: ["How you call {email}", "Как вы называете {email}"],
  mailCalledNote: ["Give them names, and you can say: “what is important in my work mail”, “write to Anna from my personal mail”.", "Дайте ящикам имена, и можно будет сказать: «что важного в рабочей почте», «напиши Анне с личной почты»."],
  mailForget: ["Remove", "Убрать"],
  mailForgetOf: ["Remove {email} here; the mailbox itself stays", "Убрать {email} отсюда; сам ящик останется"],
} as const satisfies Catalogue;
