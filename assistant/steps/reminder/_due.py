"""When a reminder is to be told, from the moment that was said."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from assistant.domain.base import Language
from assistant.domain.recurrence import following, is_valid
from assistant.domain.value import Moment
from assistant.errors import StepRefused
from assistant.wording import times

MORNING = time(9, 0)
"""The time of a reminder for which only a day was named."""
SOON = timedelta(hours=1)
"""How far ahead a reminder "for today" is when the morning is over."""


def due(when: Moment, now: datetime, language: Language) -> datetime:
    """The first time to tell it, in the zone of `now`.

    A day alone is its morning (today, when that is over: in an hour). A recurring one whose first time has passed begins
    with its next. Raises StepRefused for a moment in the past and a rule nobody can read.
    """
    local = when.at.astimezone(now.tzinfo)
    if not when.has_time:
        local = datetime.combine(local.date(), MORNING, local.tzinfo)
        if local <= now and local.date() == now.date() and not when.recurrence:
            local = (now + SOON).replace(second=0, microsecond=0)
    if when.recurrence and not is_valid(when.recurrence, local):
        raise StepRefused(
            "Не понимаю, как часто повторять." if language == "ru" else "How often it repeats cannot be understood."
        )
    if local <= now and when.recurrence:
        local = following(when.recurrence, local, now) or local
    if local <= now:
        past = times.at_moment(local, now, language)
        raise StepRefused(
            f"Это время уже прошло: {past}. Назовите время впереди."
            if language == "ru"
            else f"That time has passed: {past}. Name a time ahead."
        )
    return local
