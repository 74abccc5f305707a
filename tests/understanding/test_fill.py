"""Slots filled from whole clauses, seen from Wednesday 2 June 2027, noon, in Moscow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from assistant.domain.command import Command
from assistant.understanding.fill import FillContext, Filled, fill
from assistant.words import is_russian
from tests.understanding.slots.reading import NOW

pytestmark = pytest.mark.unit


def _command(phrases: tuple[str, ...], **slots: Mapping[str, Any]) -> Command:
    return Command.model_validate(
        {
            "name": "it",
            "title": {"en": "It"},
            "phrases": {
                "ru": tuple(phrase for phrase in phrases if is_russian(phrase)),
                "en": tuple(phrase for phrase in phrases if not is_russian(phrase)),
            },
            "slots": {name: {"name": name, **slot} for name, slot in slots.items()},
            "flow": {"steps": ()},
        }
    )


CALL = _command(("позвони {person} {when}", "call {person} {when}"), person={"type": "person"}, when={"type": "moment"})
REMIND = _command(
    ("напомни [мне] {what} {when}", "напомни мне {when} {what}", "remind me to {what} {when}"),
    what={"type": "text"},
    when={"type": "moment"},
)
MAIL = _command(("посмотри почту за {period}",), period={"type": "period", "default": "today"})
TASK = _command(("добавь задачу {what} [{due}]",), what={"type": "text"}, due={"type": "moment", "required": False})
MEET = _command(
    ("поставь встречу с {person} {when} на {long}",),
    person={"type": "person"},
    when={"type": "moment"},
    long={"type": "duration", "default": "час"},
)
NEXT = _command(("когда моя следующая встреча", "когда встреча с {text}"), text={"type": "text", "required": False})
WRITE = _command(("напиши {person} {text}",), person={"type": "person"}, text={"type": "text"})


def _fill(command: Command, text: str, **words: str) -> Filled:
    return fill(command, words, text, FillContext(NOW, "ru" if is_russian(text) else "en"))


def _plain(filled: Filled) -> dict[str, Any]:
    short = {}
    for name, value in filled.values.items():
        keys = ("at", "name", "seconds", "start") if isinstance(value, dict) else ()
        short[name] = next((value[key] for key in keys if key in value), value)
    return {name: value[:16] if isinstance(value, str) and value.startswith("2027") else value for name, value in short.items()}


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"person": "Анне завтра в десять"},
        {"person": "анне завтра в десять"},
        {"person": "Анне", "when": "завтра в десять"},
        {"person": "Анне завтра", "when": "в десять"},
    ],
)
def test_two_slots_side_by_side_are_told_apart_by_their_types(words: dict[str, str]) -> None:
    filled = _fill(CALL, "позвони Анне завтра в десять", **words)
    assert _plain(filled) == {"person": "Анна", "when": "2027-06-03T10:00"}
    assert filled.missing == ()


def test_a_name_in_lower_case_is_taken_where_the_template_expects_a_person() -> None:
    assert _plain(_fill(CALL, "call john tomorrow at ten", person="john tomorrow at ten")) == {
        "person": "John",
        "when": "2027-06-03T10:00",
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("напомни мне завтра в девять позвонить Анне", {}),
        ("напомни мне позвонить Анне завтра в девять", {}),
        ("завтра напомни мне позвонить Анне в девять", {}),
        ("напомни мне позвонить Анне завтра в девять", {"what": "позвонить Анне завтра в девять"}),
        ("напомни мне позвонить Анне завтра в девять", {"what": "позвонить Анне завтра", "when": "в девять"}),
        ("напомни мне завтра в девять, чтобы позвонить Анне, пожалуйста", {}),
    ],
)
def test_a_free_slot_gets_what_the_typed_ones_leave(text: str, words: dict[str, str]) -> None:
    assert _plain(_fill(REMIND, text, **words)) == {"what": "позвонить Анне", "when": "2027-06-03T09:00"}


def test_the_same_in_english() -> None:
    for text in ("remind me to call anna tomorrow at 9", "remind me tomorrow at 9 to call anna please"):
        assert _plain(_fill(REMIND, text)) == {"what": "call anna", "when": "2027-06-03T09:00"}


def test_a_required_slot_without_words_is_missing() -> None:
    filled = _fill(REMIND, "напомни мне купить хлеб")
    assert filled.missing == ("when",)
    assert filled.values == {"what": "купить хлеб"}


def test_a_default_is_read_by_the_slots_type() -> None:
    assert _plain(_fill(MAIL, "посмотри почту")) == {"period": "2027-06-02T00:00"}
    assert _plain(_fill(MAIL, "посмотри почту за вчера")) == {"period": "2027-06-01T00:00"}
    assert _plain(_fill(MEET, "поставь встречу с Иваном завтра в десять"))["long"] == 3600


def test_three_typed_slots_each_take_their_own_words() -> None:
    filled = _fill(MEET, "поставь встречу с Иваном завтра в десять на полчаса")
    assert _plain(filled) == {"person": "Иван", "when": "2027-06-03T10:00", "long": 1800}


def test_an_optional_slot_never_takes_all_the_words_of_a_required_one() -> None:
    assert _plain(_fill(TASK, "добавь задачу завтра", what="завтра")) == {"what": "завтра"}
    assert _plain(_fill(TASK, "добавь задачу отчёт к пятнице", what="отчёт к пятнице")) == {
        "what": "отчёт",
        "due": "2027-06-04T00:00",
    }


def test_a_number_of_things_is_no_time() -> None:
    assert _plain(_fill(TASK, "добавь задачу сходить в 2 магазина")) == {"what": "сходить в 2 магазина"}


def test_a_joining_word_between_two_slots_is_left_out() -> None:
    assert _plain(_fill(WRITE, "напиши Анне что всё готово")) == {"person": "Анна", "text": "всё готово"}


def test_a_guessed_half_of_the_day_makes_the_whole_less_certain() -> None:
    sure = _fill(CALL, "позвони Анне завтра в десять утра", person="Анне", when="завтра в десять утра")
    guessed = _fill(CALL, "позвони Анне завтра в десять", person="Анне", when="завтра в десять")
    assert guessed.certainty < sure.certainty


def test_a_phrase_that_covers_every_word_leaves_nothing_for_a_free_slot_it_does_not_name() -> None:
    context = FillContext(NOW, "ru")
    assert fill(NEXT, {}, "когда моя следующая встреча", context, whole=True).values == {}
    assert fill(NEXT, {"text": "Анной"}, "когда встреча с Анной", context, whole=True).values == {"text": "Анной"}
    assert fill(NEXT, {}, "а когда там у нас с Анной", context).values != {}
