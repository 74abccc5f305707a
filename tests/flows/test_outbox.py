"""What is sent waits first: nothing leaves before its time, it can be stopped until then, and a restart goes on waiting."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from assistant.domain.event.run import ActionUndone, SendHeld, SendReleased
from assistant.domain.run import RunState
from assistant.errors import Conflict
from tests.fakes.house import House, house, planned

pytestmark = [pytest.mark.unit, pytest.mark.anyio]


def lines(folder: Path) -> list[str]:
    """What was done, line by line."""
    file = folder / "lines"
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


async def held(home: House, folder: Path) -> SendHeld:
    """A send that waits."""
    home.command("post", f"steps:\n  - trial.send: {{file: '{folder / 'lines'}'}}\n")
    plan = await home.say(planned("post"))
    told: SendHeld = await home.until(lambda event: event if isinstance(event, SendHeld) and event.run == f"{plan}.0" else None)
    return told


async def undo_by_words(home: House, send: SendHeld) -> None:
    """As "undo the last" does."""
    assert await home.undo.undo_last(before_turn="") == "Not sent: trial.send"
    assert [event.undone_run for event in home.of(ActionUndone)] == [send.run]


async def undo_since(home: House, send: SendHeld) -> None:
    """As "undo everything since" does."""
    assert await home.undo.undo_since((await home.engine.now()).replace(hour=0), before_turn="") == ["Not sent: trial.send"]


async def undo_by_card(home: House, send: SendHeld) -> None:
    """As the button does."""
    await home.outbox.take_back(send.run, send.path)


async def stop(home: House, send: SendHeld) -> None:
    """As "stop" does."""
    await home.live.wish(send.run, "cancel")


@pytest.mark.parametrize("take_back", [undo_by_words, undo_since, undo_by_card, stop])
async def test_what_waits_can_be_stopped_and_is_then_never_sent(
    take_back: Callable[[House, SendHeld], Awaitable[None]], tmp_path: Path
) -> None:
    async with house(tmp_path, hold_seconds=600) as home:
        send = await held(home, tmp_path)
        await take_back(home, send)
        assert (await home.finished(send.run)).state is RunState.CANCELLED
        assert lines(tmp_path) == []
        assert [event.sent for event in home.of(SendReleased)] == [False]


async def test_send_now_sends_once_and_then_it_is_too_late_to_stop(tmp_path: Path) -> None:
    async with house(tmp_path, hold_seconds=600) as home:
        send = await held(home, tmp_path)
        await home.outbox.send_now(send.run, send.path)
        await home.outbox.send_now(send.run, send.path)
        assert (await home.finished(send.run)).state is RunState.DONE
        assert [line.split()[0] for line in lines(tmp_path)] == ["try", "sent"]
        with pytest.raises(Conflict):
            await home.outbox.take_back(send.run, send.path)
        assert await home.undo.undo_since(send.until.replace(year=2000), before_turn="") == ["Cannot be taken back: trial.send"]


async def test_a_restart_goes_on_waiting_and_stops_what_is_undone_then(tmp_path: Path) -> None:
    async with house(tmp_path, hold_seconds=600) as home:
        send = await held(home, tmp_path)
    async with house(tmp_path, hold_seconds=0.1) as home:
        assert lines(tmp_path) == []
        (waiting,) = await home.outbox.waiting("")
        assert waiting.until == send.until
        await home.undo.undo_last(before_turn="")
        assert (await home.finished(send.run)).state is RunState.CANCELLED
        assert lines(tmp_path) == []


async def test_after_its_time_it_is_sent_by_itself(tmp_path: Path) -> None:
    async with house(tmp_path, hold_seconds=0.05) as home:
        send = await held(home, tmp_path)
        assert (await home.finished(send.run)).state is RunState.DONE
        assert [event.sent for event in home.of(SendReleased)] == [True]
