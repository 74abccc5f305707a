"""Stopping, pausing and repeating runs."""

from __future__ import annotations

from assistant.domain.run import FINAL
from assistant.errors import Conflict
from assistant.server.desk import Desk
from assistant.server.rpc import Done, Keyed, Method, Result, RouteGroup


class RunParams(Keyed):
    """One run."""

    run: str


class CountResult(Result):
    """How many."""

    count: int


class RetryResult(Result):
    """The turn that began."""

    turn: str


async def cancel(desk: Desk, params: RunParams) -> Done:
    """Stop a run and everything in it, at once."""
    await desk.live.wish(params.run, "cancel")
    return Done()


async def cancel_all(desk: Desk, params: Keyed) -> CountResult:
    """Stop every run that has not ended."""
    return CountResult(count=await desk.live.cancel_all())


async def pause(desk: Desk, params: RunParams) -> Done:
    """Let a run stand still before its next step, a task in the browser before its next act."""
    await desk.live.wish(params.run, "pause")
    await desk.browsing.hold(params.run, True)
    return Done()


async def resume(desk: Desk, params: RunParams) -> Done:
    """Let a paused run go on."""
    await desk.live.wish(params.run, "")
    await desk.browsing.hold(params.run, False)
    return Done()


async def retry(desk: Desk, params: RunParams) -> RetryResult:
    """Say the words of an ended run again."""
    run = await desk.runs.get(params.run)
    if run.state not in FINAL:
        raise Conflict("That run has not ended yet.", ru="Это выполнение ещё не закончилось.")
    _turn, _language, clauses = await desk.turns.plan(run.plan)
    text = clauses[run.clause].planned.clause.text
    return RetryResult(turn=await desk.turn.say(text, key=f"retry:{params.key}", source="button"))


class RunRoutes(RouteGroup):
    """`run.*`"""

    methods = {
        "cancel": Method(RunParams, Done, cancel),
        "cancel_all": Method(Keyed, CountResult, cancel_all),
        "pause": Method(RunParams, Done, pause),
        "resume": Method(RunParams, Done, resume),
        "retry": Method(RunParams, RetryResult, retry),
    }
