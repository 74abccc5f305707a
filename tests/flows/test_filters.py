"""The filters of built-in texts, as expressions use them."""

from __future__ import annotations

import pytest

from assistant.domain.base import Json
from assistant.errors import ExpressionError
from assistant.flows.expressions import evaluate
from assistant.flows.filters import BRIEF, FILTERS

pytestmark = pytest.mark.unit

NAMES: dict[str, Json] = {
    "now": "2026-11-21T12:00:00+03:00",
    "when": {"at": "2026-11-22T10:00:00+03:00", "has_time": True, "recurrence": "FREQ=DAILY", "text": ""},
    "day_only": {"at": "2026-11-22T00:00:00+03:00", "has_time": False, "recurrence": "", "text": ""},
    "length": {"seconds": 60.0, "text": ""},
    "today": {"start": "2026-11-21T00:00:00+03:00", "end": "2026-11-22T00:00:00+03:00", "text": ""},
    "cost": {"amount": 50_000, "currency": "RUB", "text": ""},
    "note": {"id": "n", "collection": "note", "text": "buy\n milk"},
    "tasks": [{"id": "t", "collection": "task", "text": "one"}, {"id": "u", "collection": "task", "text": "two", "done": True}],
}


@pytest.mark.parametrize(
    ("template", "russian", "english"),
    [
        ("{{ when | moment }}", "завтра в 10:00", "tomorrow at 10:00"),
        ("{{ day_only | moment }}", "завтра", "tomorrow"),
        ("{{ when.at | ahead }}", "завтра в 10:00", "tomorrow at 10:00"),
        ("{{ '2026-11-21T12:05:00+03:00' | ahead }}", "через 5 минут", "in 5 minutes"),
        ("{{ when | rule }}", "каждый день", "every day"),
        ("{{ when | clock }}", "10:00", "10:00"),
        ("{{ when | day }}", "22 ноября 2026", "22 November 2026"),
        ("{{ '2027-05-01' | day }}, {{ '2027-05-01' | weekday }}", "1 мая 2027, суббота", "1 May 2027, Saturday"),
        ("{{ length | duration }}", "1 минута", "1 minute"),
        ("{{ length | for_duration }}", "1 минуту", "1 minute"),
        ("{{ today | period }}", "сегодня", "today"),
        ("{{ cost | money }}", "50\u00a0000\u00a0₽", "₽50,000"),
        ("{{ 6000 | number }}", "6\u00a0000", "6,000"),
        ("{{ tasks | plural('задача', 'задачи', 'задач') }}", "задачи", "задач"),
        ("{{ note | brief }}", "buy milk", "buy milk"),
        ("{{ tasks | brief }}", "one, ✓ two", "one, ✓ two"),
    ],
)
def test_a_filter_speaks_the_owners_language(template: str, russian: str, english: str) -> None:
    assert evaluate(template, {**NAMES, "language": "ru"}) == russian
    assert evaluate(template, {**NAMES, "language": "en"}) == english


def test_lines_gives_a_line_for_every_item() -> None:
    assert evaluate("{{ tasks | lines }}", {**NAMES, "language": "en"}) == ["one", "✓ two"]


def test_a_long_text_is_cut() -> None:
    text = evaluate("{{ text | brief }}", {"text": "word " * 500, "language": "en"})
    assert len(str(text)) <= BRIEF
    assert str(text).endswith("…")


@pytest.mark.parametrize(
    "template", ["{{ 'nonsense' | moment }}", "{{ 5 | period }}", "{{ 'x' | number }}", "{{ 'x' | plural }}"]
)
def test_a_value_of_the_wrong_kind_is_an_expression_error(template: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate(template, NAMES)


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_is_documented(name: str) -> None:
    assert FILTERS[name].__doc__
