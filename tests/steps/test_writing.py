"""Every step kind that writes: one effect for a key, a receipt, and a way back."""

from __future__ import annotations

from typing import Any

import pytest

from assistant import plugins
from assistant.domain.run import Effect
from assistant.extensions.steps import StepKind
from tests.fakes.ports import FakeContext, FakeRecords
from tests.steps.conftest import Act

pytestmark = [pytest.mark.unit, pytest.mark.anyio]

TOMORROW = {"at": "2026-05-06T10:00:00+03:00"}
ICS = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:a@b\nDTSTART:20260506T070000Z\nSUMMARY:Lunch\nEND:VEVENT\nEND:VCALENDAR"
CASES: dict[str, dict[str, Any]] = {
    "note.add": {"text": "door code 456"},
    "task.add": {"text": "send the invoice", "due": TOMORROW},
    "reminder.add": {"text": "call Ivan", "when": TOMORROW},
    "timer.start": {"duration": {"seconds": 600}},
    "event.add": {"text": "meeting with Anna", "when": TOMORROW},
    "calendar.import": {"text": ICS},
}
ON_RECORD: dict[str, tuple[str, dict[str, Any]]] = {
    "task.done": ("task.add", {}),
    "reminder.move": ("reminder.add", {"when": {"at": "2026-05-07T12:00:00+03:00"}}),
    "event.move": ("event.add", {"when": {"at": "2026-05-07T12:00:00+03:00"}}),
    "event.cancel": ("event.add", {}),
    "record.remove": ("note.add", {}),
    "note.remove": ("note.add", {}),
    "note.change": ("note.add", {"text": "door code 789", "how": "append"}),
}


def writing() -> set[str]:
    """The built-in kinds that write."""
    kinds = {name: plugins.load("steps", name, StepKind) for name in plugins.names("steps")}
    own = {name: kind for name, kind in kinds.items() if kind.__module__.startswith("assistant.steps.")}
    return {name for name, kind in own.items() if kind.effect is Effect.WRITES}


async def test_every_writing_kind_is_tried_here() -> None:
    elsewhere = {"reminder.snooze", "calendar.export", "file.write", "file.move", "file.copy"}
    elsewhere |= {
        name
        for name in plugins.names("steps")
        if name.startswith(("table.", "schedule.", "command.", "mail.", "browser.", "market.", "webmail."))
    } & writing()
    assert writing() == {*CASES, *ON_RECORD, *elsewhere}


@pytest.mark.parametrize("name", CASES)
async def test_the_same_key_adds_once(name: str, act: Act, records: FakeRecords) -> None:
    first = await act(name, CASES[name], key="k")
    await act(name, CASES[name], key="k")
    assert len(records.records) == 1
    assert first.receipt is not None
    assert first.receipt.summary


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", CASES)
async def test_what_was_added_can_be_taken_back(
    name: str, language: Any, act: Act, records: FakeRecords, context: FakeContext
) -> None:
    context.language = language
    result = await act(name, CASES[name], key="k")
    assert result.receipt is not None
    summary = await plugins.load("steps", name, StepKind)().undo(result.receipt, context)
    assert not records.records
    assert summary
    assert any("а" <= letter <= "я" for letter in summary) == (language == "ru")


@pytest.mark.parametrize("name", ON_RECORD)
async def test_a_change_happens_once_and_can_be_taken_back(
    name: str, act: Act, records: FakeRecords, context: FakeContext
) -> None:
    adding, params = ON_RECORD[name]
    added = (await act(adding, CASES[adding])).value
    before = dict(records.records)
    result = await act(name, {"id": added["id"], **params}, key="k")
    after = dict(records.records)
    assert after != before
    await act(name, {"id": added["id"], **params}, key="k")
    assert records.records == after
    assert result.receipt is not None
    context.key = "k"
    await plugins.load("steps", name, StepKind)().undo(result.receipt, context)
    assert [record.body for record in records.records.values()] == [record.body for record in before.values()]
