"""`event.find`: which event the owner means."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.record import Record
from assistant.domain.run import StepResult
from assistant.domain.value import Moment
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Calendars
from assistant.steps.event import _told
from assistant.wording import calendars, origins, records
from assistant.wording.meant import meant

MOST = 5
"""Events offered when several are meant equally well."""
_AHEAD = timedelta(days=366)


class FindEvent(StepKind["FindEvent.Params"]):
    """Finds the event the owner means by `text`, over all calendars. Gives a list of `{id, text, ...}`: one when it is clear, up to
    five that fit equally well.

    An event whose words are exactly the text wins, then those that hold all its words by dictionary form, then the most alike.
    Without `text`: the next one. `when` keeps those of that day, or of that time when it names one. What recurs is found once, at its
    next time: `id` is all of it, `occurrence` just that time. With `invited` only invitations of others, those not yet answered
    first. Past events are never meant. Nothing fits: the step is refused.
    """

    title = local("Find an event", "Найти событие")
    about = local("Finds the event that is meant by some words", "Находит событие, о котором идёт речь")

    class Params(BaseModel):
        """What is looked for."""

        model_config = ConfigDict(extra="forbid")
        text: str = Field(default="", max_length=2_000, title="What to look for", json_schema_extra=in_russian("Что искать"))
        when: Moment | None = Field(default=None, title="When", json_schema_extra=in_russian("Когда"))
        invited: bool = Field(
            default=False, title="Only invitations of others", json_schema_extra=in_russian("Только приглашения от других")
        )
        calendars: list[str] = Field(
            default_factory=list,
            max_length=50,
            description="by their names; none: all that are looked at",
            title="Calendars",
            json_schema_extra=in_russian("Календари", "по названиям; пусто — все, что видны"),
        )

    shorthand = "text"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        now, port = context.now, context.use(Calendars)
        named = await calendars.to_read(params.calendars, port, context.decided, context.language)
        to_come: dict[str, Record] = {}
        for record in await port.between(now, now + _AHEAD, calendars=named):
            if _is_then(record, params.when, now) and (not params.invited or _told.event_of(record).organiser):
                to_come.setdefault(record.id, record)
        if params.invited and any(_told.event_of(record).answer == "waiting" for record in to_come.values()):
            to_come = {key: record for key, record in to_come.items() if _told.event_of(record).answer == "waiting"}
        found = _found(params.text, to_come)
        if not found:
            raise StepRefused(_nothing(params, list(to_come.values()), context))
        return StepResult(value=[_choice(record, context) for record in found], sources=origins.of_events(found))


def _found(text: str, to_come: dict[str, Record]) -> list[Record]:
    if text:
        return [to_come[key] for key in meant(text, {key: record.body.text for key, record in to_come.items()}, MOST)]
    return list(to_come.values())[:1]


def _choice(record: Record, context: StepContext) -> dict[str, object]:
    """`text` is the whole line, so that events with the same words can be told apart when the owner is asked."""
    return {**records.value(record), "text": records.line(record, context.now, context.language)}


def _is_then(record: Record, when: Moment | None, now: datetime) -> bool:
    if when is None:
        return True
    local, asked = _told.event_of(record).start.astimezone(now.tzinfo), when.at.astimezone(now.tzinfo)
    if when.has_time:
        return abs(local - asked) < timedelta(minutes=1)
    return local.date() == asked.date()


def _nothing(params: FindEvent.Params, to_come: Sequence[Record], context: StepContext) -> str:
    """What there is instead is named only when it is the owner's own: an error may end up anywhere."""
    russian = context.language == "ru"
    quoted = "" if not params.text else f" «{params.text}»" if russian else f" “{params.text}”"
    if params.invited:
        return f"Приглашения{quoted} нет." if russian else f"There is no invitation{quoted}."
    own = [record for record in to_come if not origins.is_foreign(_told.event_of(record))][:MOST]
    there = "; ".join(records.line(record, context.now, context.language) for record in own)
    said = f"Нет события впереди{quoted}." if russian else f"There is no event to come{quoted}."
    return said + (f" {'Есть' if russian else 'There is'}: {there}." if there else "")
