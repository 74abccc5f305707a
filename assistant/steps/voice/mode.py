"""`voice.mode`: how the microphone is used."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.domain.speech import ListenMode
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Voice


class VoiceMode(StepKind["VoiceMode.Params"]):
    """Listens always, only while a key is held (`push`), or not at all (`off`). Gives the mode."""

    title = local("Change when to listen", "Сменить режим слушания")
    about = local(
        "Listens always, only while a key is held, or not at all",
        "Слушает всегда, только при нажатой клавише или совсем не слушает",
    )

    class Params(BaseModel):
        """The mode."""

        model_config = ConfigDict(extra="forbid")
        mode: ListenMode = Field(title="Mode", json_schema_extra=in_russian("Режим"))

    shorthand = "mode"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        await context.use(Voice).set_mode(params.mode)
        return StepResult(value=params.mode.value)
