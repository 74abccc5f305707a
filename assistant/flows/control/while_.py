"""`while`: the same steps as long as a condition holds."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json
from assistant.domain.flow import Step
from assistant.errors import StepError
from assistant.extensions.steps import ControlStep, Walk, in_russian, local


class While(ControlStep):
    """Carries out `steps` again and again while the condition holds, at most `limit` times; gives what was collected.

    What the steps save stays visible to the condition and to the next pass. Reaching the limit is a failure that says so.
    """

    title = local("Repeat as long as", "Повторять, пока")
    about = local("Carries out steps again and again while a condition holds", "Повторяет шаги, пока условие верно")

    class Params(BaseModel):
        """The condition, evaluated before each pass."""

        model_config = ConfigDict(extra="forbid")
        condition: str | bool = Field(title="Condition", json_schema_extra=in_russian("Условие"))

    class Options(BaseModel):
        """The bound, and what to collect."""

        model_config = ConfigDict(extra="forbid")
        limit: int = Field(default=100, ge=1, le=10_000, title="At most", json_schema_extra=in_russian("Не больше"))
        collect: str = Field(
            default="", title="Collect from each pass", json_schema_extra=in_russian("Собрать из каждого прохода")
        )

    shorthand = "condition"
    blocks = ("steps",)

    async def run(self, step: Step, walk: Walk) -> Json:
        options = self.Options.model_validate(dict(step.options))
        collected: list[Json] = []
        names = dict(walk.names)
        index = 0
        while walk.value(step.params["condition"], names):
            if index >= options.limit:
                raise StepError(
                    f"`while` was still not finished after {options.limit} passes.",
                    ru=f"`while` не закончился и после {options.limit} повторов.",
                )
            await walk.progress(index, None, None, collected=len(collected), failed=0, finished=False)
            names = dict(await walk.steps(step.blocks["steps"], f"[{index}]", names, keep=True))
            if options.collect and (value := walk.value(options.collect, names)) not in (None, ""):
                collected.append(value)
            index += 1
        await walk.progress(index, index, None, collected=len(collected), failed=0, finished=True)
        return collected
