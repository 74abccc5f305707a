"""Invented words are thrown away, real ones are kept, and the language is read off the letters."""

from __future__ import annotations

import pytest

from assistant.extensions.voice import EngineOptions
from assistant.voice.guards import Score, doubt, language_of

pytestmark = pytest.mark.unit

SURE, WEAK = Score(-0.1, 0.01, 1.0), Score(-0.7, 0.4, 1.0)


@pytest.mark.parametrize(
    "text",
    [
        "Субтитры сделал DimaTorzok",
        "Продолжение следует...",
        "Спасибо за просмотр!",
        "Thank you.",
        "Thanks for watching!",
        "Bye.",
    ],
)
def test_words_recognisers_invent_on_noise_are_thrown_away_when_weak(text: str) -> None:
    assert doubt(text, WEAK, EngineOptions())


@pytest.mark.parametrize("text", ["Спасибо.", "Thank you.", "Подпишитесь на канал", "запиши субтитры для ролика"])
def test_the_same_words_clearly_spoken_are_kept(text: str) -> None:
    assert not doubt(text, SURE, EngineOptions())


@pytest.mark.parametrize("text", ["напомни мне завтра", "open the news site"])
def test_commands_are_kept_even_when_weak(text: str) -> None:
    assert not doubt(text, WEAK, EngineOptions())


@pytest.mark.parametrize("text", ["", " ", "...", "♪", "?!"])
def test_a_text_without_words_is_none(text: str) -> None:
    assert doubt(text, SURE, EngineOptions()) == "no words"


@pytest.mark.parametrize(
    ("score", "reason"),
    [
        (Score(-0.9, 0.8, 1.0), "no speech"),
        (Score(-1.4, 0.1, 1.0), "unclear"),
        (Score(-0.2, 0.1, 3.0), "repeats itself"),
    ],
)
def test_numbers_outside_the_limits_throw_a_text_away(score: Score, reason: str) -> None:
    assert doubt("open the site", score, EngineOptions()) == reason


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("посмотри письма", "ru"),
        ("поставь встречу с John Smith завтра", "ru"),
        ("open the site", "en"),
        ("call Ivan", "en"),
        ("123", "ru"),
    ],
)
def test_the_language_is_read_off_the_letters(text: str, language: str) -> None:
    assert language_of(text, "ru") == language
