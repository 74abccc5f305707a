/** A missing value or a free question: choices as buttons where there are some, else a line to write. */

import { useState } from "preact/hooks";
import type { Question } from "../../shared/protocol";
import { useApp } from "../app/context";
import type { Answering } from "./DecideButtons";

export function AnswerForm({ question, answer }: { question: Question; answer: Answering }) {
  const { t } = useApp();
  const [words, setWords] = useState("");
  const choices = question.options.length > 0 ? question.options : Object.keys(question.choices);
  const submit = (event: Event) => {
    event.preventDefault();
    if (words.trim()) answer(words.trim(), "keyboard");
  };
  return (
    <>
      {choices.length > 0 && (
        <div class="choices">
          {choices.map((choice) => <button key={choice} type="button" onClick={() => answer(choice)}>{choice}</button>)}
        </div>
      )}
      <form class="inline-form" onSubmit={submit}>
        <input
          aria-label={`${t("answerLabel")}: ${question.text}`}
          placeholder={t("orSayIt")}
          value={words}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
        <button type="submit" class="primary" disabled={!words.trim()}>{t("answer")}</button>
      </form>
    </>
  );
}
