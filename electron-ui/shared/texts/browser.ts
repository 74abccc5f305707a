/** Texts of pages in the browser. */

import type { Catalogue } from "./catalogue";

export const browserTexts = {
  pagePicture: ["Picture of the page “{title}”", "Снимок страницы «{title}»"],
  pagePictureLarger: ["Show it larger", "Показать крупнее"],
  pagePictureSmaller: ["Show it smaller", "Показать мельче"],
  pagePictureGone: ["The picture of the page is not kept any more.", "Снимок страницы больше не хранится."],
  pageChecked: ["Checked on the page: {what}", "Проверено на странице: {what}"],
} as const satisfies Catalogue;
