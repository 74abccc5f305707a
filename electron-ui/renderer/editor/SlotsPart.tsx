/** What the command needs to know: slots with their kinds, whether they are needed, what stands in for them, how they are asked for. */

import { useState } from "preact/hooks";
import type { TextKey } from "../../shared/texts";
import { useApp } from "../app/context";
import { Icon } from "../components/Icon";
import { useEditing } from "./context";
import type { Form } from "./document";
import { LocalField } from "./Field";
import { freeText, freeValue } from "./freevalue";
import { LinesField } from "./LinesField";
import { renamedSlot, SLOT_TYPES, type SlotForm, slotsOf, withNewSlot, withoutSlot, withSlot } from "./slots";

const types: { [type: string]: TextKey } = {
  text: "slotText", number: "slotNumber", money: "slotMoney", duration: "slotDuration", moment: "slotMoment",
  period: "slotPeriod", person: "slotPerson", email: "slotEmail", url: "slotUrl", account: "slotAccount", choice: "slotChoice", list: "slotList",
};

export function SlotsPart({ form }: { form: Form }) {
  const { t } = useApp();
  const { session } = useEditing();
  const slots = slotsOf(form);
  return (
    <section class="part">
      <h3>{t("slotsHead")}</h3>
      <ul class="slot-list" aria-label={t("slotsHead")}>
        {slots.map((slot, place) => <SlotLine key={place} slot={slot} />)}
      </ul>
      <button type="button" class="link add-step" aria-label={t("slotAddNamed")} onClick={() => session.edit((now) => withNewSlot(now))}><Icon name="plus" /> {t("slotAdd")}</button>
    </section>
  );
}

function SlotLine({ slot }: { slot: SlotForm }) {
  const { t } = useApp();
  const { session } = useEditing();
  const [wrong, setWrong] = useState(false);
  const [open, setOpen] = useState(slot.type === "choice");
  const put = (change: Partial<SlotForm>, what: string) => session.edit((form) => withSlot(form, { ...slot, ...change }), `slot ${slot.name} ${what}`);
  const rename = (name: string) => {
    const form = session.form.value;
    const renamed = form && renamedSlot(form, slot.name, name.trim());
    setWrong(!renamed);
    if (renamed) session.edit(() => renamed);
  };
  return (
    <li class="slot-line">
      <div class="slot-row">
        <input class="quiet key" aria-label={t("slotNameOf", { name: slot.name })} aria-invalid={wrong} value={slot.name} spellcheck={false} onChange={(event) => rename(event.currentTarget.value)} />
        <select class="quiet-select" aria-label={t("slotTypeOf", { name: slot.name })} value={slot.type} onChange={(event) => { put({ type: event.currentTarget.value }, "type"); if (event.currentTarget.value === "choice") setOpen(true); }}>
          {SLOT_TYPES.map((type) => <option key={type} value={type}>{t(types[type] ?? "slotText")}</option>)}
        </select>
        <label class="check"><input type="checkbox" checked={slot.required} onChange={(event) => put({ required: event.currentTarget.checked }, "required")} /> {t("slotNeeded")}</label>
        <button type="button" class="plain" aria-expanded={open} aria-label={t("slotMore", { name: slot.name })} title={t("slotMore", { name: slot.name })} onClick={() => setOpen(!open)}><Icon name="dots" /></button>
        <button type="button" class="plain reveal" aria-label={t("removeLine", { text: slot.name })} onClick={() => session.edit((form) => withoutSlot(form, slot.name))}><Icon name="close" /></button>
      </div>
      {wrong && <p class="error" role="alert">{t("nameTaken")}</p>}
      {open && <SlotMore slot={slot} put={put} />}
    </li>
  );
}

function SlotMore({ slot, put }: { slot: SlotForm; put(change: Partial<SlotForm>, what: string): void }) {
  const { t } = useApp();
  const writeChoice = (place: number, text: string) =>
    put({ choices: [...slot.choices.slice(0, place), choiceOf(text), ...slot.choices.slice(place + 1)] }, `choice ${place}`);
  return (
    <div class="slot-more">
      {(slot.type === "choice" || slot.type === "list") && (
        <div class="value-field">
          <span class="field-label" aria-hidden="true">{t("slotChoices")}</span>
          <LinesField
            label={t("slotChoices")} items={slot.choices.map(choiceText)} named={(place) => `${t("slotChoices")} ${place + 1}`} add={t("slotChoiceNew")}
            write={writeChoice} drop={(place) => put({ choices: slot.choices.filter((_, number) => number !== place) }, "choices")}
          />
        </div>
      )}
      <label class="value-field">
        <span class="field-label">{t("slotDefault")}</span>
        <input aria-label={t("slotDefaultOf", { name: slot.name })} value={slot.default === undefined ? "" : freeText(slot.default)} onInput={(event) => {
          const text = event.currentTarget.value;
          put({ default: text === "" ? undefined : freeValue(text), required: text === "" }, "default");
        }} />
      </label>
      <LocalField label={t("slotAsk")} value={slot.ask} change={(ask) => put({ ask }, "ask")} path={["steps", 0]} />
    </div>
  );
}

/** "work: job, office": a value and the other ways to say it. */
function choiceText({ value, ways }: { value: string; ways: readonly string[] }): string {
  return ways.length ? `${value}: ${ways.join(", ")}` : value;
}

function choiceOf(text: string): { value: string; ways: string[] } {
  const [value = "", ...rest] = text.split(":");
  const ways = rest.join(":");
  return rest.length ? { value, ways: ways.split(",").map((way) => way.trimStart()) } : { value: text, ways: [] };
}
