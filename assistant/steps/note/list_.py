"""`note.list`: the notes."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Records
from assistant.wording import records


class ListNotes(StepKind["ListNotes.Params"]):
    """Finds notes. Gives a list of `{id, text, created}`: with `text` those that hold all its words, best first, else the newest first."""

    title = local("List the notes", "Перечислить заметки")
    about = local("Finds notes, the newest first", "Находит заметки, новые сначала")

    class Params(BaseModel):
        """Which notes."""

        model_config = ConfigDict(extra="forbid")
        text: str = Field(default="", title="Words in it", json_schema_extra=in_russian("Слова в ней"))
        limit: int = Field(default=50, ge=1, le=500, title="At most", json_schema_extra=in_russian("Не больше"))

    shorthand = "text"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        found = await context.use(Records).find("note", params.text, limit=params.limit)
        return StepResult(value=[records.value(record) for record in found])
