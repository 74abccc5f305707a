"""`if`: one way or the other."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from assistant.domain.base import Json
from assistant.domain.flow import Step
from assistant.extensions import ControlStep, Walk


class If(ControlStep):
    """Carries out `steps` when the condition holds, else the steps under `else`. Gives whether it held.

    What the steps save stays visible afterwards.
    """

    class Params(BaseModel):
        """The condition."""

        model_config = ConfigDict(extra="forbid")
        condition: str | bool

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
