"""Commands taught by voice, over several turns, as a new owner would: a virtual microphone, a real sidecar, the tiny test model.

The model hears nothing but its closed set. So the phrases of the new commands are sentences about the weather and the
trains; and the words of a loop, and of "no, I meant ...", are typed in the middle of the spoken dialogue.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.room import Room, listening_room
from tests.e2e.watcher import Event

pytestmark = [pytest.mark.device, pytest.mark.models]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """One room for all the lessons; each leaves nothing asked."""
    with listening_room(tmp_path_factory.mktemp("lessons")) as listening:
        yield listening


def asked_for(room: Room, text: str, *, typed: bool = False) -> Event:
    """Say something; what the assistant asks then."""
    place = len(room.watcher.events)
    room.watcher.say(text) if typed else room.hear(text)
    asked = room.watcher.until(lambda event: event["type"] == "question.asked", place)
    question: Event = asked["question"]
    return question


def agreed(room: Room, yes: str) -> str:
    """Say yes to what is shown; what the assistant says then."""
    place = len(room.watcher.events)
    room.hear(yes)
    said: str = room.watcher.until(lambda event: event["type"] == "message.said", place)["text"]
    room.watcher.until(lambda event: event["type"] == "run.finished", place)
    return said


def done(room: Room, text: str, *, typed: bool = False) -> list[Any]:
    """Say something; what the assistant says and lists, once all of it has ended well."""
    turn = room.watcher.say(text) if typed else room.hear(text)["turn"]
    assert [state for _command, state in room.watcher.settled(turn)] == ["done"]
    return [event["text"] for event in room.watcher.of("message.said", turn)]


def shown(question: Event, heading: str) -> list[str]:
    """The lines of a card."""
    lines: list[str] = question["details"][heading]
    return lines


def test_a_command_is_told_in_english_and_does_both_of_its_steps(room: Room) -> None:
    assert "What will you say" in asked_for(room, "create a new command")["text"]
    assert "the train was late again" in asked_for(room, "the train was late again")["text"]
    card = asked_for(room, "add a task send the invoice and then remind me tomorrow at nine to pay the rent")
    assert shown(card, "What it does") == [
        "When you say: «the train was late again»",
        "1. Add a task: send the invoice",
        "2. Remind me: pay the rent, tomorrow at nine",
    ]
    assert agreed(room, "yes").startswith("Learned: “the train was late again”")
    assert done(room, "the train was late again") == [
        "Task added: Send the invoice",
        "I will remind you tomorrow at 9:00: Pay the rent",
    ]


def test_a_command_is_told_in_russian_and_does_both_of_its_steps(room: Room) -> None:
    assert "Какими словами" in asked_for(room, "создай новую команду")["text"]
    assert "поезд опять опоздал" in asked_for(room, "поезд опять опоздал")["text"]
    card = asked_for(room, "найди в интернете рецепт блинов и запиши купить молоко и хлеб")
    assert shown(card, "Что делает") == [
        "По фразе: «поезд опять опоздал»",
        "1. Поиск в интернете: рецепт блинов",
        "2. Записать заметку: купить молоко и хлеб",
    ]
    assert agreed(room, "да").startswith("Запомнил: «поезд опять опоздал»")
    assert done(room, "поезд опять опоздал")[-1] == "Записано: Купить молоко и хлеб"


@pytest.mark.parametrize(
    ("work", "keep", "phrase", "yes", "told"),
    [
        (
            "запиши купить молоко и хлеб",
            "запомни это как новую команду",
            "на улице уже темнеет",
            "да пожалуйста",
            "Записано: Купить молоко и хлеб",
        ),
        (
            "write down call the bank",
            "remember this as a new command",
            "my brother lives in London",
            "yes please",
            "Noted: Call the bank",
        ),
    ],
)
def test_what_was_just_done_is_kept_under_a_spoken_phrase(
    room: Room, work: str, keep: str, phrase: str, yes: str, told: str
) -> None:
    assert done(room, work) == [told]
    asked_for(room, keep)
    asked_for(room, phrase)
    assert phrase in agreed(room, yes)
    assert done(room, phrase) == [told]


def test_a_clause_nothing_fits_is_put_right_by_voice(room: Room) -> None:
    asked_for(room, "создай новую команду")
    asked_for(room, "как прошли твои выходные")
    lost = asked_for(room, "напиши Анне что договор готов и напомни мне через час сделать перерыв")
    assert "Не знаю, как сделать «напиши Анне что договор готов»" in lost["text"]
    card = asked_for(room, "покажи мои заметки")
    assert shown(card, "Что делает")[1:] == ["1. Мои заметки", "2. Напомнить: сделать перерыв, через час"]
    agreed(room, "да")
    assert len(done(room, "как прошли твои выходные")) == 2


def test_a_command_refused_by_voice_is_not_saved(room: Room) -> None:
    asked_for(room, "создай новую команду")
    asked_for(room, "сегодня хорошая погода")
    asked_for(room, "покажи мои задачи")
    assert agreed(room, "не надо") == "Ничего не сохранено."
    turn = room.hear("сегодня хорошая погода")["turn"]
    assert room.watcher.settled(turn) == [("", "unmatched")]


def test_a_saved_command_is_taken_back_by_voice(room: Room) -> None:
    asked_for(room, "создай новую команду")
    asked_for(room, "этот кофе слишком горячий")
    asked_for(room, "покажи мои заметки")
    agreed(room, "да")
    done(room, "отмени последнее")
    turn = room.hear("этот кофе слишком горячий")["turn"]
    assert room.watcher.settled(turn) == [("", "unmatched")]


@pytest.mark.parametrize(
    ("new", "phrase", "loop", "yes", "tasks"),
    [
        (
            "create a new command",
            "good morning everyone",
            "for each of my tasks remind me about it in one hour, then show my tasks",
            "yes",
            ("add a task print the tickets", "add a task send the invoice"),
        ),
        (
            "создай новую команду",
            "доброе утро всем",
            "для каждой задачи напомни мне о ней через час, а потом покажи мои задачи",
            "да",
            ("добавь задачу распечатать билеты",),
        ),
    ],
)
def test_a_command_with_a_loop_taught_between_spoken_words_goes_over_every_task_when_it_is_spoken(
    room: Room, new: str, phrase: str, loop: str, yes: str, tasks: tuple[str, ...]
) -> None:
    for task in tasks:
        done(room, task)
    asked_for(room, new)
    asked_for(room, phrase)
    asked_for(room, loop, typed=True)
    agreed(room, yes)
    place = len(room.watcher.events)
    told = done(room, phrase)
    ended = [event for event in room.watcher.events[place:] if event["type"] == "loop.progressed" and event["finished"]]
    assert [(event["total"], event["failed"]) for event in ended] == [(len(told) - 1, 0)]


def test_a_typed_correction_of_a_spoken_sentence_makes_the_next_spoken_one_right(room: Room) -> None:
    wrong = room.hear("show my notes")["turn"]
    assert room.watcher.settled(wrong) == [("note-list", "done")]
    place = len(room.watcher.events)
    room.watcher.say("no, I meant my reminders")
    room.watcher.until(lambda event: event["type"] == "message.said" and "From now on" in event["text"], place)
    right = room.hear("show my notes")["turn"]
    assert room.watcher.settled(right) == [("reminder-list", "done")]
