"""Notes, tasks, reminders and events: what a step makes of what was said, and which record is meant."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from assistant.domain.record import Body, Event, Reminder, Task
from assistant.errors import StepRefused
from assistant.ports import Files, Opener, Runs, Turns, Undo, Voice
from tests.fakes.ports import FakeContext, FakeFiles, FakeOpener, FakeRecords, FakeTurns, FakeUndo
from tests.steps.conftest import NOW, Act

pytestmark = [pytest.mark.unit, pytest.mark.anyio]


def moment(text: str, **more: Any) -> dict[str, Any]:
    return {"at": f"{text}+03:00", **more}


def without_uids(records: FakeRecords) -> list[Body]:
    return sorted((body.model_copy(update={"uid": ""}) for body in records.bodies("event")), key=lambda body: body.text)


async def test_a_day_without_a_time_reminds_at_nine(act: Act, records: FakeRecords) -> None:
    await act("reminder.add", {"text": "pay", "when": moment("2026-05-07T00:00:00", has_time=False)})
    (reminder,) = records.bodies("reminder")
    assert isinstance(reminder, Reminder)
    assert reminder.at.isoformat() == "2026-05-07T09:00:00+03:00"


@pytest.mark.parametrize(("language", "word"), [("ru", "прошло"), ("en", "passed")])
@pytest.mark.parametrize("kind", ["reminder.add", "event.add"])
async def test_a_moment_in_the_past_is_refused_in_the_owners_language(
    kind: str, language: Any, word: str, act: Act, context: FakeContext, records: FakeRecords
) -> None:
    context.language = language
    with pytest.raises(StepRefused, match=word):
        await act(kind, {"text": "call", "when": moment("2026-05-04T10:00:00")})
    assert not records.records


async def test_a_recurring_reminder_whose_first_time_has_passed_begins_with_its_next(act: Act) -> None:
    params = {"text": "report", "when": moment("2026-05-04T07:00:00", recurrence="FREQ=DAILY")}
    assert datetime.fromisoformat((await act("reminder.add", params)).value["at"]).day == 6


async def test_the_task_is_found_by_another_form_of_its_word(act: Act) -> None:
    await act("task.add", {"text": "отправить счёт"})
    await act("task.add", {"text": "купить билеты"})
    found = (await act("record.find", {"collection": "task", "text": "счета"})).value
    assert [task["text"] for task in found] == ["Отправить счёт"]


async def test_two_tasks_that_fit_equally_are_both_offered(act: Act) -> None:
    await act("task.add", {"text": "send the invoice to Anna"})
    await act("task.add", {"text": "send the invoice to Ivan"})
    assert len((await act("record.find", {"collection": "task", "text": "invoice"})).value) == 2


async def test_what_is_not_there_is_refused_with_what_there_is(act: Act) -> None:
    await act("task.add", {"text": "buy milk"})
    with pytest.raises(StepRefused, match="Buy milk"):
        await act("record.find", {"collection": "task", "text": "quarterly report"})


async def test_an_event_keeps_its_length_and_time_when_only_the_day_moves(act: Act, records: FakeRecords) -> None:
    length = {"seconds": 1_800}
    made = (await act("event.add", {"text": "call", "when": moment("2026-05-06T10:00:00"), "duration": length})).value
    await act("event.move", {"id": made["id"], "when": moment("2026-05-08T00:00:00", has_time=False)})
    (event,) = records.bodies("event")
    assert isinstance(event, Event)
    assert event.start.isoformat() == "2026-05-08T10:00:00+03:00"
    assert event.end - event.start == timedelta(minutes=30)


async def test_a_task_can_be_opened_again(act: Act, records: FakeRecords) -> None:
    made = (await act("task.add", {"text": "buy milk"})).value
    await act("task.done", {"id": made["id"]})
    await act("task.done", {"id": made["id"], "done": False})
    (task,) = records.bodies("task")
    assert isinstance(task, Task)
    assert not task.done


async def test_an_exported_calendar_comes_back_the_same(act: Act, context: FakeContext, records: FakeRecords) -> None:
    await act("event.add", {"text": "lunch", "when": moment("2026-05-06T13:00:00"), "place": "Café"})
    await act("event.add", {"text": "stand-up", "when": moment("2026-05-06T09:00:00", recurrence="FREQ=WEEKLY;BYDAY=WE")})
    await act("event.add", {"text": "holiday", "when": moment("2026-05-09T00:00:00", has_time=False)})
    before = without_uids(records)
    exported = (await act("calendar.export")).value
    files = context.use(Files)
    assert isinstance(files, FakeFiles)
    text = files.files[exported["path"]]
    records.records.clear()
    assert (await act("calendar.import", {"text": text})).value == {"added": 3, "skipped": 0}
    assert without_uids(records) == before
    assert (await act("calendar.import", {"text": text})).value == {"added": 0, "skipped": 3}


async def test_what_is_no_calendar_is_refused(act: Act) -> None:
    with pytest.raises(StepRefused):
        await act("calendar.import", {"text": "hello"})


@pytest.mark.parametrize(
    ("site", "url"),
    [
        ("википедию", "https://www.wikipedia.org/"),
        ("example.com", "https://example.com"),
        ("example dot com", "https://example.com"),
        ("мой банк", "https://search.example/?q=мой банк"),
    ],
)
async def test_a_site_opens_by_name_by_address_or_is_searched(site: str, url: str, act: Act, context: FakeContext) -> None:
    result = await act("web.open", {"site": site, "sites": {"https://www.wikipedia.org/": ["википедия"]}})
    opener = context.use(Opener)
    assert isinstance(opener, FakeOpener)
    assert opener.opened == [url] == [result.value["url"]]


async def test_repeating_twice_under_one_key_says_it_once(act: Act, context: FakeContext) -> None:
    history = next(double for port, double in context.ports.items() if port.__name__ == "History")
    history.newest = "show my notes"  # type: ignore[attr-defined]  # the double's own field
    await act("turn.repeat", key="k")
    await act("turn.repeat", key="k")
    turns = context.use(Turns)
    assert isinstance(turns, FakeTurns)
    assert turns.said == {"k": "show my notes"}


async def test_stopping_all_leaves_the_run_that_stops(act: Act, context: FakeContext) -> None:
    assert (await act("run.stop_all")).value == 2
    assert await context.use(Runs).stop_all(but="") == 1


async def test_undo_since_takes_back_only_what_came_after(act: Act, context: FakeContext) -> None:
    undo = context.use(Undo)
    assert isinstance(undo, FakeUndo)
    undo.done = [(NOW - timedelta(hours=3), "old"), (NOW - timedelta(minutes=5), "new")]
    assert (await act("undo.since", {"duration": {"seconds": 3_600}})).value == ["new"]
    assert (await act("undo.last")).value == "old"
    assert (await act("undo.last")).value is None


async def test_the_microphone_is_set(act: Act, context: FakeContext) -> None:
    await act("voice.mode", {"mode": "off"})
    assert getattr(context.use(Voice), "mode", None) == "off"
