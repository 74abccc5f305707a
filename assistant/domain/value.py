"""What a slot can hold: typed values that read the same in a flow, in the database and on the screen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from assistant.domain.base import Frozen


class Moment(Frozen):
    """A point in time, read from words such as "завтра в десять" or "every Monday at 9".

    `at` always has a time zone. `has_time` is false when only a day was named (then `at` is the start of that day).
    `recurrence` is an RFC 5545 RRULE without the prefix ("FREQ=WEEKLY;BYDAY=MO"), or empty.
    """

    at: datetime
    has_time: bool = True
    recurrence: str = ""
    text: str = ""


class Period(Frozen):
    """From `start` (inclusive) to `end` (exclusive), with time zones: "за вчера", "this week", "с 9 до 10"."""

    start: datetime
    end: datetime
    text: str = ""


class Duration(Frozen):
    """A length of time in seconds: "полчаса", "10 minutes"."""

    seconds: float
    text: str = ""


class Money(Frozen):
    """An amount in a currency (ISO 4217): "пятьдесят тысяч рублей"."""

    amount: float
    currency: str
    text: str = ""


class Person(Frozen):
    """Somebody named; `name` is the dictionary form ("Анна" from "Анне")."""

    name: str
    text: str = ""


Day = date
SlotKind = Literal[
    "text", "number", "money", "duration", "moment", "period", "person", "email", "url", "account", "choice", "list", "told"
]
