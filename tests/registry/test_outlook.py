"""What a trigger means before it is saved."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from assistant.domain.trigger import TriggerKind
from assistant.registry.outlook import outlook

pytestmark = pytest.mark.unit

NOW = datetime(2026, 3, 27, 12, tzinfo=ZoneInfo("Europe/Berlin"))
"""A Friday; two days later the clocks go forward."""


def times(kind: TriggerKind, spec: str) -> list[str]:
    return [f"{due:%a %d %H:%M}" for due in outlook(kind, spec, NOW, ()).next]


@pytest.mark.parametrize("spec", ["every weekday at nine", "каждый будний день в 9"])
def test_words_are_told_in_both_languages_with_the_next_three_times(spec: str) -> None:
    found = outlook("every", spec, NOW, ())
    assert found.words["en"] and found.words["ru"] and not found.problem
    assert times("every", spec) == ["Mon 30 09:00", "Tue 31 09:00", "Wed 01 09:00"]


def test_a_cron_line_keeps_its_hour_over_summer_time() -> None:
    assert times("cron", "0 9 * * *") == ["Sat 28 09:00", "Sun 29 09:00", "Mon 30 09:00"]


@pytest.mark.parametrize(
    ("kind", "spec"),
    [
        ("every", "at nine"),
        ("every", "каждую секунду"),
        ("cron", "61 * * * *"),
        ("webhook", "No Spaces"),
        ("after", "gone"),
        ("file", " "),
    ],
)
def test_what_can_never_start_says_why_in_both_languages(kind: TriggerKind, spec: str) -> None:
    found = outlook(kind, spec, NOW, {"tea"})
    assert found.problem["en"] and found.problem["ru"] and not found.next


@pytest.mark.parametrize(("kind", "spec"), [("start", ""), ("webhook", "orders"), ("after", "tea"), ("file", "~/orders.csv")])
def test_what_has_no_time_of_its_own_has_no_problem_either(kind: TriggerKind, spec: str) -> None:
    found = outlook(kind, spec, NOW, {"tea"})
    assert (found.problem, found.next) == ({}, ())
