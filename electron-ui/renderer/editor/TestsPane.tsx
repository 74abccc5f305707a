/** Sentences that must be this command, and such that must not, each with whether it holds. */

import { useApp } from "../app/context";
import { StateMark } from "../components/StateMark";
import { useEditing } from "./context";
import { type Form, type TestForm, testsOf, withTests } from "./document";
import { LinesField } from "./LinesField";
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
        named={(line) => `${t(kind === "say" ? "testMust" : "testMustNot")} ${line + 1}`} beside={(line) => <TestMark place={places[line] ?? 0} text={tests[places[line] ?? 0]?.text ?? ""} />}
      />
    </section>
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
