"""`task.add`: put something on the list of tasks."""

from __future__ import annotations

from datetime import datetime, time

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.record import Task
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.domain.value import Moment
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Records
from assistant.wording import records, undone


class AddTask(StepKind["AddTask.Params"]):
    """Adds a task. Gives `{id, text, due, done}`.

    A `due` without a time of day means the end of that day, so that the task counts as late only when the day is over.
    """

    title = local("Add a task", "Добавить задачу")
    about = local("Adds a task", "Добавляет задачу")

    class Params(BaseModel):
        """What is to be done, and until when."""

        model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
        text: str = Field(min_length=1, max_length=2_000, title="Text", json_schema_extra=in_russian("Текст"))
        due: Moment | None = Field(default=None, title="By when", json_schema_extra=in_russian("К какому сроку"))

    effect = Effect.WRITES
    shorthand = "text"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        text = params.text[0].upper() + params.text[1:]
        task = Task(text=text, due=_due(params.due, context.now))
        record = await context.use(Records).add("task", task, key=context.key)
        receipt = Receipt(kind="task", id=record.id, summary=records.line(record, context.now, context.language))
        return StepResult(value=records.value(record), receipt=receipt)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return undone.sentence(await context.use(Records).revert(context.key), context.now, context.language)


def _due(due: Moment | None, now: datetime) -> datetime | None:
    if due is None:
        return None
    local = due.at.astimezone(now.tzinfo)
    return local if due.has_time else datetime.combine(local.date(), time(23, 59), local.tzinfo)
