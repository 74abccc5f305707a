"""`mail.read`: read a letter."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Mail
from assistant.steps.mail import _told
from assistant.wording import letters


class ReadLetter(StepKind["ReadLetter.Params"]):
    """Reads a letter; it stays unread if it was. Gives what `mail.search` gives and `{body, quoted, signature, links, attachments, invitation}`.

    `body` is what its writer wrote, without quotes and signature; `attachments` are `{number, name, type, size, letter}`.
    """

    title = local("Read a letter", "Прочитать письмо")
    about = local("Reads a letter; it stays unread if it was", "Читает письмо; непрочитанное остаётся непрочитанным")

    class Params(BaseModel):
        """The letter."""

        model_config = ConfigDict(extra="forbid")
        letter: str = Field(
            min_length=1,
            max_length=100,
            description="its id",
            title="Letter",
            json_schema_extra=in_russian("Письмо", "его номер"),
        )

    untrusted = True
    shorthand = "letter"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        found = await context.use(Mail).read(params.letter)
        return StepResult(value=letters.read_value(found, context.language), sources=_told.sources([found.head]))
