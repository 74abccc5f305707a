/** Sentences that must be this command, and such that must not, each with whether it holds. */

import { useApp } from "../app/context";
import { StateMark } from "../components/StateMark";
import { useEditing } from "./context";
import { type Form, type TestForm, testsOf, withTests } from "./document";
import { freeText, freeValue } from "./freevalue";
import { LinesField } from "./LinesField";
import { slotsOf } from "./slots";
import { testState } from "./teststates";

export function TestsPane({ form }: { form: Form }) {
  const { t } = useApp();
  return (
    <div class="tests-pane">
      <p class="note">{t("testsHint")}</p>
      <TestLines form={form} kind="say" />
      <TestLines form={form} kind="not" />
    </div>
  );
}

function TestLines({ form, kind }: { form: Form; kind: TestForm["kind"] }) {
  const { t } = useApp();
  const { session } = useEditing();
  const places = testsOf(form).flatMap((test, place) => (test.kind === kind ? [place] : []));
  const tests = testsOf(form);
  const write = (line: number, text: string | null) =>
    session.edit((now) => {
      const all = testsOf(now);
      const place = places[line];
      if (text === null) return withTests(now, all.filter((_, number) => number !== place));
      if (place === undefined) return withTests(now, [...all, { kind, text, slots: {} }]);
      return withTests(now, all.map((test, number) => (number === place ? { ...test, text } : test)));
    }, `test ${kind} ${line}`);
  const label = t(kind === "say" ? "testMustHint" : "testMustNotHint");
  return (
    <section class="part">
      <h3>{label}</h3>
      <LinesField
        label={label} items={places.map((place) => tests[place]?.text ?? "")} add={t("testNew")} write={write} drop={(line) => write(line, null)}
        named={(line) => `${t(kind === "say" ? "testMust" : "testMustNot")} ${line + 1}`} beside={(line) => (
          <>
            <TestMark place={places[line] ?? 0} text={tests[places[line] ?? 0]?.text ?? ""} />
            {kind === "say" && <TestSlots form={form} place={places[line] ?? 0} n={line + 1} />}
          </>
        )}
      />
    </section>
  );
}

/** What the sentence must give the slots, in words; an empty one is not looked at. */
function TestSlots({ form, place, n }: { form: Form; place: number; n: number }) {
  const { t } = useApp();
  const { session } = useEditing();
  const given = testsOf(form)[place]?.slots ?? {};
  const names = [...new Set([...slotsOf(form).map((slot) => slot.name), ...Object.keys(given)])];
  if (names.length === 0) return null;
  const write = (name: string, text: string) =>
    session.edit((now) => withTests(now, testsOf(now).map((test, number) => {
      if (number !== place) return test;
      const { [name]: _, ...others } = test.slots;
      return { ...test, slots: text === "" ? others : { ...others, [name]: freeValue(text) } };
    })), `test ${place} slot ${name}`);
  return (
    <details class="covers">
      <summary>{t("testSlots", { n: Object.keys(given).length })}</summary>
      {names.map((name) => (
        <label key={name} class="value-field">
          <span class="field-label">{name}</span>
          <input aria-label={t("testSlotOf", { n, name })} placeholder={t("testSlotAny")} value={given[name] === undefined ? "" : freeText(given[name])} onInput={(event) => write(name, event.currentTarget.value)} />
        </label>
      ))}
    </details>
  );
}

function TestMark({ place, text }: { place: number; text: string }) {
  const app = useApp();
  const { t } = app;
  const { session } = useEditing();
  const state = testState(session, place, text);
  if (!state) return null;
  return (
    <span class="test-state" data-state={state.holds ? "done" : "failed"} title={app.local(state.why)}>
      <StateMark mark={state.holds ? "done" : "failed"} silent /> <span>{t(state.holds ? "testHolds" : "testFails")}</span>
    </span>
  );
}
