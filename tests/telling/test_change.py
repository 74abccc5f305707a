"""Commands are changed by words: values in any case, steps added, moved and removed, other names."""

from __future__ import annotations

import pytest

from assistant.domain.telling import Draft
from assistant.telling.lessons import Lessons
from assistant.understanding.changes import sounds_like_change
from tests.telling.conftest import NOW, Tell, steps

pytestmark = pytest.mark.unit


@pytest.fixture
def draft(tell: Tell) -> Draft:
    """Three steps."""
    return tell("создай команду утро: покажи мои задачи, потом добавь задачу позвонить Анне, потом покажи заметки")


def after(lessons: Lessons, draft: Draft, words: str) -> Draft:
    """The draft changed; it must have changed."""
    changed = lessons.changed(words, draft, NOW)
    assert changed.form != draft.form, changed.notes
    return changed


@pytest.mark.parametrize(
    "words",
    [
        "во втором шаге вместо Анны — Иван",
        "в шаге 2 замени Анну на Ивана",
        "вместо Анны поставь Ивана",
        "in the second step instead of Анна put Иван",
    ],
)
def test_a_value_is_exchanged_in_whatever_case_it_stands(lessons: Lessons, draft: Draft, words: str) -> None:
    assert steps(after(lessons, draft, words))[1]["command"]["slots"] == {"text": "позвонить Ивану"}


def test_steps_are_added_at_the_end_at_the_beginning_and_between(lessons: Lessons, draft: Draft) -> None:
    assert (
        steps(after(lessons, draft, "добавь в конец напоминание через час позвонить Ивану"))[-1]["command"]["name"]
        == "reminder-add"
    )
    assert steps(after(lessons, draft, "добавь в начало покажи таймеры"))[0]["command"] == "timer-list"
    assert steps(after(lessons, draft, "после первого шага покажи таймеры"))[1]["command"] == "timer-list"
    assert steps(after(lessons, draft, "потом скажи всё"))[-1] == {"say": "Всё"}


def test_steps_are_removed_and_moved(lessons: Lessons, draft: Draft) -> None:
    kinds = ["task-list", "note-list"]
    assert [step["command"] for step in steps(after(lessons, draft, "убери второй шаг"))] == kinds
    assert steps(after(lessons, draft, "поменяй местами первый и третий шаг"))[0]["command"] == "note-list"
    assert steps(after(lessons, draft, "перенеси последний шаг в начало"))[0]["command"] == "note-list"


def test_names_and_phrases_change(lessons: Lessons, draft: Draft) -> None:
    assert after(lessons, draft, "переименуй её в «Подъём»").form["title"] == {"ru": "Подъём"}
    more = after(lessons, draft, "добавь фразу «доброе утро»")
    assert more.form["phrases"] == {"ru": ["утро", "доброе утро"]}
    assert after(lessons, more, "убери фразу утро").form["phrases"] == {"ru": ["доброе утро"]}


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("в девятом шаге вместо Анны — Иван", "Такого шага нет"),
        ("вместо Ольги — Иван", "Не вижу «Ольги»"),
        ("добавь в конец отполируй крыло", "Не знаю, как сделать"),
        ("сделай лучше", "Не понимаю, что изменить"),
    ],
)
def test_what_cannot_be_changed_is_said_and_nothing_changes(lessons: Lessons, draft: Draft, words: str, reason: str) -> None:
    changed = lessons.changed(words, draft, NOW)
    assert changed.form == draft.form
    assert reason in changed.notes[0]


def test_only_words_about_the_card_change_it() -> None:
    for words in ("во втором шаге вместо Анны — Иван", "потом покажи заметки", "убери последний шаг", "add a step show my notes"):
        assert sounds_like_change(words)
    for words in ("добавь задачу купить хлеб", "покажи мои задачи", "удали задачу отчёт", "напомни через час", "add a task"):
        assert not sounds_like_change(words)
