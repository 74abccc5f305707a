"""One yes for all passes of a loop that are still to come: exactly for what was shown, once, and never by a guess."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.domain.base import Json
from assistant.domain.event.envelope import AnyEvent
from assistant.domain.event.said import QuestionAsked
from assistant.domain.record import Collection
from assistant.domain.run import FOR_ALL, RunState
from assistant.errors import Conflict
from tests.fakes.house import House, planned
from tests.flows.test_consent import next_asked, reading, slots

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
TEXT = "Чужой текст"
OVER = "  - for_each: [один, два, три]\n    item: line\n    steps:\n"


def loop(*steps: str) -> str:
    """A loop of three passes with these steps."""
    return OVER + "".join(f"      - {step}\n" for step in steps)


async def kept(home: House, kind: Collection = "note") -> list[str]:
    """The texts of all records of a kind."""
    return sorted(getattr(record.body, "text", "") for record in await home.records.find(kind))


async def begin(home: House, folder: Path, name: str = "keep") -> tuple[str, QuestionAsked]:
    """Say the command; its run and its first question."""
    (folder / "work" / "in.txt").write_text(TEXT, encoding="utf-8")
    run = f"{await home.say(planned(name, slots(folder)))}.0"
    return run, await home.asked(run)


async def answered(home: House, run: str, answers: Sequence[Json]) -> list[QuestionAsked]:
    """Answer one question after another until the run ends; what was asked."""
    asked: list[QuestionAsked] = []
    for answer in answers:
        asked.append(await home.until(lambda event: event if _is_new(event, run, asked) else None))
        await home.answer(asked[-1], answer)
    assert (await home.finished(run)).state is RunState.DONE
    assert home.of(QuestionAsked, run) == asked
    return asked


def _is_new(event: AnyEvent, run: str, asked: Sequence[QuestionAsked]) -> bool:
    return isinstance(event, QuestionAsked) and event.run == run and event not in asked


async def test_the_first_pass_shows_what_the_later_ones_would_do_and_one_yes_is_for_all(tmp_path: Path) -> None:
    async with reading(tmp_path, keep=loop("note.add: '{{ letter }} {{ number }}'")) as home:
        run, _ = await begin(home, tmp_path)
        (asked,) = await answered(home, run, [FOR_ALL])
        assert dict(asked.question.details) == {"text": f"{TEXT} 1"}
        assert [dict(row) for row in asked.question.also] == [{"text": f"{TEXT} 2"}, {"text": f"{TEXT} 3"}]
        assert await kept(home) == [f"{TEXT} {number}" for number in (1, 2, 3)]


async def test_a_plain_yes_is_for_its_own_pass_and_the_next_one_may_be_for_all(tmp_path: Path) -> None:
    async with reading(tmp_path, keep=loop("note.add: '{{ letter }} {{ line }}'")) as home:
        run, _ = await begin(home, tmp_path)
        asked = await answered(home, run, [True, FOR_ALL])
        assert [len(question.question.also) for question in asked] == [2, 1]


async def test_every_step_of_a_pass_is_asked_about_by_itself(tmp_path: Path) -> None:
    steps = loop(
        "note.add: '{{ letter }} {{ line }}'", "if: '{{ number != 2 }}'\n        steps: [{task.add: '{{ letter }} {{ line }}'}]"
    )
    async with reading(tmp_path, keep=steps) as home:
        run, _ = await begin(home, tmp_path)
        asked = await answered(home, run, [FOR_ALL, FOR_ALL])
        assert [question.question.about for question in asked] == ["note.add", "task.add"]
        assert await kept(home, "task") == [f"{TEXT} один", f"{TEXT} три"]


async def test_a_pass_that_would_do_something_else_than_was_shown_is_asked_about(tmp_path: Path) -> None:
    steps = "  - set: {v: seen}\n    as: x\n" + loop(
        "if: '{{ number == 2 }}'\n        steps: [{set: {v: unseen}, as: x}]", "note.add: '{{ letter }} {{ number }} {{ x.v }}'"
    )
    async with reading(tmp_path, keep=steps) as home:
        run, _ = await begin(home, tmp_path)
        first, second = await answered(home, run, [FOR_ALL, True])
        assert [row["text"] for row in first.question.also] == [f"{TEXT} 2 seen", f"{TEXT} 3 seen"]
        assert (dict(second.question.details), second.question.also) == ({"text": f"{TEXT} 2 unseen"}, ())
        assert await kept(home) == [f"{TEXT} 1 seen", f"{TEXT} 2 unseen", f"{TEXT} 3 seen"]


@pytest.mark.parametrize(
    "steps",
    [
        loop("set: {v: '{{ letter }}{{ line }}'}\n        as: own", "note.add: '{{ own.v }}'"),
        loop("note.add: 'x'", "note.add: '{{ letter }} {{ last }}'"),
        loop("set: {v: '{{ line }}!'}\n        as: line", "note.add: '{{ letter }} {{ line }}'"),
    ],
)
async def test_what_hangs_on_the_pass_itself_is_asked_about_each_time(steps: str, tmp_path: Path) -> None:
    async with reading(tmp_path, keep=steps) as home:
        run, _ = await begin(home, tmp_path)
        asked = await answered(home, run, [True, True, True])
        assert all(question.question.also == () for question in asked)


async def test_all_is_no_answer_where_nothing_was_shown_and_a_yes_is_bound_to_all_that_was(tmp_path: Path) -> None:
    async with reading(tmp_path, keep=loop("note.add: '{{ letter }} {{ line }}'"), one="  - note.add: '{{ letter }}'\n") as home:
        _run, asked = await begin(home, tmp_path)
        _other, alone = await begin(home, tmp_path, "one")
        assert alone.question.also == ()
        assert asked.question.hash != alone.question.hash
        with pytest.raises(Conflict, match="not what would be done"):
            await home.answer(asked, FOR_ALL, alone.question.hash)


async def test_what_the_command_itself_wants_confirmed_is_confirmed_in_each_pass(tmp_path: Path) -> None:
    async with reading(tmp_path, keep=loop("note.add: '{{ letter }} {{ line }}'\n        confirm: true")) as home:
        run, _ = await begin(home, tmp_path)
        asked = await answered(home, run, [True, True, True])
        assert all(question.question.also == () for question in asked)


async def test_a_resumed_run_still_has_the_yes_for_all(tmp_path: Path) -> None:
    steps = loop("note.add: '{{ letter }} {{ line }}'", "if: '{{ number == 2 }}'\n        steps: [{ask: 'go on?'}]")
    async with reading(tmp_path, keep=steps) as home:
        run, first = await begin(home, tmp_path)
        await home.answer(first, FOR_ALL)
        waits = await next_asked(home, first)
        assert waits.question.kind == "ask"
    async with reading(tmp_path, keep=steps) as home:
        await home.answer(waits, "да")
        assert (await home.finished(run)).state is RunState.DONE
        assert home.of(QuestionAsked) == []
        assert await kept(home) == [f"{TEXT} {line}" for line in ("два", "один", "три")]


async def test_a_loop_within_a_loop_has_its_own_passes(tmp_path: Path) -> None:
    steps = loop("for_each: [1, 2]\n        steps: [{note.add: '{{ letter }} {{ line }} {{ item }}'}]")
    async with reading(tmp_path, keep=steps) as home:
        run, _ = await begin(home, tmp_path)
        asked = await answered(home, run, [FOR_ALL, FOR_ALL, FOR_ALL])
        assert [dict(question.question.also[0]) for question in asked] == [
            {"text": f"{TEXT} {line} 2"} for line in ("один", "два", "три")
        ]
