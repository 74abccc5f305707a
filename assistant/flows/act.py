"""One attempt, or several, at one step: parameters read, effect announced, work done, evidence kept, outcome told.

Everything here happens inside one recorded step of the engine: after a crash it may run again under the same key, so the
announcement of an effect comes before it, and a send that was announced but not proven is never simply repeated.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import anyio
from pydantic import BaseModel, ValidationError

from assistant import plugins
from assistant.domain.base import Json
from assistant.domain.both import in_language
from assistant.domain.event.run import StepFinished, StepStarted
from assistant.domain.flow import Step
from assistant.domain.page import Evidence
from assistant.domain.run import Effect, Receipt, Source, SourceKind, StepResult
from assistant.errors import (
    AssistantError,
    CutShort,
    DataFolderUnusable,
    Declined,
    RunCancelled,
    StepError,
    StepRefused,
    Unbegun,
    Undecided,
    Unreachable,
)
from assistant.extensions.steps import StepContext, StepKind
from assistant.flows import expressions, words
from assistant.flows.context import Context
from assistant.flows.marks import Sources, brief, dumped
from assistant.store.effects import Begun, Effects
from assistant.store.runs import Runs
from assistant.telemetry import span

logger = logging.getLogger(__name__)
UNSURE = "unsure"
UNREACHABLE = "unreachable"
UNDECIDED = "undecided"
MOST_CUTS = 3
"""Times one attempt at a step goes on after what it works with has ended in the middle."""
SHOWN = 2_000
"""Characters of a value that travel to the screen with an event."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long a step may take, in seconds, when it does not say so itself; whether what cannot be reached is waited for."""

    step_timeout: float
    patient: bool = True


async def act(
    step: Step, params: Json, context: Context, bounds: Bounds, *, runs: Runs, effects: Effects, resend: int = 0
) -> dict[str, Json]:
    """Carry out a step of a found kind; what `finished` tells and a resumed run is given again.

    `state` is done, failed, unconfirmed, UNSURE for a send that may have happened before a crash, UNREACHABLE for what is
    worth waiting for, or UNDECIDED with `{key, question}` for what the owner must decide first. `sources` is where text in it
    came from; the run is marked with them first, for good. Raises RunCancelled and, while the disk is full, DataFolderUnusable.
    """
    began = time.monotonic()
    await context.events.soon(_started(step, params, context), f"{context.key}:started")
    outcome = await _attempts(step, params, context, effects, bounds, resend=resend)
    sources = () if outcome.get("own_words") else sources_of(step.kind, outcome.get("sources") or ())
    if sources:
        await runs.mark(context.run, sources)
    receipt, evidence = outcome.get("receipt"), outcome.get("evidence")
    return {
        "value": outcome["value"],
        "error": outcome["error"],
        "state": outcome["state"],
        "sources": dumped(sources),
        "receipt": receipt.model_dump(mode="json") if receipt else None,
        "evidence": evidence.model_dump(mode="json") if evidence else None,
        "undoable": outcome.get("undoable", False),
        "declined": outcome.get("declined", False),
        "seconds": round(time.monotonic() - began, 4),
    }


def sources_of(kind: str, given: Sequence[Source]) -> Sources:
    """What a step says of itself; a kind that is untrusted marks the run whatever it says, also when it failed: errors quote."""
    given = brief(given)
    if given or not _is_untrusted(kind):
        return given
    kinds: Mapping[str, SourceKind] = {"file": "file", "table": "file", "browser": "page"}
    return (Source(kind=kinds.get(kind.partition(".")[0], "http"), title=kind),)


def _is_untrusted(name: str) -> bool:
    return name in plugins.names("steps") and plugins.load("steps", name, StepKind).untrusted


async def _attempts(
    step: Step, params: Json, context: Context, effects: Effects, bounds: Bounds, *, resend: int
) -> dict[str, Any]:
    attempts = 1 + (step.retry.times if step.retry else 0)
    pause = step.retry.seconds if step.retry else 0.0
    for attempt in range(1, attempts + 1):
        seen: object | None = None
        try:
            with span("step", kind=step.kind, attempt=attempt):
                return await _to_the_end(step, params, context, effects, bounds, resend=resend)
        except StepRefused as error:
            return {**_failed(error.said(context.language), error.evidence), "declined": isinstance(error, Declined)}
        except Unreachable as error:
            failure = error.said(context.language)
            if bounds.patient:
                await _tell_retry(step, context, "0", failure)
                return {**_failed(failure), "state": UNREACHABLE}
        except TimeoutError:
            failure = in_language(words.too_long(step.timeout or bounds.step_timeout), context.language)
        except (RunCancelled, DataFolderUnusable):
            raise
        except AssistantError as error:
            failure, seen = error.said(context.language), error.evidence if isinstance(error, StepError) else None
        except Exception:
            # The border of a run: a fault in a step kind ends that step, is logged whole and is told to the owner.
            logger.exception("step %s failed", step.kind)
            failure = in_language(words.broken(step.kind), context.language)
        if attempt < attempts:
            await _tell_retry(step, context, str(attempt), failure)
            await anyio.sleep(min(pause * 2 ** (attempt - 1), 3600))
    return _failed(failure, seen)


async def _to_the_end(
    step: Step, params: Json, context: Context, effects: Effects, bounds: Bounds, *, resend: int
) -> dict[str, Any]:
    """Do it; when what it works with ends in the middle it goes on as it would after a crash of the assistant."""
    cuts = 0
    while True:
        try:
            return await _decidedly(step, params, context, effects, bounds, resend=resend)
        except CutShort as error:
            cuts += 1
            logger.warning("step %s was cut short: %s", step.kind, error)
            if cuts > MOST_CUTS:
                raise StepError.saying(words.cut_too_often(error.both, cuts)) from error
            await _tell_retry(step, context, f"cut:{cuts}", in_language(words.cut_short(error.both), context.language))


async def _decidedly(
    step: Step, params: Json, context: Context, effects: Effects, bounds: Bounds, *, resend: int
) -> dict[str, Any]:
    """Do it once, or tell what must be decided first: with the answer it begins anew."""
    try:
        return await _once(step, params, context, effects, bounds, resend=resend)
    except Undecided as error:
        asked = {"key": error.key, "question": dict(error.question)}
        return {"value": asked, "error": "", "state": UNDECIDED, "sources": error.sources, "own_words": error.own_words}


def _limit(step: Step, bounds: Bounds) -> float | None:
    """Seconds one attempt may take; None for a kind that keeps its own bounds."""
    return step.timeout or (None if _kind(step.kind).bounded else bounds.step_timeout)


async def _once(step: Step, params: Json, context: Context, effects: Effects, bounds: Bounds, *, resend: int) -> dict[str, Any]:
    kind = _kind(step.kind)()
    limit = _limit(step, bounds)
    values = read_params(step.kind, type(kind), params)
    effect = kind.effect_of(params if isinstance(params, Mapping) else {})
    if effect is Effect.READS:
        with anyio.fail_after(limit):
            return _done(await kind.run(values, context))
    begun = await effects.begin(context.key, context.run, context.turn, context.path, step.kind, effect, context.language)
    if isinstance(begun, StepResult):
        return {**_done(begun), "undoable": kind.is_undoable()}
    # What the owner was asked about may be a send whatever its parameters say: his yes is good for one try.
    sends = effect is Effect.SENDS or bool(context.decided)
    # A word of the owner that it may be done again is good for one try, which may have been another process's.
    again = bool(resend) and await effects.send_again(context.key, resend)
    if begun is Begun.BEFORE and sends and not again:
        known = await _found_out(kind, values, context, effects, bounds, limit)
        if known is not None:
            return known
    try:
        return await _done_or_known(kind, values, context, effects, bounds, limit, sends=sends)
    except (Undecided, Unbegun) as error:
        # This try has done nothing; of one before it nobody knows.
        if (begun is Begun.NOW or again) and not (isinstance(error, Undecided) and error.begun):
            await effects.withdraw(context.key)
        raise


async def _done_or_known(
    kind: StepKind[Any],
    values: BaseModel,
    context: Context,
    effects: Effects,
    bounds: Bounds,
    limit: float | None,
    *,
    sends: bool,
) -> dict[str, Any]:
    try:
        with anyio.fail_after(limit):
            result = await kind.run(values, context)
    except Exception as broken:
        # It broke off where the step kind has no word for it: of a send nobody knows whether it was done.
        if not sends or not _in_doubt(broken, bounds):
            raise
        logger.warning("%s broke off: %s", context.path, type(broken).__name__, exc_info=broken)
        known = await _found_out(kind, values, context, effects, bounds, limit)
        if known is None:
            raise
        return known
    return await _proved(kind, result, context, effects)


def _in_doubt(broken: Exception, bounds: Bounds) -> bool:
    if isinstance(broken, Unreachable):
        return not bounds.patient and not broken.untouched
    return not isinstance(broken, AssistantError)


async def _found_out(
    kind: StepKind[Any], values: BaseModel, context: Context, effects: Effects, bounds: Bounds, limit: float | None
) -> dict[str, Any] | None:
    """What came of a send that had begun, UNSURE when that cannot be known; None when it surely was not done."""
    match await _traced(kind, values, context, bounds, limit):
        case None:
            return None
        case Receipt() as receipt:
            return await _proved(kind, StepResult(receipt=receipt), context, effects)
        case StepResult() as result:
            return await _proved(kind, result, context, effects)
    return {"value": None, "error": "", "state": UNSURE, "receipt": None, "undoable": False}


async def _traced(
    kind: StepKind[Any], values: BaseModel, context: StepContext, bounds: Bounds, limit: float | None
) -> Receipt | StepResult | str | None:
    try:
        with anyio.fail_after(limit):
            return await kind.trace(values, context)
    except NotImplementedError:
        return UNSURE
    except (RunCancelled, DataFolderUnusable, Undecided, Declined, CutShort):
        raise
    except Exception as trouble:
        if isinstance(trouble, Unreachable) and bounds.patient:
            raise
        # Whatever is wrong with looking it up, it may have been done: that is the owner's to decide, not a failure.
        logger.warning("whether %s was done cannot be looked up", context.path, exc_info=trouble)
        return UNSURE


async def _proved(kind: StepKind[Any], result: StepResult, context: Context, effects: Effects) -> dict[str, Any]:
    if result.receipt is None:
        return {**_done(result), "state": "unconfirmed"}
    undoable = kind.is_undoable()
    await effects.prove(context.key, result.receipt, result.value, undoable=undoable)
    return {**_done(result), "undoable": undoable}


def evaluated_params(step: Step, names: Mapping[str, Json]) -> Json:
    """The parameters of a step with every expression in them evaluated; what goes to a language model stays marked."""
    kind = _kind(step.kind)
    raw: Json = step.params
    if kind.shorthand and not isinstance(raw, Mapping):
        raw = {kind.shorthand: raw}
    if not kind.marked or not isinstance(raw, Mapping):
        return expressions.evaluate(raw, names)
    return {
        key: expressions.marked(value, names) if key in kind.marked else expressions.evaluate(value, names)
        for key, value in raw.items()
    }


def read_params(name: str, kind: type[StepKind[Any]], params: Json) -> BaseModel:
    """The evaluated parameters as the step kind wants them. Raises StepRefused naming what is wrong."""
    try:
        return kind.Params.model_validate(params if isinstance(params, Mapping) else {})
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc'])) or 'value'}: {fault['msg']}" for fault in error.errors())
        raise StepRefused(
            f"`{name}` cannot work with that: {faults}.", ru=f"`{name}` не может с этим работать: {faults}."
        ) from error


def _kind(name: str) -> type[StepKind[Any]]:
    return plugins.load("steps", name, StepKind)


def _done(result: StepResult) -> dict[str, Any]:
    return {
        "value": result.value,
        "error": "",
        "state": "done",
        "receipt": result.receipt,
        "undoable": False,
        "sources": result.sources,
        "evidence": result.evidence,
    }


def _failed(error: str, seen: object | None = None) -> dict[str, Any]:
    evidence = seen if isinstance(seen, Evidence) else None
    return {"value": None, "error": error, "state": "failed", "receipt": None, "undoable": False, "evidence": evidence}


def _started(step: Step, params: Json, context: Context) -> StepStarted:
    return StepStarted(turn=context.turn, run=context.run, path=context.path, kind=step.kind, params=shown(params))


def finished(turn: str, run: str, path: str, kind: str, outcome: Mapping[str, Any]) -> StepFinished | None:
    """What is told of a step that has ended, from its record; None while it has not."""
    if outcome["state"] in (UNSURE, UNREACHABLE, UNDECIDED):
        return None
    return StepFinished(
        turn=turn,
        run=run,
        path=path,
        kind=kind,
        state=outcome["state"],
        value=shown(outcome["value"]),
        receipt=outcome.get("receipt"),
        error=outcome["error"],
        seconds=outcome.get("seconds", 0.0),
        undoable=outcome.get("undoable", False),
        evidence=outcome.get("evidence"),
    )


async def _tell_retry(step: Step, context: Context, which: str, failure: str) -> None:
    told = StepFinished(turn=context.turn, run=context.run, path=context.path, kind=step.kind, state="retrying", error=failure)
    await context.events.record(told, f"{context.key}:retry:{which}")


def shown(value: Json) -> Json:
    """A value short enough for the screen: long texts cut, long lists cut."""
    match value:
        case str():
            return value if len(value) <= SHOWN else value[:SHOWN] + "…"
        case list() | tuple():
            return [shown(item) for item in value[:50]]
        case Mapping():
            return {key: shown(item) for key, item in list(value.items())[:50]}
        case _:
            return value


def raise_failure(outcome: Mapping[str, Json]) -> None:
    """Turn a failed outcome of `act` into the error it was."""
    if outcome["state"] == "failed":
        raise (Declined if outcome.get("declined") else StepError)(str(outcome["error"]))
