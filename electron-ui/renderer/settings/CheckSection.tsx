/** What works on this computer and what to do about the rest. */

import { useState } from "preact/hooks";
import type { CheckShown } from "../../shared/methods";
import type { TextKey } from "../../shared/texts";
import { useApp } from "../app/context";
import { StateMark } from "../components/StateMark";

const words: { [S in CheckShown["state"]]: TextKey } = { ok: "checkOk", warn: "checkWarn", fail: "checkFail" };
const marks = { ok: "done", warn: "unconfirmed", fail: "failed" } as const;

export function CheckSection() {
  const app = useApp();
  const { t, local } = app;
  const [checks, setChecks] = useState<readonly CheckShown[]>([]);
  const check = async () => setChecks((await app.ask("doctor.report", {}))?.checks ?? []);
  return (
    <fieldset>
      <legend>{t("sectionCheck")}</legend>
      <ul class="checks">
        {checks.map(({ name, title, state, detail, fix }) => (
          <li key={name}>
            <StateMark mark={marks[state]} silent />
            <span>{local(title)}: {t(words[state])}. {local(detail)} {state !== "ok" && local(fix)}</span>
          </li>
        ))}
      </ul>
      <button type="button" onClick={() => void check()}>{t("checkNow")}</button>
    </fieldset>
  );
}
