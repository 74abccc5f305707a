"""Reminders that have fired."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field

from assistant import clock
from assistant.domain.record import Record, Reminder
from assistant.errors import NotFound
from assistant.server.desk import Desk
from assistant.server.rpc import Keyed, Method, Result, RouteGroup


class SnoozeParams(Keyed):
    """Remind again after so many minutes."""

    record: str
    minutes: float = Field(gt=0, le=60 * 24 * 31)


class SnoozeResult(Result):
    """The reminder that will come."""

    record: Record


async def snooze(desk: Desk, params: SnoozeParams) -> SnoozeResult:
    """Remind of the same again later; a recurring one keeps its rhythm beside it."""
    reminder = (await desk.records.get(params.record)).body
    if not isinstance(reminder, Reminder):
        raise NotFound("That is no reminder.", ru="Это не напоминание.")
    at = clock.now() + timedelta(minutes=params.minutes)
    again = Reminder(text=reminder.text, at=at, missed=reminder.missed, timer=reminder.timer)
    return SnoozeResult(record=await desk.records.add("reminder", again, key=f"window:{params.key}"))


class ReminderRoutes(RouteGroup):
    """`reminder.*`"""

    methods = {"snooze": Method(SnoozeParams, SnoozeResult, snooze)}
