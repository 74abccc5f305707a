"""`code`: JavaScript that computes and can do nothing else."""

from __future__ import annotations

import json
from typing import Any

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import StepRefused
from assistant.script import MAX_VALUE, Sandbox
from tests.steps.conftest import Act

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(-1e15, 1e15) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)


@pytest.mark.parametrize(
    ("code", "value", "given"),
    [
        ("input.filter(x => x > 2)", [1, 2, 3, 4], [3, 4]),
        ("return input.a + 1;", {"a": 1}, 2),
        ("const total = input.reduce((a, b) => a + b, 0)\nreturn {total}", [1, 2], {"total": 3}),
        ("input.split(' ').length // how many", "раз два три", 3),
        ("({a: 1})", None, {"a": 1}),
        ("let x = 1", None, None),
        ("input", "“кавычки” и \u2028 перенос", "“кавычки” и \u2028 перенос"),
        ("NaN", None, None),
    ],
)
async def test_code_gives_what_it_returns(code: str, value: Any, given: Any, act: Act) -> None:
    assert (await act("code", {"code": code, "input": value})).value == given


@pytest.mark.parametrize(
    "code",
    [
        "while (true) {}",
        "/(a+)+$/.test('a'.repeat(50) + 'b')",
        "Array.prototype.indexOf.call({length: 2**53 - 1}, 1)",
        "for (;;) try { for (;;); } catch {}",
    ],
)
async def test_code_that_never_ends_is_ended(code: str, act: Act) -> None:
    with pytest.raises(StepRefused, match="longer than"):
        await act("code", {"code": code, "seconds": 0.2})


@pytest.mark.parametrize(
    "code",
    [
        "'x'.repeat(2 ** 29)",
        "let a = []; while (1) a.push('x'.repeat(1e5) + a.length)",
        "new Array(1e8).fill(0)",
        "let s = 'x'; while (1) s += s + s.length",
        "new ArrayBuffer(1e10)",
    ],
)
async def test_code_that_wants_gigabytes_gets_none(code: str, act: Act) -> None:
    with pytest.raises(StepRefused, match=r"memory|failed: RangeError"):
        await act("code", {"code": code, "seconds": 5})


@pytest.mark.parametrize(
    "code",
    [
        "function f() { return f() } return f()",
        "let o = {}; let p = o; for (let i = 0; i < 1e5; i++) { p.a = {}; p = p.a } return o",
    ],
)
async def test_code_that_goes_too_deep_is_ended(code: str, act: Act) -> None:
    with pytest.raises(StepRefused, match=r"deeply|RangeError"):
        await act("code", {"code": code})


@pytest.mark.parametrize(
    "name",
    [
        "require",
        "process",
        "fetch",
        "XMLHttpRequest",
        "std",
        "os",
        "setTimeout",
        "console",
        "print",
        "Deno",
        "WebAssembly",
        "Worker",
        "load",
        "python",
    ],
)
async def test_there_is_nothing_to_reach(name: str, act: Act) -> None:
    assert (await act("code", {"code": f"typeof {name}"})).value == "undefined"


@pytest.mark.parametrize("code", ["import('fs')", "Promise.resolve(1)", "(async () => 1)()"])
async def test_what_comes_later_is_refused(code: str, act: Act) -> None:
    with pytest.raises(StepRefused, match=r"promise|failed"):
        await act("code", {"code": code})


@pytest.mark.parametrize(
    "code",
    [
        "throw new Error('нет кода')",
        "input.a.b",
        "return (",
        "}",
        "throw null",
        "throw {toString() { throw 1 }}",
        "10n",
        "let a = {}; a.a = a; return a",
    ],
)
async def test_a_fault_in_the_code_is_told(code: str, act: Act) -> None:
    with pytest.raises(StepRefused):
        await act("code", {"code": code})


async def test_the_message_of_an_error_is_told(act: Act) -> None:
    with pytest.raises(StepRefused, match="нет кода"):
        await act("code", {"code": "throw new Error('нет кода')"})


async def test_one_piece_of_code_leaves_nothing_for_the_next(act: Act) -> None:
    await act("code", {"code": "globalThis.x = 1; Array.prototype.map = null; JSON.stringify = () => '666'; return 1"})
    assert (await act("code", {"code": "[typeof x, typeof [].map]"})).value == ["undefined", "function"]


async def test_too_much_to_give_is_refused(act: Act) -> None:
    with pytest.raises(StepRefused, match="characters"):
        await act("code", {"code": f"'x'.repeat({MAX_VALUE})"})


async def test_the_house_goes_on_while_code_runs() -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            ticks += 1
            await anyio.sleep(0.005)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(tick)
        with pytest.raises(StepRefused):
            await Sandbox().run("while (true) {}", None, seconds=0.5)
        tasks.cancel_scope.cancel()
    assert ticks > 5


@settings(max_examples=60, deadline=None)
@given(VALUES)
def test_any_value_goes_through_as_it_is(value: Any) -> None:
    async def through() -> Any:
        return await Sandbox().run("input", value, seconds=5)

    assert anyio.run(through) == json.loads(json.dumps(value))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="(){}[];=>+-'\"`\\/* \nreturn", max_size=60))
def test_any_text_is_code_or_a_fault_and_nothing_else(code: str) -> None:
    async def tried() -> None:
        try:
            json.dumps(await Sandbox().run(code, {"a": [1]}, seconds=0.5))
        except StepRefused as error:
            assert str(error)

    anyio.run(tried)
