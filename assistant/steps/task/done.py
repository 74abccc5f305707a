"""`task.done`: mark a task as done, or as still open."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.record import Task
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Records
from assistant.wording import records, undone


class FinishTask(StepKind["FinishTask.Params"]):
    """Marks the task with this `id` (from `record.find` or `task.list`) as done; with `done: false` as open again. Gives the task."""

    title = local("Mark a task as done", "Отметить задачу выполненной")
    about = local("Marks a task as done, or as open again", "Отмечает задачу выполненной или снова открытой")

    class Params(BaseModel):
        """Which task, and what it shall be."""

        model_config = ConfigDict(extra="forbid")
        id: str = Field(title="Task", json_schema_extra=in_russian("Задача"))
        done: bool = Field(default=True, title="Done", json_schema_extra=in_russian("Выполнена"))

    effect = Effect.WRITES
    shorthand = "id"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        port = context.use(Records)
        task = (await port.get(params.id)).body
        if not isinstance(task, Task):
            raise StepRefused(f"`{params.id}` is not a task.", ru=f"`{params.id}` — не задача.")
        record = await port.change(params.id, task.model_copy(update={"done": params.done}), key=context.key)
        receipt = Receipt(kind="task", id=record.id, summary=records.line(record, context.now, context.language))
        return StepResult(value=records.value(record), receipt=receipt)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return undone.sentence(await context.use(Records).revert(context.key), context.now, context.language)
