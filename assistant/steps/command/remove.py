"""`command.remove`: delete a command of the owner."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Language
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Teaching

_UNDONE: Mapping[Language, str] = {"ru": "Команда снова есть: {0}", "en": "The command is back: {0}"}


class RemoveCommand(StepKind["RemoveCommand.Params"]):
    """Deletes a command of the owner's; its versions stay, "undo" brings it back. Gives its name."""

    title = local("Delete a command", "Удалить команду")
    about = local("Deletes one of your commands; its versions stay", "Удаляет вашу команду; её версии остаются")

    class Params(BaseModel):
        """Which command, by the name of its file."""

        model_config = ConfigDict(extra="forbid")
        name: str = Field(title="Command", json_schema_extra=in_russian("Команда"))

    effect = Effect.WRITES
    shorthand = "name"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        removed = await context.use(Teaching).remove(params.name, key=context.key, turn=context.turn)
        receipt = Receipt(kind="command", id=f"{params.name}@{removed.number}", summary=params.name)
        return StepResult(value=params.name, receipt=receipt)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        names = await context.use(Teaching).revert(context.key)
        return _UNDONE[context.language].format(", ".join(names) or receipt.summary)
