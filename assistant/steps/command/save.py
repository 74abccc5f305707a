"""`command.save`: a draft becomes a command."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Language
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.domain.telling import Draft
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Teaching
from assistant.steps.command import _texts

_UNDONE: Mapping[Language, str] = {"ru": "Команда возвращена, какой была: {0}", "en": "The command is as it was: {0}"}
_GONE: Mapping[Language, str] = {"ru": "Команды «{0}» больше нет.", "en": "The command “{0}” is gone again."}
_EMPTY: Mapping[Language, str] = {"ru": "В этой команде ещё нет шагов.", "en": "This command has no steps yet."}


class SaveCommand(StepKind["SaveCommand.Params"]):
    """Saves a draft as a command of the owner; it can be said at once. Gives `{name, version}`; "undo" takes it back.

    Refused with the reason when a phrase of it belongs to another command.
    """

    title = local("Save a command", "Сохранить команду")
    about = local(
        "Saves a draft as a command that can be said at once", "Сохраняет черновик как команду, её сразу можно произнести"
    )

    class Params(BaseModel):
        """What to save."""

        model_config = ConfigDict(extra="forbid")
        draft: Draft = Field(title="Draft", json_schema_extra=in_russian("Черновик"))

    effect = Effect.WRITES
    shorthand = "draft"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        draft = params.draft
        if not draft.text or not draft.name:
            raise StepRefused(_EMPTY[context.language])
        saved = await context.use(Teaching).save(
            draft.name, draft.text, draft.why, key=context.key, turn=context.turn, language=context.language
        )
        title = _texts.shown(draft.form.get("title"), context.language) or saved.name
        receipt = Receipt(kind="command", id=f"{saved.name}@{saved.version}", summary=title)
        return StepResult(value={"name": saved.name, "version": saved.version}, receipt=receipt)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        await context.use(Teaching).revert(context.key)
        was_new = receipt.id.endswith("@1")
        return (_GONE if was_new else _UNDONE)[context.language].format(receipt.summary)
