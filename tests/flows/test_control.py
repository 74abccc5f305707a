"""Loops, branches and commands within commands, on the real engine."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import anyio
import anyio.lowlevel
import pytest

from assistant.domain.event.run import LoopProgressed, StepFinished
from assistant.domain.run import RunState
from tests.fakes.house import house, planned

pytestmark = [pytest.mark.unit, pytest.mark.anyio]


async def test_a_loop_tells_every_pass_and_one_failed_item_does_not_lose_the_others(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.command(
            "loop",
            """
            slots: {numbers: list}
            steps:
              - for_each: "{{ numbers }}"
                item: n
                steps:
                  - if: "{{ n == 2 }}"
                    steps: [{trial.fail: {}}]
                  - set: {double: "{{ n * 2 }}"}
                    as: x
                collect: "{{ x.double }}"
                as: doubles
            result: "{{ doubles }}"
            """,
        )
        ended = await home.run("loop", {"numbers": [1, 2, 3]})
        assert ended.result == [2, 6]
        passes = home.of(LoopProgressed)
        assert [(one.index, one.total, one.collected, one.failed, one.finished) for one in passes] == [
            (0, 3, 0, 0, False),
            (1, 3, 1, 0, False),
            (2, 3, 1, 1, False),
            (3, 3, 2, 1, True),
        ]


@pytest.mark.parametrize("parallel", [1, 2])
async def test_a_loop_of_which_every_item_failed_says_why(tmp_path: Path, parallel: int) -> None:
    async with house(tmp_path) as home:
        home.command(
            "fail",
            f"""
            steps:
              - for_each: [1, 2]
                parallel: {parallel}
                steps:
                  - for_each: "{{{{ 5 }}}}"
                    steps: [{{say: x}}]
            """,
        )
        ended = await home.run("fail", {})
        assert ended.state is RunState.FAILED
        assert ended.error == "Every one of the 2 items failed. The first: `for_each` needs a list, this is int."


async def test_items_side_by_side_give_the_same_as_one_after_another(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        for name, more in (("in_turn", ""), ("together", "parallel: 3")):
            home.command(
                name,
                f"""
                slots: {{numbers: list}}
                steps:
                  - for_each: "{{{{ numbers }}}}"
                    {more}
                    steps: [{{set: {{v: "{{{{ item + 1 }}}}"}}, as: x}}]
                    collect: "{{{{ x.v }}}}"
                    as: all
                result: "{{{{ all }}}}"
                """,
            )
        numbers = list(range(7))
        assert (await home.run("together", {"numbers": numbers})).result == (
            await home.run("in_turn", {"numbers": numbers})
        ).result


async def test_a_long_loop_tells_few_of_its_passes_by_themselves_but_every_item_and_every_product(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.command(
            "loop",
            """
            steps:
              - for_each: "{{ ('x ' * 300).split() }}"
                steps: [{set: {n: "{{ number }}"}, as: p}]
                collect: "{{ p.n }}"
            result: "{{ last }}"
            """,
        )
        assert (await home.run("loop")).result == list(range(1, 301))
        passes = home.of(LoopProgressed)
        assert sum(len(one.earlier) + (not one.finished) for one in passes) == 300
        assert len([step for step in home.of(StepFinished) if step.kind == "set"]) == 300


async def test_a_long_loop_of_steps_that_wait_for_nothing_lets_others_have_their_turn(tmp_path: Path) -> None:
    turns = 0

    async def another() -> None:
        nonlocal turns
        while True:
            await anyio.lowlevel.checkpoint()
            turns += 1

    async with house(tmp_path) as home, anyio.create_task_group() as tasks:
        home.command("loop", "steps: [{for_each: \"{{ ('x ' * 500).split() }}\", steps: [{set: {n: '{{ number }}'}}]}]")
        tasks.start_soon(another)
        assert (await home.run("loop")).state is RunState.DONE
        tasks.cancel_scope.cancel()
    assert turns >= 500


async def test_a_branch_keeps_only_the_names_its_steps_speak_of_and_gives_those_it_changes(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.command(
            "together",
            """
            steps:
              - set: {many: "{{ ('x ' * 1000).split() }}", one: 1}
                as: large
              - set: {plus: 10}
                as: small
              - for_each: [1, 2, 3, 4]
                item: n
                parallel: 2
                steps: [{set: {v: "{{ n + small.plus }}"}, as: sum}]
                collect: "{{ sum.v + large.one }}"
            """,
        )
        assert (await home.run("together")).result == [12, 13, 14, 15]
    with closing(sqlite3.connect(tmp_path / "runs.sqlite")) as runs:
        kept = runs.execute(
            "select inputs from workflow_input where workflow_uuid like '%/%' "
            "union all select output from workflow_output where workflow_uuid like '%/%'"
        ).fetchall()
    assert len(kept) == 8
    assert max(len(text) for (text,) in kept) < 2_000


async def test_a_while_loop_ends_by_its_condition_and_otherwise_at_its_limit(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.command(
            "count",
            """
            slots: {stop: number}
            steps:
              - set: {n: 0}
                as: c
              - while: "{{ c.n < stop }}"
                limit: 5
                steps:
                  - set: {n: "{{ c.n + 1 }}"}
                    as: c
            result: "{{ c.n }}"
            """,
        )
        assert (await home.run("count", {"stop": 3})).result == 3
        ended = await home.run("count", {"stop": 99})
        assert (ended.state, ended.error) == (RunState.FAILED, "`while` was still not finished after 5 passes.")


async def test_parallel_branches_all_finish_and_are_cancelled_with_their_run(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.command(
            "both",
            """
            steps:
              - parallel:
                  left: [{set: {v: 1}, as: x}]
                  right: [{say: r}]
                as: all
            result: "{{ all }}"
            """,
        )
        assert (await home.run("both")).result == {"left": {"v": 1}, "right": "r"}
        home.command("stuck", "steps: [{parallel: {a: [{trial.slow: {seconds: 600}}], b: [{ask: 'x?'}]}}]")
        plan = await home.say(planned("stuck"))
        await home.asked()
        await home.live.wish(f"{plan}.0", "cancel")
        assert (await home.finished(f"{plan}.0")).state is RunState.CANCELLED


async def test_a_command_runs_inside_another_and_its_result_comes_back(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.command("inner", "slots: {n: number}\nsteps: [{set: {v: '{{ n * 10 }}'}, as: x}]\nresult: '{{ x.v }}'")
        home.command("outer", "steps: [{command: {name: inner, slots: {n: 4}}, as: y}]\nresult: '{{ y }}'")
        assert (await home.run("outer")).result == 40
        home.command("endless", "steps: [{command: endless}]")
        ended = await home.run("endless")
        assert (ended.state, ended.error) == (RunState.FAILED, "Commands call one another too deeply.")
