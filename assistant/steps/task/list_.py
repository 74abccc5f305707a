"""`task.list`: the tasks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.record import Task
from assistant.domain.run import StepResult
from assistant.domain.value import Period
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Records
from assistant.wording import records

_MOST = 500


class ListTasks(StepKind["ListTasks.Params"]):
    """Finds tasks. Gives a list of `{id, text, due, done}`, those due soonest first, those without a date after them.

    With `period` only tasks due in it; when it reaches the present, the late ones too, for they still have to be done.
    """

    title = local("List the tasks", "Перечислить задачи")
    about = local("Finds tasks, those due soonest first", "Находит задачи, самые срочные сначала")

    class Params(BaseModel):
        """Which tasks."""

        model_config = ConfigDict(extra="forbid")
        text: str = Field(default="", title="Words in it", json_schema_extra=in_russian("Слова в ней"))
        period: Period | None = Field(default=None, title="Which days", json_schema_extra=in_russian("За какие дни"))
        state: Literal["open", "done", "all"] = Field(default="open", title="State", json_schema_extra=in_russian("Состояние"))
        limit: int = Field(default=50, ge=1, le=_MOST, title="At most", json_schema_extra=in_russian("Не больше"))

    shorthand = "text"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        found = await context.use(Records).find("task", params.text, limit=_MOST)
        tasks = [(record, record.body) for record in found if isinstance(record.body, Task)]
        kept = [
            (record, task)
            for record, task in tasks
            if params.state in ("all", "done" if task.done else "open") and _within(task, params.period, context.now)
        ]
        kept.sort(key=lambda pair: (pair[1].due is None, pair[1].due or pair[0].created))
        return StepResult(value=[records.value(record) for record, _task in kept[: params.limit]])


def _within(task: Task, period: Period | None, now: datetime) -> bool:
    if period is None:
        return True
    if task.due is None:
        return False
    if task.due < now and not task.done and period.start <= now < period.end + timedelta(seconds=1):
        return True
    return period.start <= task.due < period.end
