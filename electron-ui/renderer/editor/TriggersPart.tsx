/** When the command starts by itself: what starts it, what that comes to, what it is told then. */

import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { TextKey } from "../../shared/texts";
import { useApp } from "../app/context";
import { Icon } from "../components/Icon";
import { moment } from "../format/dates";
import { useEditing } from "./context";
import type { Form, Json } from "./document";
import { freeText, freeValue } from "./freevalue";
import { slotsOf } from "./slots";
import { asKind, BRINGS, ENDED, isTimed, MISSED, TRIGGER_KINDS, type TriggerForm, type TriggerKind, triggersOf, withoutTrigger, withTrigger } from "./triggers";
import type { TriggerRead } from "./wire";

const kinds: { readonly [K in TriggerKind]: TextKey } = {
  every: "triggerEvery", cron: "triggerCron", start: "triggerStart", file: "triggerFile", webhook: "triggerWebhook", after: "triggerAfter",
};
const examples: { readonly [K in TriggerKind]: TextKey | null } = {
  every: "triggerEveryNew", cron: "triggerCronHint", start: null, file: "triggerFileHint", webhook: "triggerWebhookHint", after: null,
};
const missed: { readonly [M in TriggerForm["missed"]]: TextKey } = { once: "missedOnce", skip: "missedSkip", ask: "missedAsk" };
const ended: { readonly [E in TriggerForm["ended"]]: TextKey } = { done: "endedDone", failed: "endedFailed", any: "endedAny" };
/** Quiet time (ms) after which it is asked what a trigger comes to. */
const QUIET = 400;

export function TriggersPart({ form }: { form: Form }) {
  const { t } = useApp();
  const { session } = useEditing();
  const [fresh, setFresh] = useState(-1);
  const more = useRef<HTMLButtonElement>(null);
  const triggers = triggersOf(form);
  const add = () => {
    setFresh(triggers.length);
    session.edit((now) => withTrigger(now, triggersOf(now).length, { kind: "every", spec: t("triggerEveryNew"), slots: {}, missed: "once", ended: "done" }));
  };
  const remove = (place: number) => {
    session.edit((now) => withoutTrigger(now, place));
    session.spoken.value = t("triggerRemoved");
    more.current?.focus();
  };
  return (
    <section class="part">
      <h3>{t("triggersHead")}</h3>
      <ul class="slot-list" aria-label={t("triggersHead")}>
        {triggers.map((trigger, place) => <TriggerLine key={place} trigger={trigger} place={place} form={form} fresh={place === fresh} remove={() => remove(place)} />)}
      </ul>
      <button ref={more} type="button" class="link add-step" aria-label={t("triggerAddNamed")} onClick={add}><Icon name="plus" /> {t("triggerAdd")}</button>
    </section>
  );
}

interface LineProps {
  trigger: TriggerForm;
  place: number;
  form: Form;
  fresh: boolean;
  remove(): void;
}

function TriggerLine({ trigger, place, form, fresh, remove }: LineProps) {
  const { t } = useApp();
  const { session } = useEditing();
  const [open, setOpen] = useState(Object.keys(trigger.slots).length > 0);
  const n = place + 1;
  const put = (next: TriggerForm, what: string) => session.edit((now) => withTrigger(now, place, next), `trigger ${place} ${what}`);
  const foldable = isTimed(trigger.kind) || slotNames(form, trigger).length > 0;
  return (
    <li class="slot-line">
      <div class="slot-row">
        <select class="quiet-select" aria-label={t("triggerKindOf", { n })} value={trigger.kind} onChange={(event) => put(asKind(trigger, event.currentTarget.value as TriggerKind), "kind")}>
          {TRIGGER_KINDS.map((kind) => <option key={kind} value={kind}>{t(kinds[kind])}</option>)}
        </select>
        <Spec trigger={trigger} n={n} fresh={fresh} put={put} />
        {trigger.kind === "after" && (
          <select class="quiet-select" aria-label={t("triggerEndedOf", { n })} value={trigger.ended} onChange={(event) => put({ ...trigger, ended: event.currentTarget.value as TriggerForm["ended"] }, "ended")}>
            {ENDED.map((each) => <option key={each} value={each}>{t(ended[each])}</option>)}
          </select>
        )}
        {foldable && <button type="button" class="plain" aria-expanded={open} aria-label={t("triggerMore", { n })} title={t("triggerMore", { n })} onClick={() => setOpen(!open)}><Icon name="dots" /></button>}
        <button type="button" class="plain reveal" aria-label={t("triggerRemove", { n })} onClick={remove}><Icon name="close" /></button>
      </div>
      <Outlook kind={trigger.kind} spec={trigger.spec} />
      {open && foldable && <TriggerMore trigger={trigger} n={n} form={form} put={put} />}
    </li>
  );
}

type Put = (next: TriggerForm, what: string) => void;

/** What stands behind the kind: words, a line, a path, a name; for another command a choice of them. */
function Spec({ trigger, n, fresh, put }: { trigger: TriggerForm; n: number; fresh: boolean; put: Put }) {
  const app = useApp();
  const { t } = app;
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (fresh) field.current?.select();
  }, []);
  const { kind, spec } = trigger;
  const label = t("triggerValueOf", { n, kind: t(kinds[kind]) });
  if (kind === "start") return null;
  if (kind === "after") {
    const commands = app.commands.value;
    return (
      <select class="quiet-select spec" aria-label={label} value={spec} onChange={(event) => put({ ...trigger, spec: event.currentTarget.value }, "spec")}>
        {!commands.some((command) => command.name === spec) && <option value={spec}>{spec || "—"}</option>}
        {commands.map((command) => <option key={command.name} value={command.name}>{app.local(command.title) || command.name}</option>)}
      </select>
    );
  }
  const example = examples[kind];
  return (
    <input
      ref={field} class="quiet spec" aria-label={label} value={spec} maxLength={300} spellcheck={kind === "every"} placeholder={example ? t(example) : undefined}
      onInput={(event) => put({ ...trigger, spec: event.currentTarget.value }, "spec")}
    />
  );
}

/** What it comes to, as the sidecar reads it: the words, the next times, or what is wrong. */
function Outlook({ kind, spec }: { kind: TriggerKind; spec: string }) {
  const app = useApp();
  const { calls, session } = useEditing();
  const language = app.language.value;
  const [found, setFound] = useState<TriggerRead | null>(null);
  useEffect(() => {
    let wanted = true;
    const cancel = session.after(QUIET, () => void calls.trigger(kind, spec).then((result) => wanted && setFound(result), () => undefined));
    return () => {
      wanted = false;
      cancel();
    };
  }, [kind, spec]);
  const problem = found && app.local(found.problem);
  const times = found?.next.map((at) => moment(language, at)).join(", ");
  const words = found && app.local(found.words);
  return (
    <div role="status" class="trigger-outlook">
      {problem && <p class="error">{problem}</p>}
      {!problem && times && <p class="note">{words ? `${words}: ` : ""}{times} …</p>}
      {!problem && kind === "webhook" && <p class="note">{app.t("webhookSaved")}</p>}
    </div>
  );
}

function TriggerMore({ trigger, n, form, put }: { trigger: TriggerForm; n: number; form: Form; put: Put }) {
  const { t } = useApp();
  const id = useId();
  const brought = [...BRINGS[trigger.kind], "now"].map((name) => `{{ ${name} }}`).join(", ");
  const write = (name: string, text: string) => {
    const { [name]: _, ...others } = trigger.slots;
    put({ ...trigger, slots: text === "" ? others : { ...others, [name]: freeValue(text) } }, `slot ${name}`);
  };
  const names = slotNames(form, trigger);
  return (
    <div class="slot-more">
      {isTimed(trigger.kind) && (
        <div class="value-field">
          <label for={id} class="field-label">{t("triggerMissed")}</label>
          <select id={id} aria-label={t("triggerMissedOf", { n })} value={trigger.missed} onChange={(event) => put({ ...trigger, missed: event.currentTarget.value as TriggerForm["missed"] }, "missed")}>
            {MISSED.map((each) => <option key={each} value={each}>{t(missed[each])}</option>)}
          </select>
        </div>
      )}
      {names.map((name) => (
        <label key={name} class="value-field">
          <span class="field-label">{name}</span>
          <input aria-label={t("triggerSlotOf", { n, name })} value={textOf(trigger.slots[name])} onInput={(event) => write(name, event.currentTarget.value)} />
        </label>
      ))}
      {names.length > 0 && <p class="note">{t("triggerBrings", { brought })}</p>}
    </div>
  );
}

/** The command's slots, and those the trigger gives that the command has no more. */
function slotNames(form: Form, trigger: TriggerForm): string[] {
  return [...new Set([...slotsOf(form).map((slot) => slot.name), ...Object.keys(trigger.slots)])];
}

function textOf(value: Json | undefined): string {
  return value === undefined ? "" : freeText(value);
}
