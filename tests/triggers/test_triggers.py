"""Triggers: each fires once, whatever the clock, the computer and the commands did meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from assistant.bus import Bus
from assistant.domain.event.due import TriggerFired, TriggerMissed
from assistant.domain.event.run import RunFinished
from assistant.domain.event.turn import PlanProposed
from assistant.domain.plan import Verdict
from assistant.domain.trigger import Watched
from assistant.errors import AssistantError, Conflict
from assistant.store.triggers import Triggers
from assistant.triggers.triggers import DEEPEST, HOOKS_A_MINUTE, MAX_BODY, Watcher
from tests.fakes.house import House, house

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
MOSCOW, BERLIN = ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Berlin")


class Watch:
    """A house whose triggers look when told, by a clock of their own."""

    def __init__(self, house: House, now: datetime) -> None:
        self.house, self.now = house, now
        self.watcher = self._watcher()

    def _watcher(self) -> Watcher:
        return Watcher(Triggers(self.house.database), self.house.registry, Bus(), self.house.engine.ring, now=lambda: self.now)

    def again(self) -> None:
        """As after a restart: only the store is left."""
        self.watcher = self._watcher()

    async def at(self, now: datetime) -> int:
        """Look at that time; how often something has been fired until now."""
        self.now = now
        self.watcher._dirty = True
        await self.watcher.look()
        return len(self.fired)

    @property
    def fired(self) -> list[TriggerFired]:
        return self.house.of(TriggerFired)

    async def ended(self, count: int = 1) -> list[RunFinished]:
        """Wait until so many runs have ended."""
        return await self.house.until(lambda _event: found if len(found := self.house.of(RunFinished)) >= count else None)

    async def only(self) -> Watched:
        (one,) = await self.watcher.all()
        return one


def morning(day: int, hour: int = 8, minute: int = 0, second: int = 0) -> datetime:
    """A time of May 2026 in Moscow; the 5th is a Tuesday."""
    return datetime(2026, 5, day, hour, minute, second, tzinfo=MOSCOW)


@pytest.fixture
async def built(tmp_path: Path) -> AsyncIterator[House]:
    """A house without commands."""
    async with house(tmp_path) as running:
        yield running


async def watch(built: House, triggers: str, *, steps: str = "- say: done", more: str = "", now: datetime | None = None) -> Watch:
    """A command `work` with these triggers, looked at once."""
    built.command("work", f"triggers: [{triggers}]\nsteps:\n{steps}\n{more}")
    made = Watch(built, now or morning(5))
    await made.watcher.look()
    return made


@pytest.mark.parametrize(
    ("line", "due"),
    [
        ("{every: каждый будний день в 9}", [morning(5, 9), morning(6, 9), morning(7, 9), morning(8, 9), morning(11, 9)]),
        ("{every: every weekday at nine}", [morning(5, 9), morning(6, 9)]),
        ("{every: каждые 2 часа}", [morning(5, 10), morning(5, 12), morning(5, 14)]),
        ("{every: каждый день}", [morning(6, 9), morning(7, 9)]),
        ("{every: по понедельникам в 10:30}", [morning(11, 10, 30), morning(18, 10, 30)]),
        ('{cron: "0 9 * * 1-5"}', [morning(5, 9), morning(6, 9), morning(7, 9), morning(8, 9), morning(11, 9)]),
        ('{cron: "*/20 8 * * *"}', [morning(5, 8, 20), morning(5, 8, 40), morning(6, 8), morning(6, 8, 20)]),
    ],
)
async def test_a_schedule_fires_at_its_times(line: str, due: list[datetime], built: House) -> None:
    made = await watch(built, line)
    for number, at in enumerate(due):
        assert (await made.only()).next == at
        assert await made.at(at - timedelta(seconds=1)) == number
        assert await made.at(at) == number + 1
        assert await made.at(at + timedelta(seconds=1)) == number + 1
    assert [told.due for told in made.fired] == due
    await made.ended(len(due))


@pytest.mark.parametrize("line", ["{every: каждый день в 9}", '{cron: "0 9 * * *"}'])
async def test_nine_stays_nine_over_summer_time(line: str, built: House) -> None:
    made = await watch(built, line, now=datetime(2026, 3, 28, 8, tzinfo=BERLIN))
    for day in (28, 29, 30):
        await made.at(datetime(2026, 3, day, 9, tzinfo=BERLIN))
    assert [told.due.astimezone(BERLIN).hour for told in made.fired] == [9, 9, 9]
    assert made.fired[1].due.timestamp() - made.fired[0].due.timestamp() == 23 * 3600


async def test_a_time_that_summer_time_leaves_out_comes_once_and_one_it_repeats_once(built: House) -> None:
    made = await watch(built, '{cron: "30 2 * * *"}', now=datetime(2026, 3, 28, 12, tzinfo=BERLIN))
    for hour in range(24 * 3):
        await made.at(datetime(2026, 3, 28, 12, tzinfo=ZoneInfo("UTC")).astimezone(BERLIN) + timedelta(hours=hour))
    assert len(made.fired) == 3
    autumn = datetime(2026, 10, 24, 12, tzinfo=ZoneInfo("UTC"))
    await made.at(autumn.astimezone(BERLIN))
    before = len(made.fired)
    for hour in range(1, 24):
        await made.at((autumn + timedelta(hours=hour)).astimezone(BERLIN))
    assert len(made.fired) == before + 1


async def test_the_clock_moved_past_three_times_makes_up_for_them_once(built: House) -> None:
    made = await watch(built, "{every: каждый день в 9}")
    await made.at(morning(7, 12))
    await made.at(morning(7, 12, 0, 5))
    (told,) = made.fired
    assert (told.times, told.late) == (3, True)
    assert (await made.only()).next == morning(8, 9)
    assert len(await made.ended()) == 1


async def test_what_may_be_skipped_is_told_and_not_done(built: House) -> None:
    made = await watch(built, "{every: каждый день в 9, missed: skip}")
    assert await made.at(morning(7, 12)) == 0
    (told,) = built.of(TriggerMissed)
    assert (told.times, told.why, told.due) == (3, "away", morning(5, 9))
    assert await made.at(morning(8, 9)) == 1


async def test_what_was_missed_is_asked_about_with_when_it_was(built: House) -> None:
    made = await watch(built, "{every: каждый день в 9, missed: ask}")
    await made.at(morning(6, 12))
    question = await built.asked()
    assert "work" in question.question.text and "2" in question.question.text
    await built.answer(question, True)
    assert (await made.ended())[0].state == "done"


async def test_a_restart_changes_nothing_and_repeats_nothing(built: House) -> None:
    made = await watch(built, "{every: каждые 2 часа}")
    await made.at(morning(5, 10))
    made.again()
    assert await made.at(morning(5, 10, 0, 30)) == 1
    made.again()
    assert await made.at(morning(5, 12)) == 2


async def test_a_clock_that_goes_back_fires_nothing_twice(built: House) -> None:
    made = await watch(built, "{every: каждый день в 9}")
    await made.at(morning(5, 9))
    for at in (morning(4, 9), morning(5, 8, 59), morning(5, 9)):
        assert await made.at(at) == 1
    assert await made.at(morning(6, 9)) == 2


async def test_one_that_is_switched_off_rests_and_makes_up_for_nothing(built: House) -> None:
    made = await watch(built, "{every: каждый день в 9}")
    name = (await made.only()).id
    await made.watcher.enable(name, False)
    assert (await made.only()).next is None
    assert await made.at(morning(7, 12)) == 0
    await made.watcher.enable(name, True)
    assert await made.at(morning(7, 12, 1)) == 0
    assert await made.at(morning(8, 9)) == 1


async def test_it_can_be_tried_at_any_time_and_keeps_its_own(built: House) -> None:
    made = await watch(built, "{every: каждый день в 9}")
    name = (await made.only()).id
    await made.watcher.test(name, "key-1")
    await made.watcher.test(name, "key-1")
    await made.ended()
    one = await made.only()
    assert (len(made.fired), one.next, one.last_state) == (1, morning(5, 9), "done")


async def test_slots_are_read_as_if_the_owner_had_said_them(built: House) -> None:
    made = await watch(
        built,
        "{every: каждый день в 9, slots: {days: завтра, who: Анна}}",
        more="slots: {days: period, who: person, note: {type: text, default: пусто}}",
        steps="- set: {a: '{{ days.start }}', b: '{{ who.name }}', c: '{{ note }}'}",
    )
    await made.at(morning(5, 9))
    result = (await made.ended())[0].result
    assert result == {"a": "2026-05-06T00:00:00+03:00", "b": "Анна", "c": "пусто"}


async def test_a_slot_nobody_gave_is_asked_for(built: House) -> None:
    made = await watch(built, "{every: каждый день в 9}", more="slots: {who: text}", steps="- say: '{{ who }}'")
    await made.at(morning(5, 9))
    question = await built.asked()
    assert question.question.slot == "who"


async def test_the_start_of_the_assistant_starts_it_once_a_start(built: House) -> None:
    made = await watch(built, '{"on": start}')
    await made.watcher.begin()
    await made.at(morning(5, 9))
    assert len(made.fired) == 1
    made.again()
    await made.watcher.begin()
    assert len(made.fired) == 2


async def test_a_file_fires_when_it_has_changed_and_is_at_rest(built: House, tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    made = await watch(
        built, f"{{file: '{file}', slots: {{path: '{{{{ path }}}}'}}}}", more="slots: {path: text}", steps="- say: '{{ path }}'"
    )
    assert await made.at(morning(5, 9)) == 0
    _write(file, "one")
    assert await made.at(morning(5, 9, 1)) == 0
    assert await made.at(morning(5, 9, 2)) == 1
    assert await made.at(morning(5, 9, 3)) == 1
    assert (await made.ended())[0].result == str(file)
    file.unlink()
    for minute in (4, 5):
        assert await made.at(morning(5, 9, minute)) == 1
    _write(file, "three")
    for minute in (6, 7):
        await made.at(morning(5, 9, minute))
    assert len(made.fired) == 2


@pytest.mark.parametrize(("missed", "fired", "told"), [("once", 1, 0), ("skip", 0, 1)])
async def test_a_file_that_changed_while_away_goes_by_its_rule(
    missed: str, fired: int, told: int, built: House, tmp_path: Path
) -> None:
    file = tmp_path / "in.csv"
    _write(file, "one")
    made = await watch(built, f"{{file: '{file}', missed: {missed}}}")
    await made.at(morning(5, 9))
    _write(file, "something longer")
    made.again()
    assert await made.at(morning(5, 10)) == fired
    assert len(built.of(TriggerMissed)) == told
    made.again()
    assert await made.at(morning(5, 11)) == fired


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("ended", "fails", "fires"),
    [("done", False, 1), ("done", True, 0), ("failed", True, 1), ("failed", False, 0), ("any", True, 1), ("any", False, 1)],
)
async def test_a_command_follows_another_that_ended_as_wished(ended: str, fails: bool, fires: int, built: House) -> None:
    built.command("first", f"steps: [{{set: {{a: '{{{{ 1 / {0 if fails else 1} }}}}'}}}}]")
    made = await watch(
        built,
        f"{{after: first, ended: {ended}, slots: {{how: '{{{{ state }}}}'}}}}",
        more="slots: {how: text}",
        steps="- say: '{{ how }}'",
    )
    await built.run("first")
    assert await made.at(morning(5, 9)) == fires
    await made.at(morning(5, 9, 1))
    assert len(made.fired) == fires
    if fires:
        assert (await made.ended(2))[1].result == ("failed" if fails else "done")


async def test_two_commands_that_start_each_other_are_stopped_and_it_is_told(built: House) -> None:
    built.command("ping", "triggers: [{after: pong}]\nsteps: [{say: ping}]")
    built.command("pong", "triggers: [{after: ping}]\nsteps: [{say: pong}]")
    made = Watch(built, morning(5))
    await made.watcher.look()
    await made.watcher.look()
    await built.run("ping")
    for count in range(2, DEEPEST + 2):
        await made.at(morning(5, 9))
        await made.ended(count)
    await made.at(morning(5, 10))
    assert len(made.fired) == DEEPEST
    (told,) = built.of(TriggerMissed)
    assert told.why == "loop"


async def hooked(built: House, **more: str) -> tuple[Watch, str]:
    """A webhook and its secret."""
    made = await watch(built, "{webhook: orders}", **more)
    assert not (await made.only()).reachable
    path = await made.watcher.rotate((await made.only()).id)
    assert (await made.only()).reachable
    return made, path.rsplit("/", 1)[1]


async def test_a_webhook_brings_its_body(built: House) -> None:
    made, secret = await hooked(built, more="slots: {who: text, body: {type: text, required: false}}", steps="- say: '{{ who }}'")
    assert await made.watcher.hook("orders", secret, '{"who": "Анна", "sum": 5}'.encode())
    assert (await made.ended())[0].result == "Анна"


async def test_what_a_webhook_brings_is_written_only_after_a_yes(built: House) -> None:
    made, secret = await hooked(built, more="slots: {who: text}", steps="- note.add: an order came\n- note.add: '{{ who }}'")
    assert await made.watcher.hook("orders", secret, '{"who": "Анна"}'.encode())
    asked = await built.asked()
    assert dict(asked.question.details) == {"text": "Анна"}
    assert [(source.kind, source.who) for source in asked.question.sources] == [("http", "orders")]
    assert len(await built.records.find("note")) == 1
    await built.answer(asked, True)
    await made.ended()
    assert len(await built.records.find("note")) == 2


async def test_a_webhook_opens_to_its_newest_secret_only(built: House) -> None:
    made, old = await hooked(built)
    new = (await made.watcher.rotate((await made.only()).id)).rsplit("/", 1)[1]
    for name, secret in [("orders", old), ("orders", ""), ("orders", "x" * 43), ("other", new), ("", new)]:
        assert not await made.watcher.hook(name, secret, b"")
    assert await made.watcher.hook("orders", new, b"")
    await made.watcher.enable((await made.only()).id, False)
    assert not await made.watcher.hook("orders", new, b"")


async def test_a_repeated_call_with_one_key_is_one(built: House) -> None:
    made, secret = await hooked(built)
    for key in ("a", "a", "b", ""):
        await made.watcher.hook("orders", secret, b"", key)
    assert len(made.fired) == 3


async def test_a_webhook_is_bounded(built: House) -> None:
    made, secret = await hooked(built)
    with pytest.raises(AssistantError):
        await made.watcher.hook("orders", secret, b"x" * (MAX_BODY + 1))
    with pytest.raises(AssistantError):
        await made.watcher.hook("orders", secret, b"\xff\xfe")
    with pytest.raises(Conflict):
        for _call in range(HOOKS_A_MINUTE + 1):
            await made.watcher.hook("orders", secret, b"", "same")


async def test_what_a_stranger_sent_is_not_sent_on_unseen(built: House, tmp_path: Path) -> None:
    steps = f"- trial.send: {{file: '{tmp_path / 'sent'}'}}"
    made, secret = await hooked(built, steps=steps)
    await made.watcher.hook("orders", secret, b"hello")
    question = await built.asked()
    assert question.question.kind == "confirm"
    plans: list[Any] = built.of(PlanProposed)
    assert plans[0].plan.clauses[0].verdict is Verdict.CONFIRM
