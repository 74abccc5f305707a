"""An event as it is to be, from what was said."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.calendar import Calendar
from assistant.domain.record import Event
from assistant.domain.recurrence import ending, named
from assistant.domain.value import Duration, Moment
from assistant.extensions.steps import StepContext, in_russian
from assistant.ports import Calendars
from assistant.steps.event._hour import on_the_day_of
from assistant.steps.event._span import USUAL, start_of
from assistant.wording.titles import title


class Planned(BaseModel):
    """What, when and for how long."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    text: str = Field(min_length=1, max_length=2_000, title="Text", json_schema_extra=in_russian("Текст"))
    when: Moment = Field(title="When", json_schema_extra=in_russian("Когда"))
    duration: Duration | None = Field(default=None, title="How long", json_schema_extra=in_russian("Сколько времени"))
    place: str = Field(default="", max_length=1_000, title="Place", json_schema_extra=in_russian("Место"))
    about: str = Field(default="", max_length=8_000, title="Description", json_schema_extra=in_russian("Описание"))
    calendar: str = Field(
        default="",
        max_length=300,
        description="by its name; empty: the default one",
        title="Calendar",
        json_schema_extra=in_russian("Календарь", "по названию; пусто — основной"),
    )
    video: bool = Field(default=False, title="With a video call", json_schema_extra=in_russian("С видеозвонком"))


def planned(params: Planned, context: StepContext) -> Event:
    """The event these words make. Raises StepRefused for the past."""
    start = start_of(params.when, context.now, context.language)
    return Event(
        text=title(params.text),
        start=start,
        end=end_of(start, params.when, params.duration),
        all_day=not params.when.has_time,
        recurrence=params.when.recurrence,
        place=params.place,
        about=params.about,
    )


def end_of(start: datetime, when: Moment, duration: Duration | None) -> datetime:
    """When it ends: an hour later unless said, exactly so long also while clocks change; a day alone ends at midnight."""
    if when.has_time:
        length = timedelta(seconds=max(duration.seconds, 60)) if duration else USUAL
        return (start.astimezone(UTC) + length).astimezone(start.tzinfo)
    days = max(1, round(duration.seconds / 86_400)) if duration else 1
    return datetime.combine(start.date() + timedelta(days=days), time(), start.tzinfo)


def moved(event: Event, wanted: Moment, context: StepContext) -> Event:
    """The event at another time. Raises StepRefused for the past."""
    when = on_the_day_of(event.start, _with_time_of(event, wanted, context.now), context.now)
    start = start_of(when, context.now, context.language)
    if event.all_day and wanted.has_time:
        end = (start.astimezone(UTC) + USUAL).astimezone(start.tzinfo)
    else:
        end = ending(event.start, event.end, start, days=event.all_day)
    where = named(event.zone) or context.now.tzinfo
    shift = _wall(start, where) - _wall(event.start, where)
    return event.model_copy(
        update={
            "start": start,
            "end": end,
            "all_day": event.all_day and not wanted.has_time,
            "recurrence": wanted.recurrence or event.recurrence,
            "skipped": tuple((_wall(at, where) + shift).replace(tzinfo=where) for at in event.skipped),
            "added": tuple((_wall(at, where) + shift).replace(tzinfo=where) for at in event.added),
        }
    )


def _wall(moment: datetime, zone: tzinfo | None) -> datetime:
    """On the clock on the wall, by which a rule is followed: what it leaves out keeps its place in it over a change of clocks."""
    return moment.astimezone(zone).replace(tzinfo=None)


def _with_time_of(event: Event, when: Moment, now: datetime) -> Moment:
    if when.has_time or event.all_day:
        return when
    local = datetime.combine(when.at.astimezone(now.tzinfo).date(), event.start.astimezone(now.tzinfo).time(), now.tzinfo)
    return when.model_copy(update={"at": local, "has_time": True})


async def that_invites(port: Calendars, said: str) -> Calendar:
    """The calendar named, else the default one, else the first that invites, and makes video calls, by itself."""
    wanted = await port.calendar(said)
    if said or wanted.invites:
        return wanted
    return next((each for each in await port.calendars() if each.invites and each.writable), wanted)
