"""A dry run of a command: the very walk of a real run, with real reads, imagined writes and sends, and nothing durable."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import anyio
import anyio.lowlevel
from pydantic import BaseModel

from assistant import clock, plugins
from assistant.domain.base import Json, Language
from assistant.domain.both import in_language
from assistant.domain.command import Command
from assistant.domain.event.envelope import AnyEvent
from assistant.domain.event.run import LoopProgressed, StepFinished, StepStarted
from assistant.domain.flow import Step
from assistant.domain.run import Effect, Question, Rule, Source
from assistant.domain.teaching import Rehearsal, RehearsedStep
from assistant.errors import AssistantError, RunCancelled, StepRefused
from assistant.extensions.steps import StepKind
from assistant.flows import consent, expressions, words
from assistant.flows.act import read_params, shown, sources_of
from assistant.flows.conduct import Conductor
from assistant.flows.context import Ports
from assistant.flows.desk import Course, Errand, question_of
from assistant.flows.imagined import Imagined, LookingContext, WouldAct
from assistant.flows.interpreter import Walker
from assistant.flows.marks import Marks, Sources, dumped

logger = logging.getLogger(__name__)
MAX_STEPS = 500
"""Steps of one dry run, every pass of a loop counted."""
MAX_SECONDS = 30.0
STEP_SECONDS = 10.0
"""How long one step may look around."""
Answers = Callable[[Question], Awaitable[Json]]
"""Answers the questions of a dry run: as the owner said before, else as somebody might."""
_PASS = re.compile(r"\[(\d+)\]")


class _Cut(RunCancelled):
    """A bound was reached."""


async def rehearse(
    command: Command,
    commands: Mapping[str, Command],
    slots: Mapping[str, Json],
    answers: Answers,
    *,
    language: Language,
    reach: Ports,
) -> Rehearsal:
    """Walk the steps of a command without changing anything. Never raises for what a step does: the report says it."""
    desk = _Stage(commands, answers, language, reach)
    names = {name: slot.default for name, slot in command.slots.items()} | dict(slots)
    walker = Walker(desk, Course("rehearsal", "", language), "", {"now": clock.now().isoformat(), "language": language, **names})
    result, error, cut = None, "", False
    try:
        with anyio.fail_after(MAX_SECONDS):
            after = await walker.go(command.flow.steps)
            flow = command.flow
            result = expressions.evaluate(flow.result, after) if flow.result else after.get("last")
    except (_Cut, TimeoutError):
        cut = True
    except AssistantError as fault:
        error = str(fault)
    return Rehearsal(
        steps=desk.steps,
        result=shown(result),
        error=error,
        cut=cut,
        said=tuple(desk.said),
        slots={k: shown(v) for k, v in names.items()},
    )


class _Stage:
    """The desk of a dry run: nothing is recorded, time passes by itself when somebody waits for it."""

    def __init__(self, commands: Mapping[str, Command], answers: Answers, language: Language, reach: Ports) -> None:
        self._commands, self._answers, self._language = commands, answers, language
        self._imagined = Imagined(reach)
        self._ahead = timedelta()
        self._count = 0
        self._steps: dict[str, dict[str, Any]] = {}
        self._totals: dict[str, int | None] = {}
        self._begun: dict[str, float] = {}
        self.said: list[str] = []

    @property
    def steps(self) -> tuple[RehearsedStep, ...]:
        """What happened, in the order it began."""
        return tuple(RehearsedStep(number=number, **fields) for number, fields in enumerate(self._steps.values(), start=1))

    # --- what the walk needs (flows.desk.Desk) ---

    async def record(self, name: str, work: Callable[[], Awaitable[Json]]) -> Json:
        """Nothing is resumed here."""
        return await work()

    async def act(self, course: Course, errand: Errand) -> dict[str, Json]:
        """Look, or imagine; `{value, error, state}`."""
        began = time.monotonic()
        step = errand.step
        kept = self._begin(errand.path, step.kind, line=step.line, params=shown(_plain(errand.params)))
        sources: Sources = ()
        try:
            with anyio.fail_after(step.timeout if step.timeout and step.timeout < STEP_SECONDS else STEP_SECONDS):
                kept["value"], kept["state"], sources = await self._act(errand)
        except TimeoutError:
            kept["state"], kept["error"] = "failed", in_language(words.too_long(STEP_SECONDS), course.language)
        except RunCancelled:
            raise
        except AssistantError as error:
            kept["state"], kept["error"] = "failed", error.said(course.language)
        except Exception:
            # The border of a dry run, as of a run: a fault in a step kind ends that step and is logged whole.
            logger.exception("rehearsed step %s failed", step.kind)
            kept["state"], kept["error"] = "failed", in_language(words.broken(step.kind), course.language)
        value = kept["value"]
        kept |= {"value": shown(value), "seconds": round(time.monotonic() - began, 4)}
        state = "failed" if kept["state"] == "failed" else "done"
        return {"value": value, "error": kept["error"], "state": state, "sources": dumped(sources_of(step.kind, sources))}

    async def allowed(self, rule: Rule) -> bool:
        """Nothing acts here, so nothing needs to be."""
        return True

    async def hold(self, course: Course, path: str, kind: str, params: Json) -> bool:
        """Nothing is sent here."""
        return True

    async def proceed(self, course: Course) -> None:
        """The bound on steps."""
        self._count += 1
        if self._count > MAX_STEPS:
            raise _Cut("That is enough of a dry run.", ru="Для пробного прогона достаточно.")
        await anyio.lowlevel.checkpoint()  # a loop of pure expressions must be stoppable too

    async def tell_outcome(self, course: Course, path: str, kind: str, outcome: Mapping[str, Json]) -> None:
        """It was kept when it was imagined."""

    async def keep_sources(self, course: Course, path: str, sources: Sequence[Source]) -> None:
        """Nothing is kept in a dry run."""

    async def tell(self, event: AnyEvent, key: str) -> None:
        """Control steps tell of themselves."""
        match event:
            case StepStarted():
                self._begin(event.path, event.kind)
            case LoopProgressed():
                self._totals[event.path] = event.total if event.total is not None or not event.finished else event.index
            case StepFinished():
                self._ended(event)

    async def ask(self, course: Course, question: Mapping[str, Json], question_id: str, path: str) -> Json:
        """Answered at once."""
        asked = question_of(course, question, question_id, path, clock.now(), None)
        own = path not in self._steps
        kept = self._begin(path, str(question["kind"])) if own else self._steps[path]
        value = await self._answers(asked)
        kept |= {"params": shown(asked.text), "state": "asked", "value": shown(value)}
        return value

    async def wait(self, course: Course, until: datetime) -> None:
        """Nobody waits; it is later now."""
        self._ahead = max(self._ahead, until - clock.now())

    async def now(self) -> datetime:
        """The time, with all waiting behind us."""
        return clock.now() + self._ahead

    async def command(self, name: str) -> Mapping[str, Json]:
        """Another command. Raises StepRefused."""
        if name not in self._commands:
            raise StepRefused(f"There is no command {name!r}.", ru=f"Команды {name!r} нет.")
        return Conductor.document(self._commands[name])

    async def branches(self, course: Course, docs: Mapping[str, Mapping[str, Json]], limit: int) -> dict[str, dict[str, Json]]:
        """One branch after another."""
        ended: dict[str, dict[str, Json]] = {}
        for name, doc in docs.items():
            if name.startswith("["):
                self._totals[str(doc["path"]).removesuffix(name)] = len(docs)
            marks = Marks.load(doc.get("marks"))
            walker = Walker(self, course, str(doc["path"]), dict(doc["names"]), int(doc["depth"]), marks)
            try:
                names = await walker.go([Step.model_validate(step) for step in doc["steps"]])
                ended[name] = {"names": names, "marks": marks.dump()}
            except RunCancelled:
                raise
            except AssistantError as error:
                ended[name] = {"error": error.said(course.language), "marks": marks.dump()}
        return ended

    # --- within ---

    async def _act(self, errand: Errand) -> tuple[Json, str, Sources]:
        step, params = errand.step, errand.params
        kind = plugins.load("steps", step.kind, StepKind)
        values = read_params(step.kind, kind, params)
        plain = _plain(params) if isinstance(params, Mapping) else {}
        looking = kind.effect_of(plain) is Effect.READS and not consent.tells(step, plain, errand.outside)
        context = LookingContext(self._imagined, errand.path, self._language, await self.now(), self.said, looking=looking)
        try:
            if looking:
                found = await kind().run(values, context)
                return found.value, "done", found.sources
            return await kind().imagine(values, context), "imagined", ()
        except WouldAct:
            return {**values.model_dump(mode="json"), "id": f"imagined-{len(self._steps)}"}, "imagined", ()

    def _begin(self, path: str, kind: str, *, line: int = 0, params: Json = None) -> dict[str, Any]:
        self._begun[path] = time.monotonic()
        passes = list(_PASS.finditer(path))
        kept: dict[str, Any] = {
            "path": path,
            "kind": kind,
            "line": line,
            "params": params,
            "value": None,
            "error": "",
            "state": "done",
        }
        if passes:
            kept |= {"index": int(passes[-1][1]), "total": self._totals.get(path[: passes[-1].start()])}
        self._steps[path] = kept
        return kept

    def _ended(self, event: StepFinished) -> None:
        kept = self._steps.get(event.path) or self._begin(event.path, event.kind)
        if event.state == "skipped":
            kept["state"] = "skipped"
            return
        failed = event.state == "failed"
        asked = kept["state"] == "asked"
        state = "failed" if failed else "asked" if asked else "imagined" if event.kind == "wait" else "done"
        seconds = round(time.monotonic() - self._begun[event.path], 4)
        kept |= {"state": state, "value": kept["value"] if asked else event.value, "error": event.error, "seconds": seconds}


def _plain(value: Any) -> Json:
    """Parameters as JSON: what is kept apart for a language model comes as its words and data."""
    match value:
        case Mapping():
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            return value.model_dump(mode="json") if isinstance(value, BaseModel) else value
