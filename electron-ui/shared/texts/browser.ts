/** Texts of pages in the browser. */

import type { Catalogue } from "./catalogue";

export const browserTexts = {
  pagePicture: ["Picture of the page “{title}”", "Снимок страницы «{title}»"],
  pagePictureLarger: ["Show it larger", "Показать крупнее"],
  pagePictureSmaller: ["Show it smaller", "Показать мельче"],
  pagePictureGone: ["The picture of the page is not kept any more.", "Снимок страницы больше не хранится."],
  pageChecked: ["Checked on the page: {what}", "Проверено на странице: {what}"],
  pageAddress: ["the address", "адрес"],
  pageElement: ["an element", "элемент"],
  pageText: ["a text", "текст"],
  pageValue: ["a value", "значение"],
  pageGone: ["a text is gone", "текста больше нет"],
  advBrowser: ["The browser that commands use", "Браузер, которым пользуются команды"],
  advBrowserShow: ["Show its window", "Показывать его окно"],
  advBrowserPath: ["Browser program; empty finds an installed one", "Программа браузера; пусто — найти установленный"],
  advBrowserAttach: ["Address of your own running browser, in place of Symbiote's", "Адрес вашего запущенного браузера вместо браузера Symbiote"],
  advBrowserAllow: ["The only sites that may be opened; empty allows all", "Только эти сайты можно открывать; пусто — все"],
  advBrowserDeny: ["Sites that are never opened", "Сайты, которые не открываются никогда"],
  advBrowserHosts: ["Computers of your own network that may be opened", "Компьютеры вашей сети, которые можно открывать"],
  advBrowserSite: ["for example shop.ru", "например, shop.ru"],
  advBrowserDownloads: ["Folder for downloads", "Папка для загрузок"],
  advBrowserIdle: ["Close it when unused, seconds", "Закрывать без дела, секунд"],
  advBrowserPictures: ["Keep a small picture of the page with every step", "Хранить маленький снимок страницы с каждым шагом"],
} as const satisfies Catalogue;
