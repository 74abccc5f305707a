"""Walks the steps of a flow document: the same walk every time it is resumed, with everything learnt outside recorded.

Deterministic by construction: all that comes from outside (step outcomes, answers, the time) passes through
`Desk.record`, which gives the recorded value when the run is resumed. Paths name steps: `letters`, `each[2].verdict`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from anyio.lowlevel import checkpoint

from assistant import plugins
from assistant.domain.base import Json, Language
from assistant.domain.event.run import LoopProgressed, StepFinished, StepStarted
from assistant.domain.flow import Step, paths
from assistant.domain.run import FOR_ALL, Effect, Rule
from assistant.errors import AssistantError, Declined, ExpressionError, StepError, StepRefused
from assistant.extensions.steps import ControlStep, StepKind
from assistant.flows import branch, consent, expressions, spoken
from assistant.flows.act import UNDECIDED, UNSURE, evaluated_params, raise_failure, shown
from assistant.flows.agreed import Agreed
from assistant.flows.consent import fingerprint
from assistant.flows.desk import Course, Desk, Errand
from assistant.flows.marks import Marks, Sources, joined, loaded
from assistant.flows.passes import Pass

MAX_DEPTH = 24
"""Commands and blocks within one another."""
MOST_DECISIONS = 6
"""Questions of one step before it acts."""


@dataclass(slots=True)
class Walker:
    """Walks one list of steps; the `Walk` that control steps see. `names` grows as steps save what they give."""

    desk: Desk
    course: Course
    path: str
    names: dict[str, Json]
    depth: int = 0
    marks: Marks = field(default_factory=Marks)
    agreed: Agreed = field(default_factory=Agreed)
    after: tuple[Step, ...] = ()
    """What follows in the walks this one stands in."""
    turn: Pass | None = None
    """The pass of a loop it is in."""
    _granted: set[str] = field(default_factory=set)
    _kept: dict[str, Json] = field(default_factory=dict)
    _step_now: Step | None = None
    _ahead: tuple[Step, ...] = ()

    @property
    def run(self) -> str:
        """The run's id."""
        return self.course.run

    @property
    def language(self) -> Language:
        """The language the owner spoke."""
        return self.course.language

    async def go(self, steps: Sequence[Step]) -> dict[str, Json]:
        """Carry out these steps in order; the names as they are afterwards. Raises StepError, RunCancelled."""
        names = paths((step.kind, step.save_as) for step in steps)
        for number, (step, name) in enumerate(zip(steps, names, strict=True), start=1):
            await self.desk.proceed(self.course)
            self._ahead = (*steps[number:], *self.after)
            await self._step(step, f"{self.path}.{name}" if self.path else name)
        return self.names

    async def _step(self, step: Step, path: str) -> None:
        try:
            if step.condition and not expressions.condition(step.condition, self.names):
                await self._tell_ended(step, path, "skipped")
                return
            value, sources = await self._carry_out(step, path)
        except (StepError, ExpressionError) as error:
            self.agreed.clear()
            value, sources = await self._rescue(step, path, error)
        if step.save_as:
            self.names[step.save_as] = value
        self.names["last"] = value
        self.marks.save(step.save_as, sources)

    async def _carry_out(self, step: Step, path: str) -> tuple[Json, Sources]:
        """What a step gives, and where the text in it came from."""
        if self.depth > MAX_DEPTH:
            raise StepRefused("Commands call one another too deeply.", ru="Команды слишком глубоко вызывают друг друга.")
        if step.kind in plugins.names("flows.control"):
            return await self._control(step, path)
        used = self.marks.of(step.params)
        self.marks.hear(used)
        params = evaluated_params(step, self.names)
        await self._consent(step, path, params, used)
        await self._hold(step, path, params)
        errand = self._errand(step, path, params)
        if plugins.load("steps", step.kind, StepKind).pure:
            # Nothing in it waits: others get their turn here, or a long loop would hold up the whole assistant.
            await checkpoint()
            outcome = await self.desk.act(self.course, errand)
        else:
            outcome = await self._record(path, partial(self.desk.act, self.course, errand))
        outcome = await self._decide(errand, outcome)
        if outcome["state"] == UNSURE:
            outcome = await self._resend(errand, used)
        # Not within the record: a resumed run is given the record and tells it again, if the end came before it was told.
        await self.desk.tell_outcome(self.course, path, step.kind, outcome)
        gave = loaded(outcome.get("sources"))
        self.marks.hear(gave)
        sources = joined(used, gave)
        if sources and _effect(step, params) is not Effect.READS:
            await self.desk.keep_sources(self.course, path, sources)
        raise_failure(outcome)
        return outcome["value"], sources

    def _errand(self, step: Step, path: str, params: Json) -> Errand:
        return Errand(path, step, params, outside=self._outside(step))

    def _outside(self, step: Step) -> dict[str, str]:
        """The parameters that text from outside goes into, each with the words in it that stand in the command itself."""
        raw = consent.written(step)
        return {name: expressions.words(value) for name, value in raw.items() if self.marks.of(value)}

    async def _control(self, step: Step, path: str) -> tuple[Json, Sources]:
        kind = plugins.load("flows.control", step.kind, ControlStep)
        if kind.shorthand and not isinstance(step.params, Mapping):
            step = step.model_copy(update={"params": {kind.shorthand: step.params}})
        started = StepStarted(turn=self.course.turn, run=self.run, path=path, kind=step.kind)
        await self.desk.tell(started, f"{self.run}:{path}:started")
        marks = Marks(dict(self.marks.names), self.marks.always, self.marks.of_control(kind, step))
        names, depth = dict(self.names), self.depth + 1
        walk = Walker(self.desk, self.course, path, names, depth, marks, self.agreed, self._ahead, self.turn, _step_now=step)
        try:
            value = await kind().run(step, walk)
        except (StepError, ExpressionError) as error:
            await self._tell_ended(
                step, path, "skipped" if isinstance(error, Declined) else "failed", error=error.said(self.language)
            )
            raise
        finally:
            self.marks.hear(joined(marks.own, marks.heard))
        self.names.update(walk._kept)
        self.marks.names.update(marks.kept)
        await self._tell_ended(step, path, "done", value=value)
        return value, joined(marks.own, marks.heard)

    async def _consent(self, step: Step, path: str, params: Json, sources: Sources) -> None:
        """Ask before a step that must not act without a yes. Raises Declined."""
        agreed = self.agreed.use_up(step, params)
        outside = self._outside(step) if sources else {}
        question = consent.question(step, params, sources, self.course.command, self.language, outside=outside)
        marked = question is not None and self.course.watched
        if not step.confirm and (not marked or agreed):
            return
        rule = question.get("rule") if question else None
        turn = self.turn if marked and not step.confirm else None
        if turn and turn.use_up(step, path, params):
            return
        if marked and not step.confirm and rule and await self._is_allowed(rule, path):
            return
        details: Json = params if isinstance(params, dict) else {"": params} if marked else {}
        shown = question or {} if marked else {}
        fields: dict[str, Json] = {"kind": "approve", **shown, "details": details, "about": step.kind}
        if step.confirm:
            # Asked each time, so that no "always" is offered.
            fields.pop("rule", None)
            fields |= consent.effect(step, params)
            fields["text"] = str(self.value(step.confirm if isinstance(step.confirm, str) else step.kind))
        to_come = fields["also"] = turn.to_come(step, self.names) if turn else ()
        answer = await self._ask(fields, f"{path}.confirm")
        if not answer:
            raise Declined("You said no." if self.language == "en" else "Вы ответили «нет».")
        if turn and answer == FOR_ALL:
            turn.grant(step, path, to_come)

    async def _hold(self, step: Step, path: str, params: Json) -> None:
        """What is sent waits first. Raises Declined when the owner takes it back."""
        if not self.course.watched or not consent.sends(step, params) or plugins.load("steps", step.kind, StepKind).asks:
            return
        if not await self._record(f"{path}.hold", lambda: self.desk.hold(self.course, path, step.kind, params)):
            raise Declined("Taken back before it was sent." if self.language == "en" else "Отменено до отправки.")

    async def _is_allowed(self, rule: Json, path: str) -> bool:
        return bool(await self._record(f"{path}.rule", lambda: self.desk.allowed(Rule.model_validate(rule))))

    async def _decide(self, errand: Errand, outcome: dict[str, Json]) -> dict[str, Json]:
        """Ask what a step wants to know before it acts, as often as it has something new to ask. Raises Declined."""
        decided: dict[str, Json] = {}
        for number in range(1, MOST_DECISIONS + 1):
            if outcome["state"] != UNDECIDED:
                return outcome
            asked = outcome["value"]
            sources = loaded(outcome.get("sources"))
            self.marks.hear(sources)
            fields = {**asked["question"], "sources": sources}
            answer = await self._ask(fields, f"{errand.path}.decide{number}")
            if answer is None or (answer is False and fields["kind"] in ("approve", "confirm")):
                raise Declined("You said no." if self.language == "en" else "Вы ответили «нет».")
            decided = {**decided, str(asked["key"]): answer}
            again = partial(self.desk.act, self.course, replace(errand, decided=decided))
            outcome = await self._record(f"{errand.path}.decided{number}", again)
        raise StepRefused(
            "What was asked about changed again and again, so nothing was done.",
            ru="То, о чём спрашивалось, всё время менялось, поэтому ничего не сделано.",
        )

    async def _resend(self, errand: Errand, sources: Sources) -> dict[str, Json]:
        path = errand.path
        asked = consent.question_of_resending(errand.step, errand.params, sources, self.language)
        for time in range(1, MOST_DECISIONS + 1):
            which = str(time) if time > 1 else ""
            if not await self._ask(asked, f"{path}.unsure{which}"):
                break
            sent = partial(self.desk.act, self.course, replace(errand, resend=time))
            again = await self._record(f"{path}.again{which}", sent)
            if again["state"] not in (UNSURE, UNDECIDED):
                return dict(again)
        return {"value": None, "error": "", "state": "unconfirmed"}

    async def _rescue(self, step: Step, path: str, error: AssistantError) -> tuple[Json, Sources]:
        if step.on_error == "continue":
            return None, ()
        if not step.rescue:
            raise error if isinstance(error, StepError) else StepError(str(error), ru=error.ru) from error
        # An error may quote what came from outside.
        marks = Marks({**self.marks.names, "error": joined(self.marks.heard, self.marks.own)}, self.marks.always)
        rescue = Walker(
            self.desk,
            self.course,
            f"{path}.on_error",
            {**self.names, "error": error.said(self.language)},
            self.depth + 1,
            marks,
            self.agreed,
            self._ahead,
            self.turn,
        )
        names = await rescue.go(step.rescue)
        self.names.update({key: value for key, value in names.items() if key != "error"})
        self.marks.names.update({name: sources for name, sources in marks.names.items() if name != "error"})
        return names.get("last"), joined(marks.heard, marks.names.get("last", ()))

    # --- what a control step may do ---

    def value(self, template: Json, names: Mapping[str, Json] | None = None) -> Json:
        """`template` with every expression in it evaluated."""
        return expressions.evaluate(template, self.names if names is None else names)

    async def steps(
        self, steps: Sequence[Step], path: str, names: Mapping[str, Json] | None = None, *, keep: bool = False
    ) -> dict[str, Json]:
        """Carry out nested steps under `path`."""
        seen = self.names if names is None else names
        return await self._nested(steps, path, seen, self.marks.entering(seen, self.names), self.turn, keep=keep)

    async def one_pass(self, steps: Sequence[Step], begins: Sequence[Mapping[str, Json]], index: int) -> dict[str, Json]:
        """Carry out nested steps as one pass of a loop."""
        turn = Pass(self._inner(f"[{index}]"), index, begins, self._granted)
        return await self._nested(steps, f"[{index}]", begins[index], self.marks.entering(begins[index], self.names), turn)

    def _inner(self, path: str) -> str:
        return f"{self.path}{path}" if path.startswith("[") else f"{self.path}.{path}"

    async def _nested(
        self,
        steps: Sequence[Step],
        path: str,
        names: Mapping[str, Json],
        marks: Marks,
        turn: Pass | None = None,
        *,
        keep: bool = False,
    ) -> dict[str, Json]:
        inner, depth = self._inner(path), self.depth + 1
        walker = Walker(self.desk, self.course, inner, dict(names), depth, marks, self.agreed, self.after, turn)
        kept: list[str] = []
        try:
            after = await walker.go(steps)
            kept = [key for key, value in after.items() if keep and self.names.get(key) != value]
        finally:
            self.marks.leave(marks, kept)
        self._kept.update({key: after[key] for key in kept})
        return after

    async def branches(
        self, branches: Mapping[str, tuple[Sequence[Step], Mapping[str, Json]]], limit: int
    ) -> dict[str, dict[str, Json]]:
        """Carry out branches side by side, each a durable run of its own."""
        docs = {
            name: branch.document(steps, names, self._inner(name), self.depth + 1, self.marks.entering(names, self.names))
            for name, (steps, names) in branches.items()
        }
        ended = await self.desk.branches(self.course, docs, limit)
        for outcome in ended.values():
            self.marks.leave(Marks.load(outcome.get("marks")))
        return {
            name: {**outcome, "names": {**branches[name][1], **outcome["names"]}} if "names" in outcome else outcome
            for name, outcome in ended.items()
        }

    async def ask(self, question: Mapping[str, Json]) -> Json:
        """Ask the owner and wait for the answer."""
        return await self._ask(question, self.path)

    @property
    def acts_next(self) -> str:
        """The kind of the next step that acts."""
        following = consent.first_acting(self.after)
        return following.kind if following is not None else ""

    def agree(self, shown: Mapping[str, Json]) -> None:
        """The owner has said yes to exactly these values."""
        if (following := consent.first_acting(self.after)) is not None:
            self.agreed.add(shown, following)

    async def wait(self, until: datetime) -> None:
        """Wait until then."""

        async def waiting() -> Json:
            await self.desk.wait(self.course, until)
            return None

        await self._record(f"{self.path}.wait", waiting)

    async def now(self) -> datetime:
        """The time, recorded."""

        async def time() -> Json:
            return (await self.desk.now()).isoformat()

        return datetime.fromisoformat(str(await self._record(f"{self.path}.now", time)))

    async def command(self, name: str, slots: Mapping[str, Json]) -> Json:
        """Carry out another command here."""

        async def document() -> Json:
            return {**await self.desk.command(name), "now": (await self.desk.now()).isoformat()}

        found = await self._record(f"{self.path}.command", document)
        steps = [Step.model_validate(step) for step in found["steps"]]
        now = datetime.fromisoformat(str(found["now"]))
        marks = self.marks.of_call(self._step_now.params if self._step_now else {}, slots)
        filled = spoken.values(found["slots"], slots, now, self.language)
        for slot in spoken.missing(found["slots"], filled):
            filled[slot] = await self._ask(spoken.question(found["slots"][slot], self.language), f"{self.path}.{slot}")
        names = await self._nested(steps, name, {"now": found["now"], "language": self.language, **filled}, marks)
        return self.value(found["result"], names) if found["result"] else names.get("last")

    async def progress(self, index: int, total: int | None, item: Json, *, collected: int, failed: int, finished: bool) -> None:
        """Tell how far a loop has come."""
        told = LoopProgressed(
            turn=self.course.turn,
            run=self.run,
            path=self.path,
            index=index,
            total=total,
            item=shown(item),
            collected=collected,
            failed=failed,
            finished=finished,
        )
        await self.desk.tell(told, f"{self.run}:{self.path}:{'end' if finished else index}")

    # --- within ---

    async def _ask(self, question: Mapping[str, Json], path: str) -> Json:
        fields = dict(question)
        if fields["kind"] == "approve" and self._step_now is not None and self.course.watched:
            # What a yes is given to is shown with where it came from.
            fields["sources"] = self.marks.of(self._step_now.params)
            following = consent.first_acting(self.after) if fields.get("details") else None
            if following is not None:
                fields |= consent.effect(following, following.params)
        if fields["kind"] in ("approve", "confirm"):
            what = fields.get("details") or fields["text"]
            fields["hash"] = fingerprint(f"{self.run}:{path}", [what, *also] if (also := fields.get("also")) else what)
        name = f"{path}.answer"
        return await self._record(name, lambda: self.desk.ask(self.course, fields, f"{self.run}:{path}", path))

    async def _record(self, name: str, work: Callable[[], Awaitable[Json]]) -> Any:
        return await self.desk.record(name, work)

    async def _tell_ended(self, step: Step, path: str, state: Any, *, value: Json = None, error: str = "") -> None:
        told = StepFinished(
            turn=self.course.turn, run=self.run, path=path, kind=step.kind, state=state, value=shown(value), error=error
        )
        await self.desk.tell(told, f"{self.run}:{path}:finished")


def _effect(step: Step, params: Json) -> Effect:
    effect: Effect = plugins.load("steps", step.kind, StepKind)().effect_of(params if isinstance(params, Mapping) else {})
    return effect
