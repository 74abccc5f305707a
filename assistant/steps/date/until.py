"""`date.until`: how many days to a date."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.domain.run import StepResult
from assistant.domain.value import Moment
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local

_LEAP_CYCLE = 8
"""29 February comes round within so many years."""


class DaysUntil(StepKind["DaysUntil.Params"]):
    """Counts the days from today to a date. Gives `{days, date}`; days are negative for a date that has passed.

    `when` is a moment; `day` a day of the year as MM-DD, the next time it comes (today counts).
    """

    title = local("How long until a date", "Сколько до даты")
    about = local("Counts the days from today to a date", "Считает дни от сегодня до даты")

    class Params(BaseModel):
        """The date, in one of two ways."""

        model_config = ConfigDict(extra="forbid")
        when: Moment | None = Field(default=None, title="Date", json_schema_extra=in_russian("Дата"))
        day: str | None = Field(
            default=None, pattern=r"^\d\d-\d\d$", title="Day of the year", json_schema_extra=in_russian("День года")
        )

        @model_validator(mode="after")
        def _one(self) -> DaysUntil.Params:
            if (self.when is None) == (self.day is None):
                raise ValueError("give either `when` or `day`")
            return self

    async def run(self, params: Params, context: StepContext) -> StepResult:
        today = context.now.date()
        if params.when is not None:
            wanted = params.when.at.astimezone(context.now.tzinfo).date()
        else:
            wanted = _next(params.day or "", today)
        return StepResult(value={"days": (wanted - today).days, "date": wanted.isoformat()})


def _next(day: str, today: date) -> date:
    for year in range(today.year, today.year + _LEAP_CYCLE + 1):
        try:
            found = date.fromisoformat(f"{year}-{day}")
        except ValueError:
            continue
        if found >= today:
            return found
    raise StepRefused(f"There is no day {day} in any year.", ru=f"Дня {day} нет ни в одном году.")
