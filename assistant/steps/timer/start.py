"""`timer.start`: a timer."""

from __future__ import annotations

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.record import Reminder
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.domain.value import Duration
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Records
from assistant.wording import records, times, undone

_LONGEST = 366 * 86_400
_UNCLEAR = {
    "en": "A timer runs for at least a second and at most a year.",
    "ru": "Таймер идёт не меньше секунды и не больше года.",
}


class StartTimer(StepKind["StartTimer.Params"]):
    """Starts a timer; several may run at once. Gives `{id, text, at}`. `text` says what it is for; without one it is named by its length."""

    title = local("Start a timer", "Запустить таймер")
    about = local("Starts a timer; several may run at once", "Запускает таймер; их может быть несколько")

    class Params(BaseModel):
        """How long, and what for."""

        model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
        duration: Duration = Field(title="How long", json_schema_extra=in_russian("Сколько времени"))
        text: str = Field(default="", max_length=500, title="What for", json_schema_extra=in_russian("Для чего"))

    effect = Effect.WRITES

    async def run(self, params: Params, context: StepContext) -> StepResult:
        seconds = params.duration.seconds
        if not 1 <= seconds <= _LONGEST:
            raise StepRefused(_UNCLEAR[context.language])
        length = times.length(seconds, context.language, after_preposition=True)
        name = params.text or (f"Таймер на {length}" if context.language == "ru" else f"Timer for {length}")
        timer = Reminder(text=name[0].upper() + name[1:], at=context.now + timedelta(seconds=seconds), timer=True)
        record = await context.use(Records).add("reminder", timer, key=context.key)
        receipt = Receipt(kind="timer", id=record.id, summary=records.line(record, context.now, context.language))
        return StepResult(value=records.value(record), receipt=receipt)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return undone.sentence(await context.use(Records).revert(context.key), context.now, context.language)
