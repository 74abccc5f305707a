"""Corrections in one breath, and sentences that only look like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.correct import correct

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("в десять, нет, в одиннадцать", "в одиннадцать"),
        ("поставь встречу завтра в десять, нет, в одиннадцать", "поставь встречу завтра в одиннадцать"),
        ("at ten, no, at eleven", "at eleven"),
        ("meet me tomorrow at ten no at eleven", "meet me tomorrow at eleven"),
        ("встреча завтра, точнее послезавтра, в десять", "встреча послезавтра в десять"),
        ("завтра в десять, нет, послезавтра", "послезавтра в десять"),
        ("позвони Анне, нет, Ивану завтра", "позвони Ивану завтра"),
        ("таймер на 10 минут, нет, на 20", "таймер на 20 минут"),
        ("через 10 минут, ой, через 20 минут", "через 20 минут"),
        ("переведи пятьсот, нет, шестьсот рублей Анне", "переведи шестьсот рублей Анне"),
        ("remind me at 5, I mean 6, to call", "remind me at 6, to call"),
        ("в десять, нет, в одиннадцать, нет, в двенадцать", "в двенадцать"),
        ("set volume to 20, sorry, 30", "set volume to 30"),
        ("в пятницу в три, вернее в четыре", "в пятницу в четыре"),
        ("купи 2, нет, 3 билета", "купи 3 билета"),
    ],
)
def test_the_last_word_counts(said: str, meant: str) -> None:
    assert correct(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "скажи нет",
        "нет, не надо",
        "в десять нет встреч",
        "сегодня нет, завтра приду",
        "напиши Анне, что нет, не приду",
        "позвони Анне, не Ивану",
        "say no to Anna",
        "есть ли завтра встречи, нет?",
        "no, cancel the meeting at ten",
        "запиши: хлеба нет, молоко есть",
        "напомни в десять и в одиннадцать",
    ],
)
def test_a_sentence_that_corrects_nothing_stays(said: str) -> None:
    assert correct(said) == said


@given(st.text(max_size=60))
def test_any_text_comes_back_as_text(text: str) -> None:
    assert len(correct(text)) <= len(text) + 20
