"""Steps as they will stand in a command file, and the names their results have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.domain.base import Json, Language

Form = dict[str, Json]
"""One step, or a whole command, as plain values."""

_NAME = re.compile(r"[^\W\d]\w*")
_EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_WORD = re.compile(r"'[^']*'|(?<![\w.])[^\W\d]\w*(?!\s*[(=](?!=))")
"""A name in an expression: no text in quotes, no attribute, no function, no parameter's name."""


@dataclass(frozen=True, slots=True)
class Result:
    """What an earlier step gives: the `name` it has, whether it is a list, and the words it is called by."""

    name: str
    listed: bool = False
    command: str = ""
    subject: str = ""
    """The literal text the step is about, for "напомни мне об этом"."""


@dataclass(slots=True)
class Scope:
    """What the steps told so far have made: results by name, slots of the new command, the item of each loop around."""

    language: Language
    results: list[Result] = field(default_factory=list)
    slots: dict[str, Form] = field(default_factory=dict)
    items: list[tuple[str, bool]] = field(default_factory=list)
    """(name, whether it is a record), innermost last."""
    unknown: list[str] = field(default_factory=list)
    composable: list[str] = field(default_factory=list)
    """The unknown clauses that speak of no loop's item."""
    notes: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    asked: dict[str, str] = field(default_factory=dict)
    """The type of each answer the owner will give."""

    def free(self, wanted: str) -> str:
        """A name nothing has yet."""
        base = re.sub(r"\W+", "_", wanted).strip("_") or "result"
        if not _NAME.fullmatch(base):
            base = f"x{base}"
        name, number = base, 2
        while name in self.taken or name in self.slots:
            name, number = f"{base}_{number}", number + 1
        self.taken.add(name)
        return name

    @property
    def last(self) -> Result | None:
        """The newest result."""
        return self.results[-1] if self.results else None

    @property
    def last_list(self) -> Result | None:
        """The newest list."""
        return next((result for result in reversed(self.results) if result.listed), None)

    @property
    def item(self) -> str:
        """The item of the innermost loop as an expression without braces; empty outside of loops."""
        if not self.items:
            return ""
        name, record = self.items[-1]
        return f"{name}.text" if record else name


def texts(value: Json) -> Iterator[str]:
    """Every text within a value."""
    match value:
        case str():
            yield value
        case Mapping():
            for item in value.values():
                yield from texts(item)
        case list() | tuple():
            for item in value:
                yield from texts(item)


def renamed(steps: Sequence[Json], scope: Scope) -> list[Form]:
    """The steps with names for their results and items that nothing else has."""
    names = {name: scope.free(name) for name in dict.fromkeys(_named(steps))}
    changed = {name: free for name, free in names.items() if name != free}
    return [_with_names(step, changed) for step in steps if isinstance(step, Mapping)]


def _named(value: Json) -> Iterator[str]:
    match value:
        case Mapping():
            yield from (str(value[key]) for key in ("as", "item") if key in value)
            for inner in value.values():
                yield from _named(inner)
        case list() | tuple():
            for inner in value:
                yield from _named(inner)


def _with_names(value: Json, names: Mapping[str, str]) -> Json:
    match value:
        case str():
            return _EXPRESSION.sub(lambda found: _WORD.sub(lambda word: names.get(word[0], word[0]), found[0]), value)
        case Mapping():
            return {
                key: names.get(str(inner), inner) if key in ("as", "item") else _with_names(inner, names)
                for key, inner in value.items()
            }
        case list() | tuple():
            return [_with_names(inner, names) for inner in value]
    return value


def without_unused(steps: list[Form]) -> list[Form]:
    """The steps without `as` names nothing speaks of."""
    used = {word for step in steps for text in texts(step) if "{{" in text for word in _NAME.findall(text)}
    return [_kept(step, used) for step in steps]


def _kept(step: Form, used: set[str]) -> Form:
    return {
        key: [_kept(inner, used) for inner in value] if key in ("steps", "else") else value
        for key, value in step.items()
        if key != "as" or value in used
    }
