"""`schedule.*`: commands that start by themselves, said in words and written into command files."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from assistant import ports
from assistant.domain.trigger import Trigger, Watched
from assistant.errors import StepRefused
from assistant.registry import document, parse
from assistant.registry.kinds import Kinds
from tests.fakes.ports import FakeCommands, FakeContext, FakeSchedules
from tests.fakes.teaching import FakeTeaching
from tests.steps.conftest import NOW, Act

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
EVERY = {"at": "2026-05-05T09:00:00+03:00", "recurrence": "FREQ=WEEKLY", "text": "каждый будний день в 9"}
OWN = "# моё\ntitle: Утренний обзор\nphrases: [утренний обзор]\nsteps: [{say: привет}]\n"
BUILT_IN = "title: {ru: Мои задачи, en: My tasks}\nphrases: [мои задачи]\nsteps: [{say: вот}]\n"


@pytest.fixture(autouse=True)
def teaching(context: FakeContext) -> FakeTeaching:
    """One command of the owner's and one that is built in."""
    kept = FakeTeaching({"obzor": OWN, "task-list": BUILT_IN})
    own, _faults = parse.command(OWN, "obzor", "obzor.yaml", Kinds.built_in(), "owner")
    built, _faults = parse.command(BUILT_IN, "task-list", "task-list.yaml", Kinds.built_in())
    assert own and built
    context.language = "ru"
    context.ports = {
        **context.ports,
        ports.Teaching: kept,
        ports.Commands: FakeCommands(own, built),
        ports.Schedules: FakeSchedules(),
    }
    return kept


def form(text: str) -> dict[str, Any]:
    return dict(document.read(text, "x").plain)


@pytest.mark.parametrize("said", ["утренний обзор", "«Утренний обзор»", "утреннего обзора", "obzor"])
async def test_the_owners_command_gets_its_times_once(said: str, act: Act, teaching: FakeTeaching) -> None:
    for _again in range(2):
        await act("schedule.add", {"command": said, "when": EVERY})
    assert form(teaching.files["obzor"])["triggers"] == [{"every": "каждый будний день в 9"}]
    assert form(teaching.files["obzor"])["steps"] == [{"say": "привет"}]


async def test_a_built_in_command_is_left_alone_and_called(act: Act, teaching: FakeTeaching) -> None:
    made = (await act("schedule.add", {"command": "мои задачи", "when": EVERY})).value
    assert teaching.files["task-list"] == BUILT_IN
    carrier = form(teaching.files[made["command"]])
    assert (carrier["steps"], carrier["triggers"]) == (
        [{"command": {"name": "task-list"}}],
        [{"every": "каждый будний день в 9"}],
    )
    command, faults = parse.command(teaching.files[made["command"]], made["command"], "x", Kinds.built_in(), "owner")
    assert command and not faults


async def test_one_time_only_is_no_schedule(act: Act) -> None:
    with pytest.raises(StepRefused) as caught:
        await act("schedule.add", {"command": "мои задачи", "when": {**EVERY, "recurrence": ""}})
    assert "каждый будний день" in caught.value.said("ru")


async def test_a_command_nobody_knows_is_refused(act: Act) -> None:
    with pytest.raises(StepRefused):
        await act("schedule.add", {"command": "полей цветы на даче", "when": EVERY})


async def test_a_schedule_is_listed_and_taken_out_again(act: Act, context: FakeContext, teaching: FakeTeaching) -> None:
    await act("schedule.add", {"command": "утренний обзор", "when": EVERY})
    one = Watched(
        id="obzor/every:x", command="obzor", title={"ru": "Утренний обзор"}, trigger=Trigger(kind="every", spec="каждый день"),
        enabled=True, next=NOW + timedelta(hours=1),
    )  # fmt: skip
    context.ports = {**context.ports, ports.Schedules: FakeSchedules(one)}
    (listed,) = (await act("schedule.list")).value
    assert listed["text"].startswith("Утренний обзор — каждый день (следующий раз")
    await act("schedule.remove", {"command": "утренний обзор"})
    assert "triggers" not in form(teaching.files["obzor"])


async def test_what_only_carried_a_schedule_goes_whole(act: Act, context: FakeContext, teaching: FakeTeaching) -> None:
    made = (await act("schedule.add", {"command": "мои задачи", "when": EVERY})).value["command"]
    carrier, _faults = parse.command(teaching.files[made], made, "x", Kinds.built_in(), "owner")
    assert carrier
    watched = Watched(id="x", command=made, title=carrier.title, trigger=carrier.triggers[0], enabled=True)
    context.ports = {**context.ports, ports.Schedules: FakeSchedules(watched), ports.Commands: FakeCommands(carrier)}
    await act("schedule.remove", {"command": "мои задачи"})
    assert made not in teaching.files
