"""Words of a clause: what makes a difference and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.tokens import content, detect_language, raw, tokens

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("said", "same"),
    [
        ("Ещё раз, пожалуйста!", "еще раз"),
        ("Эм... проверь ПОЧТУ.", "проверь почту"),
        ("Симбиот, проверь почту", "проверь почту"),
        ("um, check my mail please?", "check my mail"),
        ("what’s up", "what's up"),
        ("What's on today", "what is on today"),
        ("whats on today", "what is on today"),
        ("I can't come, don't wait", "i can not come do not wait"),
        ("Anna's letter", "anna's letter"),
        ("напомни-ка", "напомни"),
    ],
)
def test_capitals_marks_manners_and_yo_make_no_difference(said: str, same: str) -> None:
    assert [token.word for token in content(said)] == [token.word for token in content(same)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("в 10:30 anna@mail.example, 3,5 кг (https://a.example/x?y=1).", ["в", "10:30", "anna@mail.example", "3,5", "кг"]),
        ("хлеб,молоко", ["хлеб", "молоко"]),
        ("что-нибудь - да", ["что-нибудь", "да"]),
    ],
)
def test_times_addresses_and_decimals_stay_whole(text: str, words: list[str]) -> None:
    assert [token.word for token in tokens(text)][: len(words)] == words


def test_a_word_that_is_only_a_filler_is_still_a_word() -> None:
    assert [token.word for token in content("пожалуйста")] == ["пожалуйста"]


@given(st.text(max_size=60))
def test_tokens_stand_in_order_where_they_say(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        end = token.end
    assert raw(text, tokens(text)) in text


@pytest.mark.parametrize(
    ("text", "language"),
    [("проверь inbox", "ru"), ("open яндекс now", "en"), ("Check my mail", "en"), ("ёлка", "ru"), ("42", "en"), ("", "en")],
)
def test_the_language_is_told_by_the_letters(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_a_shortened_word_keeps_the_places_of_what_was_said() -> None:
    text = "What's on?"
    assert [text[token.start : token.end] for token in content(text)] == ["What", "'s", "on"]
