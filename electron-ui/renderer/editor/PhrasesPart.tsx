/** What the owner says: plain sentences or templates, with what a template covers. */

import { useEffect, useState } from "preact/hooks";
import type { Language } from "../../shared/texts";
import { useApp } from "../app/context";
import { useEditing } from "./context";
import { type Form, LANGUAGES, phrasesOf, withLine, withPhrases } from "./document";
import { LinesField } from "./LinesField";

/** Quiet time (ms) after which it is asked what a template covers. */
const QUIET = 500;

export function PhrasesPart({ form }: { form: Form }) {
  const app = useApp();
  const { t } = app;
  return (
    <section class="part">
      <h3>{t("phrasesHead")}</h3>
      <p class="note">{t("phrasesHint", { slot: "{slot}" })}</p>
      <div class="both">
        {[...LANGUAGES].sort((one) => (one === app.language.value ? -1 : 1)).map((language) => <Lines key={language} form={form} language={language} />)}
      </div>
    </section>
  );
}

function Lines({ form, language }: { form: Form; language: Language }) {
  const { t } = useApp();
  const { session } = useEditing();
  const word = t(language === "en" ? "inEnglish" : "inRussian");
  const phrases = phrasesOf(form)[language];
  const write = (place: number, text: string | null) =>
    session.edit((now) => withPhrases(now, language, withLine(phrasesOf(now)[language], place, text)), `phrase ${language} ${place}`);
  return (
    <div>
      <p class="field-label">{word}</p>
      <LinesField
        label={`${t("phrasesHead")}, ${word}`} items={phrases} named={(place) => t("phraseNumber", { n: place + 1, language: word })} add={t("phraseNew")} lang={language}
        id={`phrase-${language}`} write={write} drop={(place) => write(place, null)} beside={(place) => <Coverage phrase={phrases[place] ?? ""} form={form} />}
      />
    </div>
  );
}

/** How many sentences a template stands for, with some of them. */
function Coverage({ phrase, form }: { phrase: string; form: Form }) {
  const { t } = useApp();
  const { calls } = useEditing();
  const [found, setFound] = useState<{ samples: readonly string[]; count: number } | null>(null);
  const template = /[[\](|]/.test(phrase);
  useEffect(() => {
    setFound(null);
    if (!template) return;
    let wanted = true;
    const timer = setTimeout(() => void calls.phrases(phrase, form).then((result) => wanted && setFound(result), () => undefined), QUIET);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [phrase, JSON.stringify(form["slots"] ?? null)]);
  if (!template || !found) return null;
  return (
    <details class="covers">
      <summary>{t("covers", { n: found.count })}</summary>
      <ul>{found.samples.map((sample) => <li key={sample}>{sample}</li>)}</ul>
    </details>
  );
}
