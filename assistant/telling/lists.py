"""What a told loop or condition goes over: a list that was got before, one that a command gets, or one told by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.domain.base import Json
from assistant.domain.command import Command
from assistant.domain.plan import Match
from assistant.telling import words
from assistant.telling.shape import Form, Result, Scope
from assistant.telling.values import said_values
from assistant.understanding.grammar.names import is_name
from assistant.understanding.tokens import tokens
from assistant.words import fold, is_russian, lemma, readings

Find = Callable[[str], Sequence[Match]]
"""The commands a clause may be, best first."""

_ALL = 500
"""The most any step gives that gets records."""
_GETS = (".list", ".find")
_NAMED = re.compile(r"^\s*(?:из(?:\s+списка)?|of|in(?:\s+the\s+list)?)\b\s*:?\s*(.+)$", re.IGNORECASE | re.DOTALL)
_FROM = re.compile(
    r"^\s*[^\W\d]+\s+(?:из\s+списка|(?:of|in|from)\s+(?:the|this)\s+list)\b\s*:?\s*(?P<list>.+[,;].+)$", re.IGNORECASE | re.DOTALL
)
"""A list told by name behind the word for one of it: "вещи из списка паспорт, билеты"."""
_PROBES = {"ru": ("покажи мои {0}", "покажи {0}", "какие у меня {0}"), "en": ("show my {0}", "show {0}", "what {0} do i have")}
_PARTS = re.compile(r"\s*,\s*(?:(?:и|and)\s+)?|\s+(?:и|and)\s+", re.IGNORECASE)
_ITS = frozenset(["них", "из них", "них из", "them", "of them", "те", "those"])
_SINGULAR = {"agenda": "entry", "said": "turn", "found": "record"}


@dataclass(frozen=True, slots=True)
class Source:
    """`over` is the expression or the list, `before` the steps that must come first, `item` a name for one of it."""

    over: Json
    before: tuple[Form, ...] = ()
    item: str = "item"
    record: bool = True


def source(told: str, scope: Scope, find: Find, commands: dict[str, Command]) -> Source | None:
    """Where the list comes from that these words mean; None when nothing is known that gives one."""
    told = told.strip(" ,.:;")
    if listed := _FROM.match(told):
        told = f"из {listed['list']}"
    if (named := _NAMED.match(told)) and (literal := _literal(named.group(1))):
        return Source(literal, item=_item_name(literal[0], scope), record=False)
    last = scope.last_list
    if last and (not told or told.lower() in _ITS or words.points(tokens(told))):
        return Source(f"{{{{ {last.name} }}}}", item=_singular(last.name, scope))
    if (literal := _literal(told)) and len(literal) > 1 and not found_list(told, find, commands):
        return Source(literal, item=_item_name(literal[0], scope), record=False)
    found = found_list(told, find, commands)
    if found is None:
        return _slot_list(told, scope)
    match, command = found
    same = next((result for result in reversed(scope.results) if result.listed and result.command == command.name), None)
    if same and not said_values(match, command):
        return Source(f"{{{{ {same.name} }}}}", item=_singular(same.name, scope))
    step, name = got(match, command, scope)
    scope.results.append(Result(name, listed=True, command=command.name))
    return Source(f"{{{{ {name} }}}}", (step,), _singular(name, scope))


def found_list(told: str, find: Find, commands: dict[str, Command]) -> tuple[Match, Command] | None:
    """The command that gets a list of these things, whatever it shows besides."""
    for words_ in dict.fromkeys((told, _plural(told))):
        language = "ru" if is_russian(told) else "en"
        for probe in (*_PROBES[language], "{0}"):
            for match in find(probe.format(words_))[:1]:
                command = commands.get(match.command)
                if command and match.matcher == "template" and match.confidence > 0.7 and gives_list(command):
                    return match, command
    return None


def gives_list(command: Command) -> bool:
    """Whether what the command gives is a list."""
    return _getting(command) is not None


def _getting(command: Command) -> Form | None:
    """The step whose list is the command's result, as it stands in its file."""
    result = command.flow.result.strip("{} ")
    for step in command.flow.steps:
        if step.save_as and step.save_as == result and step.kind.endswith(_GETS):
            return {step.kind: step.params, "as": step.save_as}
    return None


def got(match: Match, command: Command, scope: Scope) -> tuple[Form, str]:
    """The step that gets the list, without what the command shows; slots that were said become slots with a default."""
    step = dict(_getting(command) or {})
    kind, params = next((key, value) for key, value in step.items() if key != "as")
    name = scope.free(str(step["as"]))
    return {kind: _params(params, match, command, scope) or {}, "as": name}, name


def _params(params: Json, match: Match, command: Command, scope: Scope) -> Json:
    given = said_values(match, command)
    if isinstance(params, dict):
        kept = {key: _param(value, given, command, scope) for key, value in params.items()}
        if "limit" in kept:  # it is for what is shown; a loop or a count means all of them
            kept["limit"] = _ALL
        return {key: value for key, value in kept.items() if value not in ("", None)}
    return _param(params, given, command, scope)


def _param(value: Json, given: dict[str, Json], command: Command, scope: Scope) -> Json:
    found = re.fullmatch(r"\{\{\s*(\w+)\s*\}\}", value) if isinstance(value, str) else None
    if not found or found.group(1) not in command.slots:
        return value
    slot = command.slots[found.group(1)]
    said = given.get(slot.name, slot.default)
    if said in (None, ""):
        return ""
    if slot.type == "text":
        return said
    name = scope.free(slot.name)
    scope.slots[name] = {"type": slot.type, "default": said}
    return f"{{{{ {name} }}}}"


def _slot_list(told: str, scope: Scope) -> Source | None:
    """A slot in braces that stands for a list."""
    found = re.fullmatch(r"\s*слот\d+\s*", told)
    return Source(told.strip(), item=_singular("items", scope), record=False) if found else None


def _literal(told: str) -> list[str]:
    parts = [part.strip(" .,:;") for part in _PARTS.split(told)]
    kept = [part for part in parts if part]
    if len(kept) == 1 and len(spoken := kept[0].split()) > 1 and all(is_name(fold(word)) for word in spoken):
        return [word[:1].upper() + word[1:] for word in spoken]
    return kept


def _item_name(first: str, scope: Scope) -> str:
    tags = str(readings(first)[0].tag) if is_russian(first) and len(first.split()) == 1 else ""
    person = "Name" in tags or (is_russian(first) and is_name(fold(first))) or (not is_russian(first) and first[:1].isupper())
    return scope.free("person" if person else "item")


def _singular(name: str, scope: Scope) -> str:
    base = name.rstrip("_0123456789")
    return scope.free(_SINGULAR.get(base) or (base[:-1] if base.endswith("s") and len(base) > 3 else "item"))


def _plural(told: str) -> str:
    """The first noun, and the adjectives before it, in the plural: "таймера" -> "таймеры", "task" -> "tasks"."""
    said = told.split()
    for i, word in enumerate(said):
        if not is_russian(word):
            if lemma(word) == word.lower() and not word.endswith("s") and i == len(said[:1]) - 1:
                return " ".join([*said[:i], f"{word}s", *said[i + 1 :]])
            continue
        reading = next((found for found in readings(word) if found.tag.POS in ("NOUN", "ADJF")), None)
        plural = reading.inflect({"nomn", "plur"}) if reading else None
        if plural:
            said[i] = plural.word
        if reading and reading.tag.POS == "NOUN":
            break
    return " ".join(said)
