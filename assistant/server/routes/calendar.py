"""The owner's calendars and what stands in them, from the window."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from pydantic import model_validator

from assistant.domain.calendar import Calendar
from assistant.domain.record import Record
from assistant.errors import StepError
from assistant.server.desk import Desk
from assistant.server.moments import Moment
from assistant.server.rpc import Method, Params, Result, RouteGroup

LONGEST = timedelta(days=800)
"""How long a time may be asked for at once."""


class EventsWithin(Params):
    """A time, [start, end), at most LONGEST long."""

    start: Moment
    end: Moment

    @model_validator(mode="after")
    def _check_length(self) -> EventsWithin:
        if not timedelta() <= self.end - self.start <= LONGEST:
            raise ValueError(f"end must follow start by at most {LONGEST.days} days")
        return self


class EventList(Result):
    """Events in order; what recurs comes once for each time."""

    events: Sequence[Record]


class CalendarList(Result):
    """Calendars, the default one first."""

    calendars: Sequence[Calendar]


async def between(desk: Desk, params: EventsWithin) -> EventList:
    """As last known, of all calendars that are looked at; `calendar.changed` tells when there is more."""
    return EventList(events=await desk.calendars.between(params.start, params.end, fresh=False))


async def list_all(desk: Desk, params: Params) -> CalendarList:
    """Every calendar, as far as it is known."""
    try:
        return CalendarList(calendars=await desk.calendars.calendars())
    except StepError:
        # What is not known yet comes later, when it can be reached.
        return CalendarList(calendars=await desk.calendars.calendars(fresh=False))


class CalendarRoutes(RouteGroup):
    """`calendar.*`"""

    methods = {"between": Method(EventsWithin, EventList, between), "list": Method(Params, CalendarList, list_all)}
