"""Sentences to plans, as the turn, the edit of a clause and the endpointer ask for them."""

from __future__ import annotations

import threading

import pytest

from assistant.domain.plan import Verdict
from assistant.settings import UnderstandingSettings
from assistant.understanding.understand import Understanding
from tests.understanding.conftest import COMMANDS, NOW, Read, command

pytestmark = pytest.mark.unit


def test_a_plan_carries_its_ids_language_and_read_values(read: Read) -> None:
    plan = read("Поставь встречу с Анной завтра в десять")
    match = plan.clauses[0].candidates[0]
    assert (plan.id, plan.turn, plan.language) == ("plan-1", "turn-1", "ru")
    assert (match.command, match.matcher, match.missing) == ("event.add", "template", ())
    assert match.slots["person"]["name"] == "Анна"
    assert match.slots["when"]["at"].startswith("2026-03-15T10:00:00")


@pytest.mark.parametrize(
    ("text", "verdict", "name"),
    [
        ("проверь почту", Verdict.RUN, "mail.check"),
        ("отправь отчёт Анне", Verdict.RUN, "letter.send"),
        ("сотри все заметки", Verdict.CONFIRM, "everything.erase"),
        ("erase all notes", Verdict.CONFIRM, "everything.erase"),
        ("Так, а проверь почту", Verdict.RUN, "mail.check"),
    ],
)
def test_what_was_said_is_judged_by_what_it_would_do(read: Read, text: str, verdict: Verdict, name: str) -> None:
    planned = read(text).clauses[0]
    assert (planned.verdict, planned.candidates[0].command) == (verdict, name)


@pytest.mark.parametrize("text", ["как приготовить борщ", "who won the battle of Hastings", "ыва фыв апролд", "🙂 !!"])
def test_what_no_command_fits_is_proposed_and_nothing_runs(read: Read, text: str) -> None:
    assert all(planned.verdict is Verdict.PROPOSE for planned in read(text).clauses)


def test_two_commands_as_near_are_asked_about() -> None:
    twins = Understanding(UnderstandingSettings())
    twins.load([command("mail.read", {"en": ["show the latest"]}), command("news.read", {"en": ["show the latest"]})])
    planned = twins.read("show the latest", "en", now=NOW, turn="t", plan_id="p").clauses[0]
    assert planned.verdict is Verdict.CLARIFY
    assert {match.command for match in planned.candidates} == {"mail.read", "news.read"}


def test_no_words_are_no_clauses(read: Read) -> None:
    assert read(" ... ").clauses == ()


def test_a_correction_in_one_breath_takes_the_last(read: Read) -> None:
    match = read("поставь встречу с Анной завтра в десять, нет, в одиннадцать").clauses[0].candidates[0]
    assert match.slots["when"]["at"].startswith("2026-03-15T11:00:00")


def test_an_edited_clause_is_one_command_whatever_its_words(understanding: Understanding) -> None:
    planned = understanding.read_clause("проверь почту и открой википедию", "ru", now=NOW, joined="then")
    assert (planned.clause.text, planned.clause.joined) == ("проверь почту и открой википедию", "then")


@pytest.mark.parametrize(
    "text",
    ["проверь почту", "Check my mail.", "поставь таймер на пять минут", "проверь почту и открой википедию", "stop listening"],
)
def test_complete_commands_need_not_be_waited_for(understanding: Understanding, text: str) -> None:
    assert understanding.is_complete(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "...", "проверь", "поставь встречу с", "поставь встречу с Анной", "запиши", "запиши купить молоко и"),
        *("проверь почту а потом", "check my mail and", "глянь почту", "set a timer for", "как дела"),
    ],
)
def test_what_may_go_on_is_waited_for(understanding: Understanding, text: str) -> None:
    assert not understanding.is_complete(text)


def test_before_anything_was_loaded_everything_is_proposed() -> None:
    plan = Understanding(UnderstandingSettings()).read("проверь почту и открой сайт", "ru", now=NOW, turn="t", plan_id="p")
    assert [planned.verdict for planned in plan.clauses] == [Verdict.PROPOSE]


def test_reading_goes_on_while_commands_are_loaded_again() -> None:
    made = Understanding(UnderstandingSettings())
    made.load(COMMANDS)
    stop = threading.Event()
    wrong: list[str] = []

    def keep_reading() -> None:
        while not stop.is_set():
            plan = made.read("проверь почту, потом открой википедию", "ru", now=NOW, turn="t", plan_id="p")
            found = [planned.candidates[0].command for planned in plan.clauses]
            if found != ["mail.check", "site.open"]:
                wrong.append(str(found))

    reader = threading.Thread(target=keep_reading)
    reader.start()
    for _ in range(5):
        made.load(COMMANDS)
    stop.set()
    reader.join()
    assert wrong == []


def test_a_command_that_is_gone_is_no_longer_found() -> None:
    made = Understanding(UnderstandingSettings())
    made.load(COMMANDS)
    made.load([command("other.thing", {"en": ["do the other thing"]})])
    assert made.read("check my mail", "en", now=NOW, turn="t", plan_id="p").clauses[0].verdict is Verdict.PROPOSE
