/** What one yes can count for beside its own step: the same step in the passes of a loop that are still to come, each shown. */

import type { Question } from "../../shared/protocol";
import { useApp } from "../app/context";
import { Exactly } from "./Exactly";

/** The answer that counts for all of them. */
export const FOR_ALL = "all";
/** Passes that are shown without opening the list. */
const FEW = 5;

interface ToComeProps {
  question: Pick<Question, "about" | "details" | "also" | "named">;
  answer: (value: unknown) => void;
}

/** Every pass with what is not as in this one. Reached by Tab, never by a single key: it counts for more than the card's own step. */
export function ToCome({ question: { about, details, also, named }, answer }: ToComeProps) {
  const { t } = useApp();
  if (also.length === 0) return null;
  return (
    <div class="to-come">
      <details open={also.length <= FEW}>
        <summary>{t("alsoToCome", { n: also.length })}</summary>
        <ol start={2}>
          {also.map((params, index) => <li key={index}><Exactly kind={about} given={differing(params, details)} named={named} /></li>)}
        </ol>
      </details>
      <div class="decide">
        <button type="button" onClick={() => answer(FOR_ALL)}>{t("yesToAll", { n: also.length + 1 })}</button>
      </div>
    </div>
  );
}

type Params = { readonly [name: string]: unknown };

/** What is other than in `first`; all of it where nothing is. */
function differing(params: Params, first: Params): Params {
  const other = Object.entries(params).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(first[name]));
  return other.length > 0 ? Object.fromEntries(other) : params;
}
