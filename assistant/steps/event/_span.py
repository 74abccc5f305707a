"""When an event begins and ends, from the moment that was said."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from assistant.domain.base import Language
from assistant.domain.recurrence import following, is_valid
from assistant.domain.value import Moment
from assistant.errors import StepRefused
from assistant.wording import times

USUAL = timedelta(hours=1)
"""How long an event is unless said."""
GRACE = timedelta(minutes=10)
"""A meeting that began this short a time ago may still be put down."""


def start_of(when: Moment, now: datetime, language: Language) -> datetime:
    """The start in the zone of `now`; a day alone is its midnight. A recurring event whose first time has passed begins with
    the next. Raises StepRefused for the past."""
    local = when.at.astimezone(now.tzinfo)
    if not when.has_time:
        local = datetime.combine(local.date(), time(), local.tzinfo)
    if when.recurrence and is_valid(when.recurrence, local) and local < now:
        local = following(when.recurrence, local, now) or local
    over = local.date() < now.date() if not when.has_time else local < now - GRACE
    if over:
        past = times.at_moment(local, now, language, has_time=when.has_time)
        raise StepRefused(
            f"Это время уже прошло: {past}. Назовите время впереди."
            if language == "ru"
            else f"That time has passed: {past}. Name a time ahead."
        )
    return local
