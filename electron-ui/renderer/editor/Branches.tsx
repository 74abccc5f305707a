/** The blocks within a step: what a loop does each time, the two ways of a branch, what goes on at the same time. */

import type { TextKey } from "../../shared/texts";
import { useApp } from "../app/context";
import { Icon } from "../components/Icon";
import { useEditing } from "./context";
import { at, change, type Form, isMapping, type Json, type Path } from "./document";
import { type Block, blocksOf, type Kind, withKey } from "./kinds";
import { isName } from "./slots";
import { StepActions } from "./step-actions";
import { StepList } from "./StepList";

export function Branches({ step, kind, path }: { step: Json; kind: Kind; path: Path }) {
  const app = useApp();
  const { t } = app;
  const { session } = useEditing();
  const blocks = blocksOf(step, session.kinds.value);
  const shown = blocks.filter((block) => block.steps.length > 0 || !block.optional || block.key in (isMapping(step) ? step : {}));
  const missing = blocks.filter((block) => !shown.includes(block));
  const actions = new StepActions(app, session);
  const branches = isMapping(step) && isMapping(step[kind.name]) ? step[kind.name] : {};
  return (
    <div class="branches">
      {shown.map((block) => (
        <div key={block.path.join("/")} class="branch">
          <BranchHead block={block} kind={kind} path={path} />
          <StepList block={[...path, ...block.path]} steps={block.steps} label={blockLabel(app.t, kind, block)} />
        </div>
      ))}
      {missing.map((block) => (
        <button key={block.key} type="button" class="link add-step" onClick={() => actions.change(path, withKey(step, block.key, []), "block")}>
          <Icon name="plus" /> {block.key === "else" ? t("addElse") : block.key}
        </button>
      ))}
      {kind.named && (
        <button type="button" class="link add-step" onClick={() => session.edit((form) => change(form, [...path, kind.name, freeBranch(branches as object)], []))}>
          <Icon name="plus" /> {t("branchAdd")}
        </button>
      )}
    </div>
  );
}

function freeBranch(taken: object): string {
  for (let number = Object.keys(taken).length + 1; ; number++) if (!(`branch_${number}` in taken)) return `branch_${number}`;
}

function blockLabel(t: (key: TextKey) => string, kind: Kind, block: Block): string {
  if (block.key === "on_error") return t("blockFailed");
  if (block.key === "else") return t("blockElse");
  if (kind.named) return block.key;
  return t(kind.name === "if" ? "blockThen" : "blockEach");
}

function BranchHead({ block, kind, path }: { block: Block; kind: Kind; path: Path }) {
  const { t } = useApp();
  const { session } = useEditing();
  if (!kind.named || block.key === "on_error") return <p class="branch-name">{blockLabel(t, kind, block)}</p>;
  const rename = (name: string) => {
    if (!isName(name)) return;
    session.edit((form) => {
      const branches = block.path.length > 1 ? branchesAt(form, [...path, kind.name]) : {};
      if (name in branches) return form;
      return change(form, [...path, kind.name], Object.fromEntries(Object.entries(branches).map(([key, steps]) => [key === block.key ? name : key, steps])));
    });
  };
  return (
    <p class="branch-name">
      <input class="quiet" aria-label={t("branchName")} value={block.key} onChange={(event) => rename(event.currentTarget.value)} />
      <button type="button" class="plain reveal" aria-label={t("branchRemove", { name: block.key })} onClick={() => session.edit((form) => change(form, [...path, ...block.path], undefined))}><Icon name="close" /></button>
    </p>
  );
}

function branchesAt(form: Form, path: Path): { readonly [name: string]: Json } {
  const found = at(form, path);
  return isMapping(found) ? found : {};
}
