"""`wait`: for a time, or until a moment."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json
from assistant.domain.flow import Step
from assistant.errors import StepError
from assistant.extensions.steps import ControlStep, Walk, in_russian, local

_UNITS = {
    "s": 1,
    "sec": 1,
    "second": 1,
    "m": 60,
    "min": 60,
    "minute": 60,
    "h": 3600,
    "hour": 3600,
    "d": 86_400,
    "day": 86_400,
    "week": 604_800,
}
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([a-z]+?)s?\s*", re.IGNORECASE)
LONGEST = timedelta(days=366)


class Wait(ControlStep):
    """Waits for a time (`wait: 10 minutes`, `wait: {seconds: 30}`) or until a moment (`wait: {until: ...}`).

    Gives the time it ended at. Survives restarts; a moment in the past does not wait at all.
    """

    title = local("Wait", "Подождать")
    about = local(
        "Waits for a time or until a moment; survives restarts", "Ждёт заданное время или до момента; перезапуск не мешает"
    )

    class Params(BaseModel):
        """How long: one of the three."""

        model_config = ConfigDict(extra="forbid")
        length: str = Field(default="", title="How long", json_schema_extra=in_russian("Сколько"))
        seconds: float | str = Field(default="", title="Seconds", json_schema_extra=in_russian("Секунд"))
        until: Any = Field(default="", title="Until", json_schema_extra=in_russian("До"))

    class Options(BaseModel):
        """Nothing beside it."""

        model_config = ConfigDict(extra="forbid")

    shorthand = "length"

    async def run(self, step: Step, walk: Walk) -> Json:
        now = await walk.now()
        until = self._until(walk.value(step.params), now)
        if until - now > LONGEST:
            raise StepError("`wait` waits at most a year.", ru="`wait` ждёт не больше года.")
        await walk.wait(until)
        return until.isoformat()

    def _until(self, params: dict[str, Json], now: datetime) -> datetime:
        if until := params.get("until"):
            moment = until["at"] if isinstance(until, dict) else until
            try:
                return datetime.fromisoformat(str(moment)).astimezone(now.tzinfo)
            except ValueError as error:
                raise StepError(
                    f"`wait` cannot read the moment {moment!r}.", ru=f"`wait` не понимает время {moment!r}."
                ) from error
        if (seconds := params.get("seconds", "")) != "":
            return now + timedelta(seconds=float(seconds))
        length = params.get("length")
        if isinstance(length, dict):
            return now + timedelta(seconds=float(length["seconds"]))
        return now + timedelta(seconds=_seconds(str(length)))


def _seconds(text: str) -> float:
    if text.replace(".", "", 1).isdigit():
        return float(text)
    found = _LENGTH.fullmatch(text)
    unit = found.group(2).lower() if found else ""
    if not found or unit not in _UNITS:
        raise StepError(
            f"`wait` cannot read {text!r}; write for example `10 minutes`, `2 hours` or `1 day`.",
            ru=f"`wait` не понимает {text!r}; напишите, например, `10 minutes`, `2 hours` или `1 day`.",
        )
    return float(found.group(1)) * _UNITS[unit]
