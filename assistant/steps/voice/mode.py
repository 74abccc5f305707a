"""`voice.mode`: how the microphone is used."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from assistant.domain.run import StepResult
from assistant.domain.speech import ListenMode
from assistant.extensions import StepContext, StepKind
from assistant.ports import Voice


class VoiceMode(StepKind["VoiceMode.Params"]):
    """Listens always, only while a key is held (`push`), or not at all (`off`). Gives the mode."""

    class Params(BaseModel):
        """The mode."""

        model_config = ConfigDict(extra="forbid")
        mode: ListenMode

    shorthand = "mode"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        await context.use(Voice).set_mode(params.mode)
        return StepResult(value=params.mode.value)
