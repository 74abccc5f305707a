"""`mail.contacts`: people letters were exchanged with."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import Source, StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Mail
from assistant.steps.mail._people import Who


class FindContacts(StepKind["FindContacts.Params"]):
    """Finds people letters were exchanged with by their name, likeliest first. Gives a list of `{text, name, email, written, received}`."""

    title = local("Find people in mail", "Найти людей в почте")
    about = local("Finds people letters were exchanged with", "Находит людей, с кем была переписка")

    class Params(BaseModel):
        """The name, or a part of it or of the address."""

        model_config = ConfigDict(extra="forbid")
        name: Who = Field(min_length=1, max_length=300, title="Name", json_schema_extra=in_russian("Имя"))
        limit: int = Field(default=10, ge=1, le=100, title="At most", json_schema_extra=in_russian("Не больше"))

    untrusted = True
    shorthand = "name"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        found = await context.use(Mail).contacts(params.name, limit=params.limit)
        values = [
            {
                "text": str(each.address),
                "name": each.address.name,
                "email": each.address.email,
                "written": each.written,
                "received": each.received,
            }
            for each in found
        ]
        sources = tuple(Source(kind="mail", who=str(each.address), title=each.address.name) for each in found)
        return StepResult(value=values, sources=sources)
