"""`mail.save_attachment`: save a file that came with a letter."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Language
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Files, Mail

_UNDONE: dict[Language, dict[bool, str]] = {
    "en": {True: "The file {name} is removed", False: "The file {name} was gone already"},
    "ru": {True: "Файл {name} удалён", False: "Файла {name} уже не было"},
}


class SaveAttachment(StepKind["SaveAttachment.Params"]):
    """Saves a file that came with a letter into the export folder, never over another. Gives `{path, name, size, sha256}`."""

    title = local("Save an attachment", "Сохранить вложение")
    about = local("Saves a file that came with a letter", "Сохраняет файл из письма")

    class Params(BaseModel):
        """The letter, and which of its files."""

        model_config = ConfigDict(extra="forbid")
        letter: str = Field(
            min_length=1,
            max_length=100,
            description="its id",
            title="Letter",
            json_schema_extra=in_russian("Письмо", "его номер"),
        )
        number: int = Field(
            default=1,
            ge=1,
            le=1_000,
            description="which attachment, as `mail.read` numbers them",
            title="Which attachment",
            json_schema_extra=in_russian("Какое вложение", "номер вложения, как в `mail.read`"),
        )

    effect = Effect.WRITES
    shorthand = "letter"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        attachment, content = await context.use(Mail).attachment(params.letter, params.number)
        path = await context.use(Files).write_bytes(attachment.name, content)
        digest = hashlib.sha256(content).hexdigest()
        value = {"path": path, "name": attachment.name, "size": len(content), "sha256": digest}
        return StepResult(value=value, receipt=Receipt(kind="file", id=digest, summary=path))

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        removed = await context.use(Files).remove_written(receipt.summary, receipt.id)
        return _UNDONE[context.language][removed].format(name=Path(receipt.summary).name)
