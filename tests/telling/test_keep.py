"""What was done is kept as a command; names and dates in it are offered as what will be asked."""

from __future__ import annotations

import pytest

from assistant.domain.telling import Draft
from assistant.telling.keep import Done, wanted_count
from assistant.telling.lessons import Lessons
from tests.telling.conftest import NOW, steps

pytestmark = pytest.mark.unit

CALL = Done(
    "turn-1",
    "reminder-add",
    {
        "text": "позвонить Ивану",
        "when": {"at": "2026-03-14T10:00:00+03:00", "has_time": True, "recurrence": "", "text": "завтра в десять"},
    },
)


def test_the_last_run_becomes_a_command_and_its_values_are_offered(lessons: Lessons) -> None:
    draft = lessons.kept("«звонок»", Draft(language="ru"), [CALL], NOW)
    assert draft.wanted == "slots"
    assert set(draft.offered) == {"Ивану", "завтра в десять"}
    assert steps(draft)[0]["command"]["slots"] == {"text": "позвонить Ивану", "when": "завтра в десять"}


@pytest.mark.parametrize(
    ("answer", "slots"),
    [
        ("все", {"text": "позвонить {{ имя.text }}", "when": "{{ когда }}"}),
        ("Ивана", {"text": "позвонить {{ имя.text }}", "when": "завтра в десять"}),
        ("ничего", {"text": "позвонить Ивану", "when": "завтра в десять"}),
    ],
)
def test_the_owner_says_which_of_them_vary(lessons: Lessons, answer: str, slots: dict[str, str]) -> None:
    draft = lessons.kept("«звонок»", Draft(language="ru"), [CALL], NOW)
    draft = lessons.kept(answer, draft, [CALL], NOW)
    assert (draft.question, steps(draft)[0]["command"]["slots"]) == ("", slots)


def test_without_a_phrase_it_is_asked_for(lessons: Lessons) -> None:
    draft = lessons.kept("", Draft(language="ru"), [Done("turn-1", "task-list", {})], NOW)
    assert draft.wanted == "phrase"
    assert lessons.kept("мои дела", draft, [Done("turn-1", "task-list", {})], NOW).phrases == ("мои дела",)


def test_a_phrase_never_becomes_all_slot(lessons: Lessons) -> None:
    draft = lessons.kept("мария", Draft(language="ru"), [Done("turn-1", "note-add", {"text": "позвонить Марии"})], NOW)
    assert draft.form["phrases"] == {"ru": ["мария"]}


def test_nothing_done_is_said(lessons: Lessons) -> None:
    assert "нечего" in lessons.kept("утро", Draft(language="ru"), [], NOW).notes[0]


def test_several_runs_may_be_meant() -> None:
    assert wanted_count("запомни последние две команды как команду утро") == 2
    assert wanted_count("save the last three as a command") == 3
    assert wanted_count("запомни это как команду утро") == 0
