"""The planner with the real registry and understanding, and a model of the test's choice."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant import clock, ports
from assistant.domain.base import Json, Language
from assistant.domain.command import Command, Conflict
from assistant.domain.model import Prompt
from assistant.domain.teaching import ReadCommand, Rehearsal, RehearsedStep
from assistant.planner.compose import Composer
from assistant.registry import parse
from assistant.registry.conflicts import examples
from assistant.registry.phrases import samples
from assistant.registry.save import name_of
from assistant.teaching import forms
from assistant.understanding.tokens import detect_language
from tests.fakes.model import Answer, FakeModel
from tests.planner.conftest import commands, kinds, understanding

SET = Path(__file__).parents[1] / "data" / "planner" / "requests.jsonl"


@dataclass(frozen=True)
class Recorded:
    """A request with the answers a model gave, in order: a second one came after the faults of the first were told."""

    request: str
    language: Language
    answers: tuple[Mapping[str, Any], ...]

    @property
    def possible(self) -> bool:
        """Whether a command came of it."""
        return bool(self.answers[0]["possible"])


@functools.cache
def recorded() -> tuple[Recorded, ...]:
    """The whole set."""
    lines = SET.read_text(encoding="utf-8").splitlines()
    return tuple(Recorded(row["request"], row["language"], tuple(row["answers"])) for row in map(json.loads, lines))


class KnownCommands(ports.Commands):
    """The built-in ones, or those given."""

    def __init__(self, known: Sequence[Command]) -> None:
        self._known = known

    async def all(self) -> Sequence[Command]:
        """As the port."""
        return self._known


@dataclass
class QuickTeaching(ports.Teaching):
    """Reads with the real parser; of conflicts only phrases that a built-in command fits. Saves nothing, and says when it is asked to."""

    rehearsed: list[str] = field(default_factory=list)

    async def name_for(self, title: str) -> str:
        """As the port."""
        return name_of(title, set(commands()))

    async def read(self, text: str, name: str = "") -> ReadCommand:
        """As the port."""
        command, faults = parse.command(text, name, f"{name}.yaml", kinds(), "owner")
        form = forms.form_of(text) if command else None
        taken = tuple(_taken(command)) if command else ()
        effect = command.effect if command else "reads"
        return ReadCommand(name=name, form=form, command=command, faults=tuple(faults), conflicts=taken, effect=effect)

    async def parsed(self, text: str, name: str) -> ReadCommand:
        """As the port."""
        return await self.read(text, name)

    async def rehearse(
        self, text: str, *, name: str = "", sentence: str = "", slots: Mapping[str, Json] | None = None, language: Language = "en"
    ) -> Rehearsal:
        """As the port."""
        self.rehearsed.append(sentence)
        return Rehearsal(steps=(RehearsedStep(number=1, path="1", kind="say", value=sentence),))


def _taken(command: Command) -> list[Conflict]:
    found = []
    for language, texts in command.phrases.items():
        for phrase in texts:
            for sentence in samples(phrase, examples(command.slots, language), 3):
                won = understanding().winner(sentence, detect_language(sentence), now=clock.now()) or ""
                if won and sentence in samples(phrase, {}, 3) and _fits(won, sentence):
                    told = {"sentence": sentence, "phrase": phrase, "language": language, "command": command.name}
                    found.append(Conflict.model_validate({**told, "kind": "same", "rival": won, "winner": won}))
    return found


def _fits(name: str, sentence: str) -> bool:
    return any(sentence in samples(phrase, {}, 50) for texts in commands()[name].phrases.values() for phrase in texts)


class Script:
    """Gives one answer after another."""

    def __init__(self, answers: Sequence[Answer]) -> None:
        self._left = list(answers)

    def __call__(self, _prompt: Prompt) -> Answer:
        return self._left.pop(0) if len(self._left) > 1 else self._left[0]


@dataclass
class Planning:
    """A composer, its model and what it reads texts with."""

    model: FakeModel
    teaching: QuickTeaching
    composer: Composer


def planning(*answers: Answer, known: Sequence[Command] | None = None) -> Planning:
    """A composer whose model answers this, over the built-in commands or those given."""
    model, teaching = FakeModel(Script(answers)), QuickTeaching()
    listed = KnownCommands(list(commands().values()) if known is None else known)
    return Planning(model, teaching, Composer(model, listed, teaching))
