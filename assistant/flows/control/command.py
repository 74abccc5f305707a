"""`command`: another command as a step."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json
from assistant.domain.flow import Step
from assistant.extensions.steps import ControlStep, Walk, in_russian, local


class Command(ControlStep):
    """Carries out another command with these slots; gives that command's result."""

    title = local("Another command", "Другая команда")
    about = local("Carries out another command and gives its result", "Выполняет другую команду и даёт её результат")

    class Params(BaseModel):
        """Which command, and what it needs to know."""

        model_config = ConfigDict(extra="forbid")
        name: str = Field(title="Command", json_schema_extra=in_russian("Команда"))
        slots: dict[str, Any] | str = Field(
            default_factory=dict, title="What it needs to know", json_schema_extra=in_russian("Что ей нужно знать")
        )

    class Options(BaseModel):
        """Nothing beside it."""

        model_config = ConfigDict(extra="forbid")

    shorthand = "name"

    async def run(self, step: Step, walk: Walk) -> Json:
        params = walk.value(step.params)
        return await walk.command(str(params["name"]), params.get("slots") or {})
