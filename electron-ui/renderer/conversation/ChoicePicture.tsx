/** The page a choice is about, with each of the elements to choose from where it stands. */

import { useEffect, useState } from "preact/hooks";
import type { Question } from "../../shared/protocol";
import { useApp } from "../app/context";
import type { Answering } from "./DecideButtons";

export function ChoicePicture({ question, answer }: { question: Question; answer: Answering }) {
  const app = useApp();
  const { t } = app;
  const [content, setContent] = useState("");
  useEffect(() => {
    let wanted = true;
    app.call("browser.picture", { name: question.picture }).then((found) => wanted && setContent(found.content), () => {});
    return () => { wanted = false; };
  }, [app, question.picture]);
  if (!content) return null;
  return (
    <figure class="choice-picture">
      <img src={`data:image/jpeg;base64,${content}`} alt={t("pagePicture", { title: question.text })} />
      {(question.marks as unknown as readonly Shares[]).map((mark, place) => isSeen(mark) && <Mark key={place} mark={mark} number={place + 1} name={question.options[place] ?? ""} press={() => answer(place)} />)}
    </figure>
  );
}

/** Left, top, width and height as shares of the picture. */
type Shares = readonly [number, number, number, number];

function Mark({ mark, number, name, press }: { mark: Shares; number: number; name: string; press: () => void }) {
  const [left, top, width, height] = mark.map((share) => `${share * 100}%`);
  return (
    <button type="button" class="choice-mark" style={{ left, top, width, height }} aria-label={`${number}: ${name}`} title={name} tabIndex={-1} onClick={press}>
      <span aria-hidden="true">{number}</span>
    </button>
  );
}

/** Whether it stands in the part of the page that the picture shows. */
function isSeen([left, top, width, height]: Shares): boolean {
  return width > 0 && height > 0 && left < 1 && top < 1 && left + width > 0 && top + height > 0;
}
