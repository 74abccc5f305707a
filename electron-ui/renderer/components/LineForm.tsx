/** One line of text to change in its place: Enter takes it, Escape leaves it as it was. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useApp } from "../app/context";

export interface LineFormProps {
  label: string;
  text: string;
  submit: string;
  save(text: string): void;
  done(): void;
}

export function LineForm({ label, text, submit, save, done }: LineFormProps) {
  const { t } = useApp();
  const [words, setWords] = useState(text);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const finish = (event: Event) => {
    event.preventDefault();
    if (words.trim()) save(words.trim());
    done();
  };
  return (
    <form class="inline-form" onSubmit={finish}>
      <input
        ref={field}
        aria-label={label}
        value={words}
        onInput={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          done();
        }}
      />
      <button type="submit" class="primary">{submit}</button>
      <button type="button" onClick={done}>{t("cancel")}</button>
    </form>
  );
}
