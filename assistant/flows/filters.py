"""Filters for the texts of commands: how moments, lengths, numbers and records are said in the owner's language.

Each takes the language and the time of the run from the names `language` and `now`, so `{{ when | moment }}` is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, cast

from jinja2 import pass_context
from jinja2.runtime import Context

from assistant.domain.base import Json, Language
from assistant.flows.lists import LISTS
from assistant.wording import numbers, records, rules, times, titles
from assistant.words import WORD, in_case

BRIEF = 160
"""Characters of a text that `brief` keeps."""


def _language(context: Context) -> Language:
    return "ru" if context.get("language") == "ru" else "en"


def _now(context: Context) -> datetime:
    now = context.get("now")
    return _instant(now) if isinstance(now, str | datetime) else datetime.now().astimezone()


def _instant(value: Any) -> datetime:
    """The time in a text, or in a slot value that holds one."""
    if isinstance(value, Mapping):
        value = value.get("at") or value.get("start")
    found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return found if found.tzinfo else found.astimezone()


def _seconds(value: Any) -> float:
    return float(value["seconds"] if isinstance(value, Mapping) else value)


@pass_context
def moment(context: Context, value: Json) -> str:
    """When: завтра в 10:00. A moment without a time of day gives its day alone."""
    has_time = not isinstance(value, Mapping) or bool(value.get("has_time", True))
    return times.at_moment(_instant(value), _now(context), _language(context), has_time=has_time)


@pass_context
def ahead(context: Context, value: Json) -> str:
    """When, by its distance within the next hour: через 5 минут."""
    return times.ahead(_instant(value), _now(context), _language(context))


@pass_context
def day(context: Context, value: Json) -> str:
    """A date as such: 5 июня 2027."""
    found = date.fromisoformat(str(value)) if len(str(value)) == 10 else _instant(value).astimezone(_now(context).tzinfo).date()
    return times.calendar_day(found, _language(context))


@pass_context
def weekday(context: Context, value: Json) -> str:
    """The day of the week: Monday, среда."""
    found = date.fromisoformat(str(value)) if len(str(value)) == 10 else _instant(value).astimezone(_now(context).tzinfo).date()
    return times.DAYS[_language(context)][found.weekday()]


@pass_context
def clock(context: Context, value: Json) -> str:
    """The time of day: 9:05."""
    return times.clock_time(_instant(value).astimezone(_now(context).tzinfo))


@pass_context
def period(context: Context, value: Mapping[str, Json]) -> str:
    """A period: сегодня, from 23 to 29 November."""
    start, end = _instant(value["start"]), _instant(value.get("end") or value["start"])
    return times.during(start, max(end, start + timedelta(microseconds=1)), _now(context), _language(context))


@pass_context
def duration(context: Context, value: Json) -> str:
    """A length: 1 hour 30 minutes, 5 минут."""
    return times.length(_seconds(value), _language(context))


@pass_context
def for_duration(context: Context, value: Json) -> str:
    """A length after на, через, for or in: на 1 минуту."""
    return times.length(_seconds(value), _language(context), after_preposition=True)


@pass_context
def number(context: Context, value: Json) -> str:
    """A number with its digits grouped: 6 000."""
    return numbers.number(float(cast("float", value)), _language(context))


@pass_context
def money(context: Context, value: Mapping[str, Json]) -> str:
    """An amount: 50 000 ₽."""
    return numbers.money(float(cast("float", value["amount"])), str(value["currency"]), _language(context))


@pass_context
def plural(context: Context, count: Json, *forms: str) -> str:
    """The form of a noun for a count: `{{ n | plural('задача', 'задачи', 'задач') }}`, two forms in English."""
    amount = len(count) if isinstance(count, list | dict) else float(cast("float", count))
    return numbers.plural(amount, _language(context), *forms)


@pass_context
def rule(context: Context, value: Json) -> str:
    """How often something recurs: каждый понедельник."""
    return rules.rule(str(value.get("recurrence", "") if isinstance(value, Mapping) else value or ""), _language(context))


@pass_context
def brief(context: Context, value: Json) -> str:
    """Anything in one line: a record with its time, a text cut to a readable length."""
    if isinstance(value, Mapping):
        text = records.value_line(value, _now(context), _language(context))
    elif isinstance(value, list):
        text = ", ".join(brief(context, item) for item in value[:20])
    else:
        text = str(value)
    text = " ".join(text.split())
    return text if len(text) <= BRIEF else text[: BRIEF - 1].rstrip() + "…"


@pass_context
def lines(context: Context, values: Iterable[Json]) -> list[str]:
    """Every item of a list in one line, for `items` of a `say` step."""
    return [brief(context, value) for value, _ in zip(values, range(10_000), strict=False)]


@pass_context
def weekday_number(context: Context, value: Json) -> int:
    """Which day of the week it is, from 1 for Monday to 7 for Sunday: `{{ now | weekday_number > 5 }}` at the weekend."""
    return _instant(value).astimezone(_now(context).tzinfo).isoweekday()


@pass_context
def hour(context: Context, value: Json) -> float:
    """The hour of the day, minutes as a fraction: 9.5 at half past nine."""
    local = _instant(value).astimezone(_now(context).tzinfo)
    return local.hour + local.minute / 60


def _case(case: str, question: str) -> Callable[[Json], str]:
    """A filter that puts Russian words into a case; other words stay as they are."""

    def inflected(value: Json) -> str:
        text = str(value.get("name") or value.get("text") or "" if isinstance(value, Mapping) else value)
        return WORD.sub(lambda found: in_case(found.group(), case), text)

    inflected.__doc__ = f"Russian words in the case that answers «{question}»; other words stay as they are."
    return inflected


def nominative(value: Json) -> str:
    """Words that stood after «для» as a title: встречи с Анной — встреча с Анной."""
    return titles.nominative(str(value))


FILTERS: dict[str, Callable[..., Any]] = {
    **LISTS,
    "accusative": _case("accs", "кого? что?"),
    "dative": _case("datv", "кому? чему?"),
    "genitive": _case("gent", "кого? чего?"),
    "instrumental": _case("ablt", "кем? чем?"),
    "prepositional": _case("loct", "о ком? о чём?"),
    "ahead": ahead,
    "brief": brief,
    "clock": clock,
    "day": day,
    "duration": duration,
    "for_duration": for_duration,
    "hour": hour,
    "lines": lines,
    "moment": moment,
    "money": money,
    "nominative": nominative,
    "number": number,
    "period": period,
    "plural": plural,
    "rule": rule,
    "weekday": weekday,
    "weekday_number": weekday_number,
}
