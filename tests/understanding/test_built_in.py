"""The built-in commands among sentences that are not theirs, that lack something, or that hold more than one."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from assistant.domain.plan import PlannedClause, Verdict
from assistant.registry.kinds import Kinds
from assistant.registry.load import Folder, Loader
from assistant.settings import UnderstandingSettings
from assistant.understanding.tokens import detect_language
from assistant.understanding.understand import Understanding
from tests.understanding.conftest import NOW

pytestmark = pytest.mark.unit


@functools.cache
def built_in() -> Understanding:
    known = Understanding(UnderstandingSettings())
    folder = Path(__file__).parents[2] / "commands"
    known.load(list(Loader(Kinds.found()).load([Folder(folder)]).commands.values()))
    return known


def clauses(text: str) -> tuple[PlannedClause, ...]:
    return built_in().read(text, detect_language(text), now=NOW, turn="turn-1", plan_id="plan-1").clauses


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("поставь встречу с Петром", "встречу с Петром"),
        ("назначь звонок с Анной", "звонок с Анной"),
        ("schedule a meeting with Peter", "meeting with Peter"),
        ("book a dentist appointment", "dentist appointment"),
    ],
)
def test_an_event_without_a_time_runs_and_the_time_is_asked_for(text: str, words: str) -> None:
    (planned,) = clauses(text)
    best = planned.candidates[0]
    assert (planned.verdict, best.command, best.slots["text"], best.missing) == (Verdict.RUN, "event-add", words, ("when",))


@pytest.mark.parametrize("text", ["поставь музыку погромче", "put the kettle on", "поставь чайник"])
def test_a_verb_of_many_uses_alone_makes_no_event(text: str) -> None:
    assert all(planned.verdict is not Verdict.RUN for planned in clauses(text))


@pytest.mark.parametrize(
    "text",
    [
        "the train was late again",
        "поезд опять опоздал",
        "он снова звонил",
        "есть ли новые сообщения",
        "are there any new messages",
        "отправь Петру сообщение, что встреча переносится",
        "send Peter a message that the meeting is moved",
    ],
)
def test_what_no_command_is_for_is_proposed(text: str) -> None:
    assert [planned.verdict for planned in clauses(text)] == [Verdict.PROPOSE]


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("посмотри мои письма за сегодня, пришло ли что-то важное", ["mail-important"]),
        ("посмотри мои письма за сегодня и скажи, пришло ли что-то важное", ["mail-important"]),
        ("check my mail for today and tell me if anything important came", ["mail-important"]),
        ("ответь Анне, что договор готов, и поставь встречу на завтра в десять", ["mail-answer", "event-add"]),
        ("reply to Anna that the contract is ready and schedule a meeting tomorrow at ten", ["mail-answer", "event-add"]),
        ("проверь почту за вчера и ещё что у меня завтра в календаре", ["mail-important", "agenda"]),
        ("посмотри мои письма за сегодня добавь задачу отправить счёт", ["mail-important", "task-add"]),
    ],
)
def test_a_question_about_mail_is_one_command_and_an_answer_beside_another_order_two(text: str, commands: list[str]) -> None:
    found = clauses(text)
    assert [planned.candidates[0].command for planned in found] == commands
    assert all(planned.verdict is Verdict.RUN and not planned.candidates[0].missing for planned in found)


@pytest.mark.parametrize(
    "text", ["напиши Анне что договор готов", "отправь Ивану сообщение, что я опоздаю", "send mom a message"]
)
def test_a_message_may_be_for_a_messenger_and_is_taken_for_no_letter(text: str) -> None:
    assert [planned.verdict for planned in clauses(text)] == [Verdict.PROPOSE]


@pytest.mark.parametrize("text", ["no", "No.", "нет", "Нет!", "yes", "да", "Да, конечно", "ok"])
def test_a_bare_yes_or_no_is_no_command_and_near_to_none(text: str) -> None:
    (planned,) = clauses(text)
    assert (planned.verdict, planned.candidates) == (Verdict.PROPOSE, ())


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("publish the photos and write down call the bank", ["", "note-add"]),
        ("опубликуй фотографии и запиши позвонить в банк", ["", "note-add"]),
        ("покажи мои заметки и опубликуй фотографии", ["note-list", ""]),
        ("show my notes and publish the photos", ["note-list", ""]),
        ("compare prices for coffee machines and write down call the bank", ["prices-compare", "note-add"]),
        ("сравни цены на кофемашины и запиши позвонить в банк", ["prices-compare", "note-add"]),
        ("запиши позвонить в банк и сравни цены на кофемашины", ["note-add", "prices-compare"]),
        # A note may hold anything: where the second part is not clearly an order, it stays in the note.
        ("write down call the bank and compare prices for coffee machines", ["note-add"]),
    ],
)
def test_an_unknown_part_stands_beside_a_known_one(text: str, commands: list[str]) -> None:
    found = ["" if one.verdict is Verdict.PROPOSE else one.candidates[0].command for one in clauses(text)]
    assert found == commands


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("найди кафе и бары рядом", "web-search"),
        ("find cafes and bars nearby", "web-search"),
        ("найди мои заметки", "note-list"),
        ("find my notes", "note-list"),
        ("найди мои задачи", "task-list"),
        ("найди заметку про молоко", "note-search"),
        ("find the note about milk", "note-search"),
        ("найди задачу про отчёт", "task-search"),
        ("найди встречу с Анной", "event-when"),
        ("find the meeting with Anna", "event-when"),
    ],
)
def test_a_plain_find_searches_the_web_unless_it_names_something_of_ours(text: str, command: str) -> None:
    (planned,) = clauses(text)
    assert (planned.verdict, planned.candidates[0].command) == (Verdict.RUN, command)


@pytest.mark.parametrize(
    ("text", "complete"),
    [
        ("запиши купить", False),
        ("запиши", False),
        ("запиши что", False),
        ("запиши купить хлеб", True),
        ("запиши купить свежий", False),
        ("запиши купить хлеб и", False),
        ("запиши позвонить в", False),
        ("запиши Анне", False),
        ("запиши молоко", True),
        ("write down buy", False),
        ("write down buy milk", True),
        ("write down buy milk and", False),
        ("write down milk", True),
        ("поставь встречу с", False),
        ("поставь встречу с Петром", False),
        ("поставь встречу с Петром завтра в десять", True),
        ("schedule a meeting with", False),
        ("schedule a meeting with Peter", False),
        ("schedule a meeting with Peter tomorrow at ten", True),
        ("открой википедию", True),
        ("open wikipedia", True),
        ("что у меня сегодня", True),
        ("what are my notes", True),
        ("поезд опять опоздал", False),
        ("да", False),
    ],
)
def test_words_are_complete_when_nothing_can_be_expected_to_follow(text: str, complete: bool) -> None:
    assert built_in().is_complete(text) is complete


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("отмени всё что сделала за последние 10 минут", "undo-since"),
        ("напомни мне об этом ещё раз через 10 минут", "reminder-snooze"),
        ("что ты ещё можешь делать", "help"),
        ("а что мне ещё надо сделать", "task-list"),
        ("find me an hour next week for the report", "free-find"),
    ],
)
def test_a_sentence_that_is_one_phrase_word_for_word_is_never_cut(text: str, command: str) -> None:
    assert [planned.candidates[0].command for planned in clauses(text)] == [command]


@pytest.mark.parametrize(
    ("text", "command", "slots"),
    [
        ("remind me next Tuesday at quarter to four to pick up the samples", "reminder-add", {"text": "pick up the samples"}),
        ("answer the last email from Irina thanks I got everything", "mail-answer", {"text": "thanks I got everything"}),
    ],
)
def test_free_words_behind_another_slot_begin_where_that_one_ends(text: str, command: str, slots: dict[str, str]) -> None:
    (planned,) = clauses(text)
    best = planned.candidates[0]
    assert (best.command, {name: best.slots[name] for name in slots}) == (command, slots)


@pytest.mark.parametrize(
    ("text", "command", "slots"),
    [
        ("Надо отвезти образцы, добавь в список дел", "task-add", {"text": "отвезти образцы"}),
        ("I need to fix the coffee machine, add it to my tasks", "task-add", {"text": "fix the coffee machine"}),
        ("мне завтра в полдень надо позвонить Сергею, напомни", "reminder-add", {"text": "позвонить Сергею"}),
        ("tomorrow at noon I have to call Steve, remind me", "reminder-add", {"text": "call Steve"}),
    ],
)
def test_what_is_told_first_and_ordered_after_is_one_command(text: str, command: str, slots: dict[str, str]) -> None:
    (planned,) = clauses(text)
    best = planned.candidates[0]
    assert (planned.verdict, best.command, best.missing) == (Verdict.RUN, command, ())
    assert {name: best.slots[name] for name in slots} == slots


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("what's on today and are there any important emails", ["agenda", "mail-important"]),
        ("first show my tasks, after that start a five minute timer", ["task-list", "timer-start"]),
        ("слушай а покажи мои задачи и ещё напомни завтра в девять позвонить в банк", ["task-list", "reminder-add"]),
        ("remind me tomorrow and show my notes", ["reminder-add", "note-list"]),
    ],
)
def test_sentences_as_they_are_spoken_are_cut_and_every_part_runs(text: str, commands: list[str]) -> None:
    found = clauses(text)
    assert [planned.candidates[0].command for planned in found] == commands
    assert all(planned.verdict is Verdict.RUN for planned in found)
