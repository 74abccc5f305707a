"""The owner's notes, tasks, reminders and events, from the window."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from pydantic import Field, ValidationError, model_validator

from assistant.domain.base import Json
from assistant.domain.record import Collection, Record
from assistant.errors import AssistantError
from assistant.server.desk import Desk
from assistant.server.moments import Moment
from assistant.server.rpc import Done, Keyed, Method, Params, Result, RouteGroup

LONGEST = timedelta(days=800)
"""How long a time may be asked for at once."""


class RecordQuery(Params):
    """A collection; `text` narrows by words."""

    collection: Collection
    text: str = Field(default="", max_length=400)
    limit: int = Field(default=200, ge=1, le=1_000)


class RecordsWithin(Params):
    """A collection within [start, end), at most LONGEST apart: what recurs comes once for each time."""

    collection: Collection
    start: Moment
    end: Moment

    @model_validator(mode="after")
    def _check_length(self) -> RecordsWithin:
        if not timedelta() <= self.end - self.start <= LONGEST:
            raise ValueError(f"end must follow start by at most {LONGEST.days} days")
        return self


class RecordList(Result):
    """Records."""

    records: Sequence[Record]


class RecordChange(Keyed):
    """A record's new content."""

    record: str
    body: dict[str, Json]


class RecordWanted(Keyed):
    """One record."""

    record: str


class RecordResult(Result):
    """A record as it is now."""

    record: Record


async def list_all(desk: Desk, params: RecordQuery) -> RecordList:
    """Newest first, or best first when searching."""
    return RecordList(records=await desk.records.find(params.collection, params.text, limit=params.limit))


async def between(desk: Desk, params: RecordsWithin) -> RecordList:
    """In order of time; recurring ones once per occurrence."""
    return RecordList(records=await desk.records.between(params.collection, params.start, params.end))


async def change(desk: Desk, params: RecordChange) -> RecordResult:
    """Change fields of a record."""
    before = await desk.records.get(params.record)
    try:
        body = type(before.body).model_validate({**before.body.model_dump(), **params.body})
    except ValidationError as error:
        raise AssistantError(
            f"That cannot be kept: {error.errors()[0]['msg']}.", ru=f"Это нельзя сохранить: {error.errors()[0]['msg']}."
        ) from error
    return RecordResult(record=await desk.records.change(params.record, body, key=f"window:{params.key}"))


async def remove(desk: Desk, params: RecordWanted) -> Done:
    """Remove a record."""
    await desk.records.remove(params.record, key=f"window:{params.key}")
    return Done()


async def revert(desk: Desk, params: Keyed) -> Done:
    """Take back a change made from the window, by the key it was made with."""
    await desk.records.revert(f"window:{params.key}")
    return Done()


class RecordRoutes(RouteGroup):
    """`records.*`"""

    methods = {
        "list": Method(RecordQuery, RecordList, list_all),
        "between": Method(RecordsWithin, RecordList, between),
        "change": Method(RecordChange, RecordResult, change),
        "remove": Method(RecordWanted, Done, remove),
        "revert": Method(Keyed, Done, revert),
    }
