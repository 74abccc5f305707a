/** Yes and no, or one of several: by click, by Enter and Escape, by 1 to 9. */

import { useEffect, useRef } from "preact/hooks";
import { useApp } from "../app/context";

/** Gives an answer; `by` is how, a click unless it was said otherwise. */
export type Answering = (value: unknown, by?: "keyboard" | "click") => void;

interface Deciding {
  card: { current: HTMLElement | null };
  answer: Answering;
}

/** Keys pressed this soon (ms) after the card took the focus were meant for something else. */
const SETTLED = 500;

export function DecideButtons({ card, answer }: Deciding) {
  const { t } = useApp();
  useCardKeys(card, (key) => {
    if (key === "Enter") answer(true, "keyboard");
    if (key === "Escape") answer(false, "keyboard");
  });
  return (
    <div class="decide">
      <button type="button" class="primary" onClick={() => answer(true)}>
        {t("yes")} <kbd aria-hidden="true">⏎</kbd>
      </button>
      <button type="button" onClick={() => answer(false)}>
        {t("no")} <kbd aria-hidden="true">Esc</kbd>
      </button>
    </div>
  );
}

export function ChooseButtons({ card, answer, options }: Deciding & { options: readonly string[] }) {
  useCardKeys(card, (key) => {
    const place = Number(key) - 1;
    if (Number.isInteger(place) && place >= 0 && place < options.length) answer(place, "keyboard");
  });
  return (
    <div class="choices">
      {options.map((option, index) => (
        <button key={index} type="button" onClick={() => answer(index)}>
          <kbd aria-hidden="true">{index + 1}</kbd> {option}
        </button>
      ))}
    </div>
  );
}

/** Calls `pressed` for keys while the card itself has the focus, not one of its buttons. */
function useCardKeys(card: Deciding["card"], pressed: (key: string) => void): void {
  const latest = useRef(pressed);
  latest.current = pressed;
  useEffect(() => {
    const { current } = card;
    if (!current) return;
    let focusedAt = document.activeElement === current ? Date.now() : 0;
    const focused = () => (focusedAt = Date.now());
    const down = (event: KeyboardEvent) => {
      const bare = !event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (event.target === current && bare && Date.now() - focusedAt > SETTLED) latest.current(event.key);
    };
    current.addEventListener("focus", focused);
    current.addEventListener("keydown", down);
    return () => {
      current.removeEventListener("focus", focused);
      current.removeEventListener("keydown", down);
    };
  }, []);
}
