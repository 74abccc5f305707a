/** A command from a file: what it is, what it may do and what would change, before anything is saved. */

import { useRef, useState } from "preact/hooks";
import type { Params, Result } from "../../shared/methods";
import type { TextKey } from "../../shared/texts";
import { useApp } from "../app/context";
import { Dialog } from "../components/Dialog";
import { useKindTitles } from "../app/kind-titles";
import { FlowPicture } from "../picture/FlowPicture";
import { stepsOf } from "../picture/RunPicture";
import { useFetched } from "../app/fetched";
import type { Form } from "../editor/document";
import { triggersOf } from "../editor/triggers";
import { whatStarts } from "../format/starts";

type Incoming = Result<"exchange.take_in">;
type Decision = NonNullable<Params<"commands.save">["decisions"]>[number];

/** Bytes of a text file, and of a zip file, which grows by a third on its way. */
const LARGEST = { text: 220_000, base64: 170_000 };

export function TakeInButton() {
  const { t } = useApp();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>{t("takeIn")}</button>
      {open && <TakeIn close={() => setOpen(false)} />}
    </>
  );
}

function TakeIn({ close }: { close(): void }) {
  const app = useApp();
  const { t } = app;
  const chooser = useRef<HTMLInputElement>(null);
  const [seen, setSeen] = useState<Incoming | null>(null);
  const look = async (file: File | undefined) => {
    if (!file) return;
    const encoding = file.name.toLowerCase().endsWith(".zip") ? "base64" : "text";
    if (file.size > LARGEST[encoding]) return app.toast(t("takeInTooLarge", { kb: LARGEST[encoding] / 1000 }), "error");
    const data = encoding === "text" ? await file.text() : base64(new Uint8Array(await file.arrayBuffer()));
    setSeen(await app.ask("exchange.take_in", { file: file.name, data, encoding }));
  };
  return (
    <Dialog label={t("takeInTitle")} kind="sheet" close={close}>
      <div class="take-in">
        <p class="aside">{t("takeInHint")}</p>
        <input
          ref={chooser}
          type="file"
          hidden
          accept=".json,.zip,.yaml,.yml"
          aria-label={t("takeInChoose")}
          onChange={(event) => void look(event.currentTarget.files?.[0])}
        />
        <button type="button" class={seen ? "" : "primary"} onClick={() => chooser.current?.click()}>{t("takeInChoose")}</button>
        {seen && <Seen key={seen.name + seen.text.length} seen={seen} close={close} />}
      </div>
    </Dialog>
  );
}

function Seen({ seen, close }: { seen: Incoming; close(): void }) {
  const app = useApp();
  const { t } = app;
  const [given, setGiven] = useState<{ readonly [sentence: string]: Decision["choice"] }>({});
  const read = useFetched("commands.read", { name: seen.name, text: seen.text });
  const steps = stepsOf(read?.form);
  const starts = triggersOf((read?.form ?? {}) as Form);
  const errors = seen.faults.filter((fault) => fault.severity === "error");
  const captured = seen.conflicts.filter((conflict) => conflict.kind !== "similar");
  const undecided = captured.some((conflict) => !given[conflict.sentence]);
  const save = async () => {
    const decisions = Object.entries(given).map(([sentence, choice]) => ({ sentence, choice }));
    const saved = await app.act("commands.save", { name: seen.name, text: seen.text, why: "imported", decisions, base: null });
    if (!saved.saved) return app.toast(saved.faults[0] ? app.local(saved.faults[0].message) : (saved.conflicts[0]?.sentence ?? ""), "error");
    app.toast(t("takeInDone", { name: app.local(seen.title) || saved.name }));
    close();
  };
  return (
    <article class="taken" aria-label={app.local(seen.title) || seen.name}>
      <h3>{app.local(seen.title) || seen.name}</h3>
      {seen.description && <p>{seen.description}</p>}
      <p class="aside">{t("takeInName", { name: seen.name })}</p>
      <Permissions seen={seen} />
      {starts.length > 0 && (
        <section>
          <h4>{t("triggersHead")}</h4>
          <ul>{starts.map((start, index) => <li key={index}>{whatStarts(app, start)}</li>)}</ul>
        </section>
      )}
      {seen.installed && <Changes seen={seen} />}
      {seen.report.length > 0 && <Report seen={seen} />}
      {captured.length > 0 && (
        <fieldset>
          <legend>{t("takeInConflicts")}</legend>
          {captured.map((conflict) => (
            <div key={conflict.sentence} role="radiogroup" aria-label={conflict.sentence}>
              “{conflict.sentence}” — {conflict.rival}
              {(["keep", "give up"] as const).map((choice) => (
                <label key={choice}>
                  <input type="radio" name={conflict.sentence} checked={given[conflict.sentence] === choice} onChange={() => setGiven({ ...given, [conflict.sentence]: choice })} />
                  {t(choice === "keep" ? "takeInKeep" : "takeInGiveUp")}
                </label>
              ))}
            </div>
          ))}
        </fieldset>
      )}
      {errors.length > 0 && (
        <section class="faults">
          <h4>{t("takeInFaults")}</h4>
          <ul>{errors.map((fault, index) => <li key={index}>{fault.line}:{fault.column} {app.local(fault.message)}</li>)}</ul>
        </section>
      )}
      {steps && <FlowPicture title={app.local(seen.title) || seen.name} steps={steps} />}
      <button type="button" class="primary" disabled={errors.length > 0 || undecided} onClick={() => void save()}>{t("takeInNow")}</button>
    </article>
  );
}

const effects: { [effect in Incoming["permissions"][number]["effect"]]: TextKey } = { reads: "effectReads", writes: "effectWrites", sends: "effectSends" };

function Permissions({ seen }: { seen: Incoming }) {
  const { t } = useApp();
  const titleOf = useKindTitles();
  return (
    <section>
      <h4>{t("takeInMay")}</h4>
      {seen.lies && <p class="bad" role="alert">{t("takeInLies")}</p>}
      {seen.permissions.length === 0 && <p>{t("takeInMayNothing")}</p>}
      <ul>
        {seen.permissions.map((one) => (
          <li key={`${one.kind} ${one.what}`}>{titleOf(one.kind)}{one.what && `: ${one.what === "any" ? t("takeInAny") : one.what}`} — {t(effects[one.effect])}</li>
        ))}
      </ul>
    </section>
  );
}

function Changes({ seen }: { seen: Incoming }) {
  const app = useApp();
  return (
    <section>
      <h4>{app.t("takeInChanges")}</h4>
      {seen.difference.length === 0 ? <p>{app.t("takeInSame")}</p> : <ul>{seen.difference.map((one, index) => <li key={index}>{app.local(one.text)}</li>)}</ul>}
    </section>
  );
}

const outcomes: { [outcome in Incoming["report"][number]["outcome"]]: TextKey } = {
  mapped: "outcome_mapped",
  approximated: "outcome_approximated",
  opaque: "outcome_opaque",
  "left out": "outcome_left_out",
};

function Report({ seen }: { seen: Incoming }) {
  const app = useApp();
  const { t } = app;
  const order = ["opaque", "approximated", "left out", "mapped"];
  const parts = [...seen.report].sort((one, other) => order.indexOf(one.outcome) - order.indexOf(other.outcome));
  const worth = parts.filter((part) => part.outcome !== "mapped");
  const rest = parts.length - worth.length;
  return (
    <details open={worth.length > 0}>
      <summary>{t("takeInParts")}</summary>
      {rest > 0 && <p>{t("takeInMapped", { n: rest })}</p>}
      <ul class="taken-parts">
        {worth.map((part) => (
          <li key={part.name} data-outcome={part.outcome}>{part.name} — {t(outcomes[part.outcome])}{Object.keys(part.note).length > 0 && <>. <Marked text={app.local(part.note)} /></>}</li>
        ))}
      </ul>
    </details>
  );
}

/** A text with the names between its backticks as code. */
function Marked({ text }: { text: string }) {
  return <>{text.split("`").map((part, index) => (index % 2 ? <code key={index}>{part}</code> : part))}</>;
}

/** Bytes as base64, in pieces that fit a call. */
export function base64(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += 8_192) text += String.fromCharCode(...bytes.subarray(start, start + 8_192));
  return btoa(text);
}
