/** A question to the owner: its full text and exact details, and a way to answer that the keyboard reaches. */

import { useEffect, useRef } from "preact/hooks";
import type { AskedQuestion } from "../../shared/state";
import { useApp } from "../app/context";
import { StateMark } from "../components/StateMark";
import { moment } from "../format/dates";
import { readable } from "../format/values";
import { AnswerForm } from "./AnswerForm";
import { AlwaysButton, EffectWords, Sources } from "./Consent";
import { ChoicePicture } from "./ChoicePicture";
import { type Answering, ChooseButtons, DecideButtons } from "./DecideButtons";
import { Exactly } from "./Exactly";
import { FOR_ALL, ToCome } from "./ToCome";

/** A question older than this (ms) when first drawn takes no focus: the owner did not just cause it. */
const FRESH = 5_000;

export function QuestionCard({ asked }: { asked: AskedQuestion }) {
  const app = useApp();
  const { t } = app;
  const card = useRef<HTMLElement>(null);
  const { question, answered } = asked;
  useEffect(() => {
    const age = Date.now() - Date.parse(question.asked);
    if (!answered && app.live && age < FRESH && mayTakeFocus(app.draft.value)) (card.current?.querySelector("input") ?? card.current)?.focus();
  }, [question.id]);
  if (answered) return <Answered asked={asked} />;
  const give = (value: unknown, by: "keyboard" | "click", always: boolean) => {
    void app.act("question.answer", { question: question.id, value, hash: question.hash, by, always });
    app.focusComposer();
  };
  const answer: Answering = (value, by = "click") => give(value, by, false);
  const decides = question.kind === "confirm" || question.kind === "approve";
  return (
    <section class="question" role="group" ref={card} data-id={question.id} tabIndex={-1} aria-label={t(decides ? "needsYes" : "question")}>
      <p class="question-kind"><StateMark mark="waiting" silent /> {t(decides ? "needsYes" : "question")}</p>
      <p class="question-text">{question.text}</p>
      {question.picture && <ChoicePicture question={question} answer={answer} />}
      <Details asked={asked} />
      <Sources sources={question.sources} />
      <EffectWords question={question} />
      {decides && <DecideButtons card={card} answer={answer} />}
      <ToCome question={question} answer={answer} />
      {question.rule && <AlwaysButton rule={question.rule} always={() => give(true, "click", true)} />}
      {question.kind === "choose" && <ChooseButtons card={card} options={question.options} answer={answer} />}
      {(question.kind === "slot" || question.kind === "ask") && <AnswerForm question={question} answer={answer} />}
      <p class="note">
        {question.expires && t("expires", { time: moment(app.language.value, question.expires) })}
      </p>
    </section>
  );
}

/** The exact arguments of the step it is about. */
function Details({ asked: { question } }: { asked: AskedQuestion }) {
  return <Exactly kind={question.about} given={question.details} named={question.named} />;
}

function Answered({ asked: { question, value, by } }: { asked: AskedQuestion }) {
  const app = useApp();
  const { t } = app;
  const option = question.kind === "choose" && typeof value === "number" ? question.options[value] : value;
  const chosen = question.also.length > 0 && value === FOR_ALL ? t("toAll", { n: question.also.length + 1 }) : option;
  const told = by === "expired" ? t("answerExpired") : by === "cancelled" ? t("answerCancelled") : "";
  const answer = told || t("answeredWith", { value: readable({ t, language: app.language.value }, chosen ?? t("noneOfThese")) });
  return <p class="note answered">{question.text} — {answer}</p>;
}

/** The focus is taken only from an empty composer or from nowhere, never from a field being written in. */
function mayTakeFocus(draft: string): boolean {
  const active = document.activeElement;
  if (!active || active === document.body) return true;
  return active instanceof HTMLTextAreaElement && !draft && active.closest(".composer") !== null;
}
