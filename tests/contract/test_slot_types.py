"""What every slot type must do, over whatever is found in the folder."""

from __future__ import annotations

import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import plugins
from assistant.domain.value import SlotKind
from assistant.extensions.understanding import SlotType
from tests.understanding.slots.reading import context

pytestmark = pytest.mark.unit

NAMES = plugins.names("understanding.slots")
CLAUSES = (
    "",
    "   ",
    "?!",
    "напомни мне завтра в девять позвонить Анне Петровой",
    "переведи пятьдесят тысяч рублей Ивану на anna@example.com",
    "open example.com every Monday at 9 for half an hour",
    "КУПИ МОЛОКО, ХЛЕБ И СЫР",
    "ёж İ ǅ 🙂 ١٢٣ ½ ²",
)


def test_every_kind_of_slot_has_its_reader() -> None:
    assert set(NAMES) == set(get_args(SlotKind))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", CLAUSES)
def test_found_values_are_json_and_stand_in_the_text(name: str, text: str) -> None:
    kind = plugins.load("understanding.slots", name, SlotType)()
    for found in kind.find(text, context(name, text, choices={"milk": ("молоко",)})):
        assert 0 <= found.start < found.end <= len(text)
        assert 0 < found.certainty <= 1
        json.dumps(found.value)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_read_from_no_words(name: str) -> None:
    kind = plugins.load("understanding.slots", name, SlotType)()
    assert kind.read("", context(name, "")) is None
    assert kind.read("  ", context(name, "  ")) is None


@pytest.mark.parametrize("name", NAMES)
@given(text=st.text(max_size=50))
def test_any_text_is_read_without_an_error(name: str, text: str) -> None:
    kind = plugins.load("understanding.slots", name, SlotType)()
    json.dumps(kind.read(text, context(name, text)))


@pytest.mark.parametrize("name", sorted({*NAMES} - {"text", "list", "person"}))  # these keep, or read, the owner's spelling
@pytest.mark.parametrize("text", CLAUSES[3:7])
def test_capitals_make_no_difference(name: str, text: str) -> None:
    kind = plugins.load("understanding.slots", name, SlotType)()
    quiet, loud = (list(kind.find(said, context(name, text))) for said in (text.lower(), text.upper()))
    assert [(one.start, one.end) for one in quiet] == [(one.start, one.end) for one in loud]


@pytest.mark.parametrize("name", sorted({*NAMES} - {"text", "list"}))
def test_the_letter_yo_makes_no_difference(name: str) -> None:
    kind = plugins.load("understanding.slots", name, SlotType)()
    with_yo, without = "четырёх рублей днём с Алёной", "четырех рублей днем с Аленой"
    found, again = (list(kind.find(said, context(name, said))) for said in (with_yo, without))
    assert [(one.start, one.end) for one in found] == [(one.start, one.end) for one in again]
