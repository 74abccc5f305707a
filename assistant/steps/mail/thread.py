"""`mail.thread`: read a conversation."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Mail
from assistant.steps.mail import _told
from assistant.wording import letters


class ReadThread(StepKind["ReadThread.Params"]):
    """Reads the conversation a letter belongs to, the oldest first. Gives a list of what `mail.read` gives."""

    title = local("Read a conversation", "Прочитать переписку")
    about = local("Reads the conversation a letter belongs to", "Читает переписку, к которой относится письмо")

    class Params(BaseModel):
        """The letter, and how many of the newest."""

        model_config = ConfigDict(extra="forbid")
        letter: str = Field(
            min_length=1,
            max_length=100,
            description="the id of one of its letters",
            title="Letter",
            json_schema_extra=in_russian("Письмо", "номер одного из её писем"),
        )
        limit: int = Field(default=20, ge=1, le=100, title="At most", json_schema_extra=in_russian("Не больше"))

    untrusted = True
    shorthand = "letter"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        found = await context.use(Mail).thread(params.letter, limit=params.limit)
        return StepResult(
            value=[letters.read_value(each, context.language) for each in found],
            sources=_told.sources(each.head for each in found),
        )
