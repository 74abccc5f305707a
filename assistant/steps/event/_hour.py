"""A moment that named only a time of day belongs to the day of the event it moves."""

from __future__ import annotations

import functools
import re
from datetime import datetime, timedelta

from assistant.domain.value import Moment
from assistant.words import fold, lemmas

_DAYS = (
    "сегодня завтра послезавтра понедельник вторник среда четверг пятница суббота воскресенье день неделя месяц год через "
    "выходные число января февраля марта апреля мая июня июля августа сентября октября ноября декабря "
    "today tomorrow monday tuesday wednesday thursday friday saturday sunday day week month year in weekend next "
    "january february march april may june july august september october november december"
)
_PART_WORDS = re.compile(r"вечер|ночи|ночью|утр|дня|\bp\.?m|\ba\.?m|evening|night|morning|\b(?:19|2[0-3])\b")
_DATE = re.compile(r"\d[./-]\d|\d(?:st|nd|rd|th)\b")


def on_the_day_of(start: datetime, when: Moment, now: datetime) -> Moment:
    """`when` on the day `start` is on, if its words name a time and no day ("на одиннадцать"); else as it is.

    Read for today, a bare seven to eleven may have become the evening, being nearest ahead; on another day it is the morning.
    """
    if not when.has_time or not when.text or _names_a_day(when.text):
        return when
    day, at = start.astimezone(now.tzinfo).date(), when.at.astimezone(now.tzinfo)
    if day != at.date() and at.hour >= 19 and not _PART_WORDS.search(fold(when.text)):
        at -= timedelta(hours=12)
    return when.model_copy(update={"at": datetime.combine(day, at.time(), now.tzinfo)})


def _names_a_day(text: str) -> bool:
    return bool(_DATE.search(text)) or not _day_words().isdisjoint(lemmas(text).split())


@functools.cache
def _day_words() -> frozenset[str]:
    return frozenset(lemmas(_DAYS).split())
