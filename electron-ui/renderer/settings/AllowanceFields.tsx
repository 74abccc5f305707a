/** What the language model may cost, what it cost, and the price of a model the assistant does not know. */

import { useState } from "preact/hooks";
import type { Result } from "../../shared/methods";
import type { TextKey } from "../../shared/texts";
import { useApp } from "../app/context";
import { Choice, NumberField } from "./fields";
import type { LlmStatus } from "./LanguageModelSection";

const MORE = 1;
const purposes: { [purpose: string]: TextKey } = {
  step: "llmPurposeStep", match: "llmPurposeMatch", plan: "llmPurposePlan", test: "llmPurposeTest", embed: "llmPurposeEmbed",
};

export function AllowanceFields({ status }: { status: LlmStatus }) {
  const app = useApp();
  const { t } = app;
  const { currency, spent } = status;
  if (status.price_source === "free" && spent.month === 0) return <Ledger currency={currency} />;
  const limit = { section: "llm", min: 0, max: 10000, step: 0.1 };
  return (
    <>
      <Price status={status} />
      <h3>{t("llmAllowance")}</h3>
      <NumberField {...limit} name="allowance_call" label={t("llmAllowCall", { currency })} />
      <NumberField {...limit} name="allowance_run" label={t("llmAllowRun", { currency })} />
      <NumberField {...limit} name="allowance_day" label={t("llmAllowDay", { currency })} />
      <Choice section="llm" name="at_limit" label={t("llmAtLimit")} choices={[["small", t("llmAtSmall")], ["stop", t("llmAtStop")]]} />
      <div class="field">
        <span>{t("llmSpent", { day: money(spent.day), month: money(spent.month), calls: spent.calls, currency })}</span>
        <button type="button" onClick={() => void app.act("llm.allow", { amount: MORE }).catch((error: Error) => app.toast(error.message, "error"))}>{t("llmMore", { amount: MORE, currency })}</button>
      </div>
      <Ledger currency={currency} />
    </>
  );
}

/** The price of the chosen model; the owner's own goes before the known one. */
function Price({ status }: { status: LlmStatus }) {
  const app = useApp();
  const { t } = app;
  const { model, input_price: input, output_price: output, currency } = status;
  if (!model) return null;
  const set = (part: "input_price" | "output_price", value: number) => {
    if (!Number.isFinite(value) || value < 0) return;
    void app.ask("llm.prices", { model, input_price: input, output_price: output, [part]: value });
  };
  const field = (part: "input_price" | "output_price", label: string, value: number) => (
    <input type="number" min={0} step={0.01} aria-label={label} defaultValue={String(value)} onChange={(event) => set(part, event.currentTarget.valueAsNumber)} />
  );
  return (
    <div class="field wide">
      <span>{t(status.price_source === "assumed" ? "llmAssumed" : "llmPrice", { input, output, currency })}</span>
      {field("input_price", t("llmPriceIn"), input)}
      {field("output_price", t("llmPriceOut"), output)}
    </div>
  );
}

function Ledger({ currency }: { currency: string }) {
  const app = useApp();
  const { t } = app;
  const [shown, setShown] = useState<Result<"llm.ledger"> | null>(null);
  const look = async (open: boolean) => {
    if (open) setShown(await app.ask("llm.ledger", { before: "", limit: 50 }));
  };
  return (
    <details class="fold" onToggle={(event) => void look(event.currentTarget.open)}>
      <summary>{t("llmLedger")}</summary>
      {shown && shown.entries.length === 0 && <p class="note">{t("llmLedgerEmpty")}</p>}
      <ul>
        {shown?.entries.map((entry) => (
          <li key={entry.id}>
            {new Date(entry.at).toLocaleString(app.language.value)} · {entry.model} · {t(purposes[entry.purpose] ?? "llmPurposeStep")} ·{" "}
            {t("llmTokens", { input: entry.tokens_in, output: entry.tokens_out })} · {entry.cost ? `${money(entry.cost)} ${currency}` : t("llmFree")}
          </li>
        ))}
      </ul>
    </details>
  );
}

function money(amount: number): string {
  return amount === 0 ? "0" : amount.toPrecision(3);
}
