"""`command`: another command as a step."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json
from assistant.domain.flow import Step
from assistant.extensions import ControlStep, Walk


class Command(ControlStep):
    """Carries out another command with these slots; gives that command's result."""

    class Params(BaseModel):
        """Which command, and what it needs to know."""

        model_config = ConfigDict(extra="forbid")
        name: str
        slots: dict[str, Any] | str = Field(default_factory=dict)

    class Options(BaseModel):
        """Nothing beside it."""

        model_config = ConfigDict(extra="forbid")

    shorthand = "name"

    async def run(self, step: Step, walk: Walk) -> Json:
        params = walk.value(step.params)
        return await walk.command(str(params["name"]), params.get("slots") or {})
