"""What must be finished before what, and what feeds what."""

from __future__ import annotations

import pytest

from assistant.domain.plan import Reference
from assistant.understanding.plan import points_back
from tests.understanding.conftest import Read

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("words", ["об этом", "это", "его", "про них", "it", "about it", "all of that", "them"])
def test_words_that_stand_for_something_said_before(words: str) -> None:
    assert points_back(words)


@pytest.mark.parametrize("words", ["этом доме", "купить это", "it works", "about", "", "о маме"])
def test_words_that_say_something_themselves(words: str) -> None:
    assert not points_back(words)


@pytest.mark.parametrize(
    ("text", "slot", "reference"),
    [
        ("запиши купить подарок и напомни мне об этом завтра", "text", Reference(clause=0, slot="text")),
        ("note buy milk and remind me about it tomorrow", "text", Reference(clause=0, slot="text")),
        ("найди рецепт борща и отправь это Анне", "what", Reference(clause=0, slot="query")),
        ("проверь почту, а потом отправь это Анне", "what", Reference(clause=0)),
        ("запиши позвонить в банк и напомни мне через час", "text", Reference(clause=0, slot="text")),
    ],
)
def test_a_slot_that_points_back_takes_the_earlier_value(read: Read, text: str, slot: str, reference: Reference) -> None:
    second = read(text).clauses[1]
    assert dict(second.references) == {slot: reference}
    assert second.after == (0,)
    assert slot not in second.candidates[0].slots
    assert slot not in second.candidates[0].missing


def test_only_words_of_sequence_and_references_make_a_clause_wait(read: Read) -> None:
    assert [planned.after for planned in read("проверь почту и открой википедию").clauses] == [(), ()]
    assert [planned.after for planned in read("проверь почту, потом открой википедию").clauses] == [(), (0,)]
    third = read("проверь почту, добавь задачу позвонить маме и отправь это Анне").clauses[2]
    assert (third.after, third.references["what"]) == ((1,), Reference(clause=1, slot="text"))


def test_a_pointer_to_nothing_is_asked_for(read: Read) -> None:
    match = read("напомни мне об этом завтра").clauses[0].candidates[0]
    assert match.missing == ("text",)
    assert "text" not in match.slots


def test_a_clause_that_says_everything_takes_nothing(read: Read) -> None:
    assert not read("запиши купить хлеб и напомни мне позвонить маме завтра").clauses[1].references
