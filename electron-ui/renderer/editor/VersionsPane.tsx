/** Every version of the command: when and why it came to be, what it changed, and the way back to it. */

import { useEffect, useState } from "preact/hooks";
import type { TextKey } from "../../shared/texts";
import { useApp } from "../app/context";
import { Fold } from "../components/Fold";
import { moment } from "../format/dates";
import { useEditing } from "./context";
import type { Version, VersionText } from "./wire";

const whys: { [W in Version["why"]]: TextKey } = {
  told: "whyTold", kept: "whyKept", shown: "whyShown", edited: "whyEdited", "rolled back": "whyRolledBack", imported: "whyImported", file: "whyFile", removed: "whyRemoved",
};

export function VersionsPane() {
  const { t } = useApp();
  const { session, calls } = useEditing();
  const [versions, setVersions] = useState<readonly Version[] | null>(null);
  const now = session.version.value;
  useEffect(() => {
    let wanted = true;
    void calls.versions(session.name).then((found) => wanted && setVersions(found), () => wanted && setVersions([]));
    return () => {
      wanted = false;
    };
  }, [now]);
  if (!versions) return <p class="note">{t("loading")}</p>;
  if (versions.length === 0) return <p class="note">{t("versionsNone")}</p>;
  return <ol class="versions" aria-label={t("paneVersions")}>{versions.map((version, place) => <VersionLine key={version.number} version={version} before={versions[place + 1]?.number ?? 0} />)}</ol>;
}

/** `before` is the version it came after, zero for none. */
interface VersionProps {
  version: Version;
  before: number;
}

function VersionLine({ version, before }: VersionProps) {
  const app = useApp();
  const { t } = app;
  const summary = (
    <>
      <span class="version-number">{t("versionNumber", { n: version.number })}</span>
      <span class="aside">{moment(app.language.value, version.at)} · {t(whys[version.why])}</span>
      {version.current && <span class="version-now">{t("versionNow")}</span>}
    </>
  );
  return <li><Fold class="version" summary={summary}>{() => <VersionBody version={version} before={before} />}</Fold></li>;
}

function VersionBody({ version, before }: VersionProps) {
  const app = useApp();
  const { t } = app;
  const { session, calls } = useEditing();
  const [found, setFound] = useState<VersionText | null>(null);
  useEffect(() => {
    void calls.version(session.name, version.number, before).then(setFound, (error: Error) => app.toast(error.message, "error"));
  }, [version.number]);
  const rollBack = async () => {
    try {
      const saved = await calls.rollBack(session.name, version.number, session.decisions.value);
      session.took(saved, null);
      app.toast(saved.saved ? t("rolledBack", { from: version.number, n: saved.version }) : t("decideFirst"), saved.saved ? "plain" : "error");
    } catch (error) {
      app.toast((error as Error).message, "error");
    }
  };
  if (!found) return <p class="note">{t("loading")}</p>;
  const { difference: changes, unified } = found;
  return (
    <div class="version-body">
      {before > 0 && <p class="field-label">{t("versionChanged")}</p>}
      {before > 0 && changes.length === 0 && <p class="note">{t("noDifference")}</p>}
      <ul class="changes">{before > 0 && changes.map((change, place) => <li key={place} data-change={change.kind}>{app.local(change.text)}</li>)}</ul>
      {before > 0 && unified && <details class="more-fields"><summary>{t("asText")}</summary><Unified text={unified} /></details>}
      {!version.current && (
        <p class="version-actions">
          <button type="button" onClick={() => void rollBack()}>{t("rollBack")}</button>
          <button type="button" onClick={() => session.replace(found.text)}>{t("openCopy")}</button>
        </p>
      )}
    </div>
  );
}

function Unified({ text }: { text: string }) {
  const sign = (line: string) => (line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : undefined);
  return <pre class="unified" tabIndex={0}>{text.split("\n").map((line, place) => <span key={place} data-change={sign(line)}>{line + "\n"}</span>)}</pre>;
}
