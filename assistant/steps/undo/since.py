"""`undo.since`: take back all that was done since a time."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.domain.run import StepResult
from assistant.domain.value import Duration, Moment, Period
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Undo

_AHEAD = {
    "en": "That time has not come yet, so there is nothing to take back.",
    "ru": "Это время ещё не наступило, отменять нечего.",
}


class UndoSince(StepKind["UndoSince.Params"]):
    """Takes back everything done since a moment, within the last `duration`, or since the start of a period. Gives the list of what was taken back."""

    title = local("Undo everything since", "Отменить всё с момента")
    about = local(
        "Takes back everything done since a moment or within some time",
        "Отменяет всё, что сделано с какого-то момента или за какое-то время",
    )

    class Params(BaseModel):
        """Since when, in one of three ways."""

        model_config = ConfigDict(extra="forbid")
        when: Moment | None = Field(default=None, title="Since when", json_schema_extra=in_russian("С какого момента"))
        duration: Duration | None = Field(default=None, title="Within the last", json_schema_extra=in_russian("За последние"))
        period: Period | None = Field(default=None, title="Since the start of", json_schema_extra=in_russian("С начала"))

        @model_validator(mode="after")
        def _one(self) -> UndoSince.Params:
            if sum(value is not None for value in (self.when, self.duration, self.period)) != 1:
                raise ValueError("give one of `when`, `duration` and `period`")
            return self

    async def run(self, params: Params, context: StepContext) -> StepResult:
        if params.when is not None:
            since = _before(params.when, context.now)
        elif params.period is not None:
            since = params.period.start
        else:
            since = context.now - timedelta(seconds=params.duration.seconds if params.duration else 0.0)
        if since > context.now:
            raise StepRefused(_AHEAD[context.language])
        return StepResult(value=list(await context.use(Undo).undo_since(since, before_turn=context.turn)))


def _before(when: Moment, now: datetime) -> datetime:
    """A time of day still to come today was meant as the one that has been: "since nine" at noon."""
    ahead = when.has_time and now < when.at <= now + timedelta(days=1)
    return when.at - timedelta(hours=12 if when.at - timedelta(hours=12) <= now else 24) if ahead else when.at
