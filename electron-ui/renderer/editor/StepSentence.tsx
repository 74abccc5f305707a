/** A step in words: a loop and a branch read as a sentence, any other step as its name and what it is given. */

import { useApp } from "../app/context";
import { Icon } from "../components/Icon";
import type { Json } from "./document";
import { braced, pieces, wholeExpression } from "./expressions";
import { asMapping, type Kind, paramsOf, told } from "./kinds";
import { itemName } from "./scope";

/** Characters of what a step is given that its line shows. */
const LONGEST = 160;

export function StepSentence({ step, kind, title }: { step: Json; kind: Kind | undefined; title: string }) {
  const { t } = useApp();
  const params = kind ? paramsOf(step, kind) : {};
  switch (kind?.name) {
    case "for_each":
      return (
        <span class="sentence"><Icon name="loop" /> {t("forEach")} <b class="item-name">{itemName(step, kind)}</b> {t("inList")} <Words value={params["over"]} bare /></span>
      );
    case "while":
      return (
        <span class="sentence">
          <Icon name="loop" /> {t("whileHolds")} <Words value={params["condition"]} bare />
          {asMapping(step)["limit"] !== undefined && <span class="faint">, {t("atMost")} {String(asMapping(step)["limit"])} {t("times")}</span>}
        </span>
      );
    case "if":
      return <span class="sentence"><Icon name="branch" /> {t("ifHolds")} <Words value={params["condition"]} bare /></span>;
    case "parallel":
      return <span class="sentence"><Icon name="branch" /> {t("atOnce")}</span>;
    default:
      return (
        <span class="sentence">
          <span class="step-title">{title}</span> {kind && <Words value={told(step, kind).slice(0, LONGEST)} />}
        </span>
      );
  }
}

/** A text with its expressions as chips. */
function Words({ value, bare = false }: { value: Json | undefined; bare?: boolean }) {
  const text = value === undefined || value === null || value === "" ? "" : typeof value === "string" ? value : JSON.stringify(value);
  if (!text) return bare ? <span class="gap">…</span> : null;
  const whole = bare && typeof value === "string" && !text.includes("{{") ? wholeExpression(braced(text)) : null;
  const parts = whole === null ? pieces(text) : [{ text: whole, expression: true }];
  return <span class="given-words">{parts.map((part, place) => (part.expression ? <span key={place} class="chip small"><span class="chip-text">{part.text}</span></span> : part.text))}</span>;
}
