"""`if`: one way or the other."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json
from assistant.domain.flow import Step
from assistant.extensions.steps import ControlStep, Walk, in_russian, local


class If(ControlStep):
    """Carries out `steps` when the condition holds, else the steps under `else`. Gives whether it held.

    What the steps save stays visible afterwards.
    """

    title = local("If … otherwise", "Если … иначе")
    about = local(
        "Carries out steps when a condition holds, else others", "Выполняет одни шаги, если условие верно, и другие, если нет"
    )

    class Params(BaseModel):
        """The condition."""

        model_config = ConfigDict(extra="forbid")
        condition: str | bool = Field(title="Condition", json_schema_extra=in_russian("Условие"))

    class Options(BaseModel):
        """Nothing beside the blocks."""

        model_config = ConfigDict(extra="forbid")

    shorthand = "condition"
    blocks = ("steps", "else")

    async def run(self, step: Step, walk: Walk) -> Json:
        held = bool(walk.value(step.params["condition"]))
        block = "steps" if held else "else"
        await walk.steps(step.blocks.get(block, ()), block, keep=True)
        return held
