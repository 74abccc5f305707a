"""Notes, tasks, reminders and events: kept once, changed with a journal, found by their words, told when due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from assistant.domain.event.due import ReminderFired, ReminderMissed
from assistant.domain.record import Event, Note, Reminder, Task
from assistant.errors import Conflict, NotFound
from assistant.store.records import Records
from tests.store.conftest import Opened

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


async def test_the_same_key_adds_one_record(opened: Opened) -> None:
    records = Records(opened.database)
    first = await records.add("note", Note(text="milk"), key="run:1")
    again = await records.add("note", Note(text="milk"), key="run:1")
    assert first.id == again.id
    assert len(await records.find("note")) == 1


async def test_a_change_under_a_known_key_is_made_once(opened: Opened) -> None:
    records = Records(opened.database)
    task = await records.add("task", Task(text="a"), key="k1")
    await records.change(task.id, Task(text="b"), key="k2")
    await records.change(task.id, Task(text="c"), key="k2")
    assert (await records.get(task.id)).body == Task(text="b")


async def test_adding_changing_and_removing_are_put_back_as_they_were(opened: Opened) -> None:
    records = Records(opened.database)
    note = await records.add("note", Note(text="old"), key="add")
    await records.change(note.id, Note(text="new"), key="change")
    await records.revert("change")
    assert (await records.get(note.id)).body == Note(text="old")
    await records.remove(note.id, key="remove")
    await records.revert("remove")
    assert (await records.get(note.id)).body == Note(text="old")
    await records.revert("add")
    with pytest.raises(NotFound):
        await records.get(note.id)


async def test_what_was_changed_again_since_is_not_put_back(opened: Opened) -> None:
    records = Records(opened.database)
    note = await records.add("note", Note(text="one"), key="add")
    await records.change(note.id, Note(text="two"), key="first")
    await records.change(note.id, Note(text="three"), key="second")
    with pytest.raises(Conflict):
        await records.revert("first")
    assert (await records.get(note.id)).body == Note(text="three")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Письма от клиентов", "письмо клиент"),
        ("купить молоко и хлеб", "молока"),
        ("счёт за ноябрь", "счет"),
        ("The invoices for Anna", "invoice"),
        ("meetings next week", "meeting"),
    ],
)
async def test_words_are_found_in_any_form_of_both_languages(opened: Opened, text: str, words: str) -> None:
    records = Records(opened.database)
    await records.add("note", Note(text=text), key="wanted")
    await records.add("note", Note(text="something else / что-то другое"), key="other")
    assert [record.body.text for record in await records.find("note", words)] == [text]


async def test_hostile_words_find_nothing_and_break_nothing(opened: Opened) -> None:
    records = Records(opened.database)
    await records.add("note", Note(text="plain"), key="k")
    for words in ('"', "NEAR(", "a* OR b", "'; drop table record; --", "***", "🙂"):
        assert await records.find("note", words) == []


async def test_recurring_events_appear_once_for_each_occurrence_in_order(opened: Opened) -> None:
    records = Records(opened.database)
    zone = ZoneInfo("Europe/Berlin")
    start = datetime(2026, 3, 23, 9, 0, tzinfo=zone)
    weekly = Event(text="stand-up", start=start, end=start + timedelta(hours=1), recurrence="FREQ=DAILY")
    once = Event(text="dentist", start=start + timedelta(hours=3), end=start + timedelta(hours=4))
    await records.add("event", weekly, key="a")
    await records.add("event", once, key="b")
    found = await records.between("event", start, start + timedelta(days=2))
    assert [record.body.text for record in found] == ["stand-up", "dentist", "stand-up"]


async def test_a_reminder_fires_once_and_a_recurring_one_moves_on(opened: Opened) -> None:
    records = Records(opened.database)
    await records.add("reminder", Reminder(text="once", at=NOW), key="a")
    await records.add("reminder", Reminder(text="daily", at=NOW, recurrence="FREQ=DAILY"), key="b")
    next_due = await records.fire_due(NOW + timedelta(seconds=1))
    await records.fire_due(NOW + timedelta(seconds=2))
    assert opened.types().count("reminder.fired") == 2
    assert next_due == NOW + timedelta(days=1)


async def test_what_was_due_during_sleep_is_told_once_with_how_often(opened: Opened) -> None:
    records = Records(opened.database)
    await records.add("reminder", Reminder(text="daily", at=NOW, recurrence="FREQ=DAILY"), key="a")
    await records.add("reminder", Reminder(text="quiet", at=NOW, missed="skip"), key="b")
    await records.fire_due(NOW + timedelta(days=3, minutes=5))
    missed = [envelope.event for envelope in opened.told if isinstance(envelope.event, ReminderMissed)]
    assert [(event.record.body.text, event.times) for event in missed] == [("daily", 4)]
    assert not [envelope for envelope in opened.told if isinstance(envelope.event, ReminderFired)]


async def test_a_clock_that_is_moved_back_fires_nothing_again_and_loses_nothing(opened: Opened) -> None:
    records = Records(opened.database)
    await records.add("reminder", Reminder(text="first", at=NOW), key="a")
    await records.add("reminder", Reminder(text="second", at=NOW + timedelta(minutes=1)), key="b")
    await records.fire_due(NOW)
    await records.fire_due(NOW - timedelta(hours=2))
    await records.fire_due(NOW)
    assert opened.types().count("reminder.fired") == 1
    await records.fire_due(NOW + timedelta(minutes=1))
    assert opened.types().count("reminder.fired") == 2
