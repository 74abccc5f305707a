"""Composes the command that is missing: catalogue, model, checks, one repair, a dry run. Nothing is ever saved here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import anyio.to_thread

from assistant import ports
from assistant.domain.base import Json, Language, LocalText
from assistant.domain.both import both, in_language, same
from assistant.domain.command import Command
from assistant.domain.draft import FlowDraft, TriedStep
from assistant.domain.flow import Step
from assistant.domain.model import Completion, Prompt
from assistant.domain.teaching import ReadCommand
from assistant.errors import AssistantError, ModelNonsense, ModelRefused
from assistant.llm.prompts import prompt
from assistant.planner.retrieve import Retrieval
from assistant.registry.kinds import Kinds

LANGUAGES: Mapping[Language, str] = {"en": "English", "ru": "Russian"}
ANSWER: Mapping[str, Json] = {
    "type": "object",
    "properties": {
        "possible": {"type": "boolean"},
        "why": {"type": "string"},
        "yaml": {"type": "string"},
        "summary": {"type": "string"},
    },
    "required": ["possible", "why", "yaml", "summary"],
    "additionalProperties": False,
}
Judge = Callable[[ReadCommand], list[str]]
"""What the model must mend in a command it wrote."""
TRIED = 40
"""Steps of a dry run that are shown."""
LONGEST = 2_000
"""Characters of a request, and tokens of the answer."""
_BLOCKING = ("same", "captured", "test")


@dataclass(frozen=True, slots=True)
class _Written:
    """A command a model wrote, and what it cost."""

    read: ReadCommand
    command: Command
    yaml: str
    model: str
    summary: str
    cost: float


class Composer(ports.Planner):
    """Composes. On the event loop; the index over the registry is made anew in a worker thread when the commands have changed."""

    def __init__(self, model: ports.Model, commands: ports.Commands, teaching: ports.Teaching) -> None:
        self._model = model
        self._commands = commands
        self._teaching = teaching
        self._kinds: Kinds | None = None
        self._retrieval: Retrieval | None = None
        self._of: tuple[Command, ...] = ()
        self._making = anyio.Lock()

    async def compose(self, text: str, language: Language, *, turn: str = "") -> FlowDraft:
        """A command for these words; see the port. Raises ModelRefused when it cannot be done, ModelNonsense when the model's
        command cannot be used, also after its faults were told."""
        said = " ".join(text.split())[:LONGEST]
        instructions = prompt("compose", language=LANGUAGES[language])
        return await self._draft(
            await self._written(said, {"request": said}, instructions, language, turn, _faults), said, language
        )

    async def part(self, text: str, whole: str, language: Language, *, turn: str = "") -> Sequence[Json]:
        """Steps for one clause of a longer command; see the port. Raises as `compose` does."""
        said = " ".join(text.split())[:LONGEST]
        instructions = f"{prompt('compose', language=LANGUAGES[language])}\n\n{prompt('part')}"
        data = {"request": said, "the whole command as told": whole[:LONGEST]}
        written = await self._written(said, data, instructions, language, turn, _faults_of_part)
        if faults := _faults_of_part(written.read):
            raise _unusable(same(faults[0]))
        form = written.read.form
        steps = form.get("steps") if isinstance(form, dict) else None
        return steps if isinstance(steps, list) else []

    async def _written(
        self, said: str, given: Mapping[str, str], instructions: str, language: Language, turn: str, judge: Judge
    ) -> _Written:
        """What the model wrote, read and repaired once."""
        retrieval = await self.retrieval()
        shown = retrieval.catalogue(said)
        data = {**given, "catalogue": shown.kinds, "commands": shown.commands or "none"}
        asked = Prompt(instructions=instructions, data=data, answer=ANSWER, purpose="plan", turn=turn, longest=LONGEST)
        first = await self._model.ask(asked)
        yaml = _yaml(first)
        name = await self._teaching.name_for(said[:40])
        read = await self._teaching.read(yaml, name)
        faults = judge(read)
        done = first
        if faults:
            again = retrieval.catalogue(said, also=_kinds_in(read.form))
            repair = {**data, "catalogue": again.kinds, "your file": yaml, "faults": "\n".join(faults)}
            again_asked = prompt("repair", language=LANGUAGES[language])
            done = await self._model.ask(asked.model_copy(update={"instructions": again_asked, "data": repair}))
            yaml = _yaml(done)
            read = await self._teaching.read(yaml, name)
        if read.command is None:
            fault = next((fault for fault in read.faults if fault.severity == "error"), None)
            raise _unusable(fault.message if fault else both("it is empty", "она пуста"))
        return _Written(
            read, read.command, yaml, done.model, str(done.value["summary"]), first.cost + (done.cost if faults else 0)
        )

    async def commands(self) -> Sequence[Command]:
        """The commands that can be said now."""
        return [command for command in await self._commands.all() if command.enabled]

    async def retrieval(self) -> Retrieval:
        """The index over the commands as they are now."""
        commands = tuple(await self.commands())
        async with self._making:
            if self._retrieval is None or commands != self._of:
                self._retrieval = await anyio.to_thread.run_sync(self._index, commands)
                self._of = commands
            return self._retrieval

    def _index(self, commands: Sequence[Command]) -> Retrieval:
        self._kinds = self._kinds or Kinds.found()
        return Retrieval(self._kinds, {command.name: command for command in commands})

    async def _draft(self, written: _Written, said: str, language: Language) -> FlowDraft:
        command, read = written.command, written.read
        title = command.title.get(language) or next(iter(command.title.values()), said)
        return FlowDraft(
            name=await self._teaching.name_for(title),
            text=written.yaml,
            title=title,
            language=language,
            said=said,
            summary=written.summary[:500],
            effect=command.effect,
            kinds=tuple(sorted(_kinds_of(command.flow.steps))),
            faults=tuple(in_language(fault.message, language) for fault in read.faults if fault.severity == "warning")[:10],
            conflicts=tuple(f"“{one.sentence}” – {one.rival or one.winner or '?'}" for one in read.conflicts)[:10],
            tried=await self._tried(written.yaml, said, language),
            model=written.model,
            cost=written.cost,
        )

    async def _tried(self, yaml: str, said: str, language: Language) -> tuple[TriedStep, ...]:
        """What a dry run gave: reads are real. A dry run that fails is told in its steps, never raised."""
        try:
            rehearsal = await self._teaching.rehearse(yaml, sentence=said, language=language)
        except AssistantError as error:
            return (TriedStep(path="", kind="", state="failed", error=error.said(language)),)
        return tuple(
            TriedStep(path=step.path, kind=step.kind, state=step.state, value=step.value, error=step.error)
            for step in rehearsal.steps[:TRIED]
        )


def _unusable(why: LocalText) -> ModelNonsense:
    return ModelNonsense.saying(
        both(
            "The model wrote a command that cannot be used: {why}", "Модель написала команду, которая не годится: {why}", why=why
        )
    )


def _yaml(done: Completion) -> str:
    """The file in an answer. Raises ModelRefused when the model says that it cannot be done."""
    if not done.value["possible"] or not done.value["yaml"].strip():
        why = str(done.value["why"]).strip()[:300]
        told = both(": {why}", ": {why}", why=why) if why else same(".")
        raise ModelRefused.saying(
            both("The model found no way to do that{told}", "Модель не нашла, как это сделать{told}", told=told)
        )
    text = str(done.value["yaml"]).strip()
    if text.startswith("```"):
        text = text.split("\n", 1)[-1].rsplit("```", 1)[0]
    return text.strip() + "\n"


def _faults(read: ReadCommand) -> list[str]:
    """What the model must mend: everything that keeps the command from being saved."""
    blocked = [one for one in read.conflicts if one.kind in _BLOCKING and one.command in (read.name, "")]
    return _errors(read) + [
        f"the sentence “{one.sentence}” belongs to the command {one.rival or one.winner or 'none'}" for one in blocked
    ]


def _errors(read: ReadCommand) -> list[str]:
    return [
        f"{fault.line}:{fault.column}: {in_language(fault.message, 'en')}" for fault in read.faults if fault.severity == "error"
    ]


def _faults_of_part(read: ReadCommand) -> list[str]:
    """What the model must mend in steps that go into another command: its phrases are not used, and slots it cannot have."""
    slots = read.command.slots if read.command else {}
    return _errors(read) + [f"the slot {name} must not be there: write the value that was said in its place" for name in slots]


def _kinds_in(form: Json) -> list[str]:
    """Every key in a document: those that are kinds are shown with their parameters."""
    match form:
        case dict():
            return [str(key) for key in form] + [name for value in form.values() for name in _kinds_in(value)]
        case list():
            return [name for value in form for name in _kinds_in(value)]
    return []


def _kinds_of(steps: Sequence[Step]) -> set[str]:
    found = {step.kind for step in steps}
    for step in steps:
        for block in (*step.blocks.values(), step.rescue):
            found |= _kinds_of(block)
    return found
