"""Records in one line, titles from words, numbers with their signs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import pytest

from assistant.domain.record import Body, Change, Event, Note, Record, Reminder, Task
from assistant.wording import numbers, records, undone
from assistant.wording.titles import title

pytestmark = pytest.mark.unit

Language = Literal["ru", "en"]
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=ZoneInfo("Europe/Moscow"))
TEN = NOW.replace(hour=10) + timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("body", "russian", "english"),
    [
        (Note(text="Код 456"), "Код 456", "Код 456"),
        (Task(text="Счёт"), "Счёт", "Счёт"),
        (Task(text="Счёт", done=True, due=TEN), "✓ Счёт", "✓ Счёт"),
        (Task(text="Счёт", due=TEN), "Счёт — срок — завтра в 10:00", "Счёт — due tomorrow at 10:00"),
        (
            Task(text="Счёт", due=NOW.replace(hour=23, minute=59) - timedelta(days=1)),
            "Счёт — срок был вчера",
            "Счёт — was due yesterday",
        ),
        (Reminder(text="Звонок", at=TEN), "Звонок — завтра в 10:00", "Звонок — tomorrow at 10:00"),
        (
            Reminder(text="Отчёт", at=TEN, recurrence="FREQ=WEEKLY;BYDAY=MO"),
            "Отчёт — каждый понедельник в 10:00",
            "Отчёт — every Monday at 10:00",
        ),
        (Reminder(text="", at=NOW + timedelta(minutes=5), timer=True), "таймер — через 5 минут", "timer — in 5 minutes"),
        (Event(text="Обед", start=TEN, end=TEN + HOUR), "Обед — завтра в 10:00–11:00", "Обед — tomorrow at 10:00–11:00"),
        (
            Event(text="Обед", start=TEN, end=TEN + HOUR, place="Кафе"),
            "Обед — завтра в 10:00–11:00, Кафе",
            "Обед — tomorrow at 10:00–11:00, Кафе",
        ),
        (
            Event(text="Отпуск", start=TEN.replace(hour=0), end=TEN.replace(hour=0) + timedelta(days=3), all_day=True),
            "Отпуск — с 22 ноября по 24 ноября",
            "Отпуск — from 22 November to 24 November",
        ),
    ],
)
def test_a_record_is_one_line_in_both_languages(body: Body, russian: str, english: str) -> None:
    assert records.body_line(body, NOW, "ru") == russian
    assert records.body_line(body, NOW, "en") == english


def test_the_value_of_a_record_reads_back_as_the_same_line() -> None:
    record = Record(id="r", collection="reminder", body=Reminder(text="Call", at=TEN), created=NOW, updated=NOW)
    assert records.value_line(records.value(record), NOW, "en") == records.line(record, NOW, "en")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("встречу с Анной", "Встреча с Анной"),
        ("важную встречу с Анной", "Важная встреча с Анной"),
        ("звонок с Петром", "Звонок с Петром"),
        ("врача", "Врач"),
        ("тренировку", "Тренировка"),
        ("совещание по бюджету", "Совещание по бюджету"),
        ("a meeting with Anna", "Meeting with Anna"),
        ("the dentist", "Dentist"),
        ("позвонить маме", "Позвонить маме"),
    ],
)
def test_words_of_a_sentence_become_a_title(said: str, shown: str) -> None:
    assert title(said) == shown


def test_numbers_and_money_are_written_as_each_language_does() -> None:
    assert numbers.number(6_000, "ru") == "6\u00a0000"
    assert numbers.number(0.5, "ru") == "0,5"
    assert numbers.number(1_234.5, "en") == "1,234.5"
    assert numbers.number(1e21, "en") == "1e+21"
    assert numbers.money(50_000, "RUB", "ru") == "50\u00a0000\u00a0₽"
    assert numbers.money(12.5, "USD", "en") == "$12.5"
    assert numbers.plural(1.5, "ru", "час", "часа", "часов") == "часа"


@pytest.mark.parametrize(("language", "words"), [("ru", "Задача убрана: Счёт"), ("en", "Task removed: Счёт")])
def test_what_was_taken_back_is_said(language: Language, words: str) -> None:
    added = Change(record="t", collection="task", before=None, after=Task(text="Счёт"))
    assert undone.sentence([added], NOW, language) == words
    assert undone.sentence([added] * 5, NOW, language).endswith("и ещё 2" if language == "ru" else "and 2 more")
    assert undone.sentence([], NOW, language)
