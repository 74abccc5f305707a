"""Which step kinds and commands a request is about: those a prompt shows, never the whole registry.

A kind is found by its own documentation and by the words of the commands that use it, so Russian requests find kinds that
are documented in English. What a prompt gets is bounded: a registry of a thousand commands costs as much as one of fifty.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.command import Command
from assistant.domain.flow import Step
from assistant.registry.describe import Description, Parameter, describe
from assistant.registry.kinds import Kinds
from assistant.words import WORD, fold, lemma

BASE = (
    "say", "set", "ask", "approve", "for_each", "if", "llm", "decide", "command", "wait", "notify", "code",
    "note.add", "note.list", "task.add", "task.list", "agenda.list", "reminder.add",
)  # fmt: skip
"""Kinds many flows need, whatever they are about; always shown."""
KINDS, COMMANDS = 14, 8
"""Kinds and commands found for one request that are shown whole."""
KIND_TEXT, COMMAND_TEXT, LINE_TEXT = 420, 260, 70
"""Characters of one kind, one command, and of one line in the list of all other kinds."""
KINDS_ROOM, COMMANDS_ROOM = 10_500, 1_500
"""Bytes of all kinds and of all commands in a prompt; both are filled, so that every prompt costs about the same."""
ALSO_SAID: Mapping[str, str] = {
    "http": "сайт адрес запрос интернет сеть погода курс валюта новости weather rate currency news internet api",
    "file": "файл папка документ загрузки каталог directory document downloads",
    "table": "таблица строка столбец расход доход учёт список клиентов expenses spreadsheet row column",
    "code": "вычислить отсортировать отобрать сгруппировать compute sort filter group",
    "notify": "уведомить предупредить сообщить сигнал оповестить warn alert tell",
    "wait": "подождать пауза позже час минута later pause",
    "ask": "спросить уточнить вопрос question",
}
"""What people say for families of kinds that few built-in commands use, so that nothing else brings these words to them."""
_SMALL = frozenset(
    [
        "и",
        "в",
        "на",
        "с",
        "по",
        "за",
        "из",
        "к",
        "о",
        "об",
        "у",
        "от",
        "до",
        "для",
        "не",
        "что",
        "это",
        "как",
        "мне",
        "мой",
        "моя",
        "мои",
        "все",
        "всё",
        "так",
        "а",
        "но",
        "или",
        "я",
        "ты",
        "он",
        "она",
        "они",
        "мы",
        "вы",
        "же",
        "бы",
        "the",
        "a",
        "an",
        "of",
        "to",
        "in",
        "on",
        "for",
        "with",
        "and",
        "or",
        "is",
        "are",
        "my",
        "me",
        "i",
        "you",
        "it",
        "that",
        "this",
        "all",
        "do",
        "does",
        "please",
        "from",
        "by",
        "at",
    ]
)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a prompt shows: kinds and commands as text."""

    kinds: str
    commands: str


class Retrieval:
    """An index over the kinds and commands of one registry. Making it takes a second for a thousand commands: in a worker
    thread; `catalogue` takes a millisecond."""

    def __init__(self, kinds: Kinds, commands: Mapping[str, Command]) -> None:
        self._kinds = {description.name: description for description in describe(kinds)}
        self._commands = commands
        said = {name: _words_of(command) for name, command in commands.items()}
        using: defaultdict[str, list[str]] = defaultdict(list)
        for name, command in commands.items():
            for kind in _used(command.flow.steps):
                using[kind] += said[name]
        documents = {
            name: [*_lemmas(f"{_kind_words(kind)} {ALSO_SAID.get(name.split('.')[0], '')}"), *using[name]]
            for name, kind in self._kinds.items()
        }
        self._kind_index = _Index(documents)
        self._command_index = _Index(said)

    def catalogue(self, text: str, *, also: Sequence[str] = ()) -> Catalogue:
        """What a prompt about these words shows; `also` are kinds that must be among them."""
        wanted = [name for name in also if name in self._kinds]
        found = [name for name in self._kind_index.best(text, KINDS) if name not in BASE]
        shown = list(dict.fromkeys([*(name for name in BASE if name in self._kinds), *wanted, *found]))
        others = [name for name in self._kinds if name not in shown]
        whole = "\n".join(_kind_text(self._kinds[name]) for name in shown)
        names = f"Kinds that are not shown here: {', '.join(others)}"
        ranked = sorted(others, key=lambda name: name.split(".")[0] not in {near.split(".")[0] for near in found})
        rest = "\n".join(f"{name}: {_cut(self._kinds[name].line, LINE_TEXT)}" for name in ranked)
        found = self.commands(text, COMMANDS)
        near = [*found, *(name for name in self._commands if name not in found)][: 4 * COMMANDS]
        return Catalogue(
            kinds=_cut_bytes(f"{names}\n\n{whole}\n\nIn one line:\n{rest}", KINDS_ROOM),
            commands=_cut_bytes("\n".join(command_text(self._commands[name]) for name in near), COMMANDS_ROOM),
        )

    def commands(self, text: str, limit: int) -> list[str]:
        """The commands most like these words, best first."""
        return self._command_index.best(text, limit)


class _Index:
    """Documents by their words, the rarer a word the more it says (BM25)."""

    def __init__(self, documents: Mapping[str, Sequence[str]]) -> None:
        self._where: defaultdict[str, dict[str, float]] = defaultdict(dict)
        average = sum(map(len, documents.values())) / max(len(documents), 1) or 1.0
        for name, words in documents.items():
            for word, count in Counter(words).items():
                self._where[word][name] = count * 2.2 / (count + 1.2 * (0.4 + 0.6 * len(words) / average))
        self._size = len(documents)

    def best(self, text: str, limit: int) -> list[str]:
        """The names most like a text, those with nothing in common left out."""
        scores: Counter[str] = Counter()
        for word in set(_lemmas(text)):
            found = self._where.get(word, {})
            weight = math.log(1 + (self._size - len(found) + 0.5) / (len(found) + 0.5))
            for name, share in found.items():
                scores[name] += weight * share  # type: ignore[assignment]  # a counter adds numbers of any kind
        return sorted(scores, key=lambda name: (-scores[name], name))[:limit]


def command_text(command: Command) -> str:
    """A command in a line or two: its name, title, ways to say it, and slots. Nothing of its steps: they may hold secrets."""
    phrases = [texts[0] for texts in command.phrases.values() if texts]
    said = "; ".join(_cut(phrase, 70) for phrase in phrases)
    return _cut(f"{command_line(command)}: {said}", COMMAND_TEXT)


def command_line(command: Command) -> str:
    """Its name, title and slots."""
    title = " / ".join(command.title.values())
    slots = ", ".join(f"{slot.name}: {slot.type}" for slot in command.slots.values())
    return _cut(f"- {command.name} ({_cut(title, 80)}){f' slots {{{slots}}}' if slots else ''}", COMMAND_TEXT - 80)


def within(room: int, lines: Sequence[str]) -> list[str]:
    """As many whole lines from the first as fit into so many bytes."""
    kept: list[str] = []
    for line in lines:
        room -= len(line.encode()) + 1
        if room < 0:
            break
        kept.append(line)
    return kept


def _kind_text(kind: Description) -> str:
    parameters = ", ".join(map(_parameter, kind.parameters))
    beside = f" beside it: {', '.join(map(_parameter, kind.beside))}" if kind.beside else ""
    blocks = f" holds steps under: {', '.join(kind.blocks)}." if kind.blocks else ""
    short = f" `{kind.name}: value` means {kind.shorthand}." if kind.shorthand else ""
    return _cut(f"- {kind.name} {{{parameters}}}{beside}{blocks}{short} {' '.join(kind.doc.split())}", KIND_TEXT)


def _parameter(parameter: Parameter) -> str:
    return f"{parameter.name}: {parameter.type}" if parameter.required else f"[{parameter.name}: {parameter.type}]"


def _kind_words(kind: Description) -> str:
    return " ".join([kind.name.replace(".", " "), kind.doc, *(each.name for each in kind.parameters)])


def _words_of(command: Command) -> list[str]:
    texts = [
        *command.title.values(),
        *command.description.values(),
        *(each for said in command.phrases.values() for each in said),
    ]
    return [word for text in texts for word in _lemmas(text)]


def _lemmas(text: str) -> list[str]:
    return [lemma(word) for word in WORD.findall(fold(text)) if word not in _SMALL and not word.isdigit()]


def _used(steps: Iterable[Step]) -> set[str]:
    found: set[str] = set()
    for step in steps:
        found.add(step.kind)
        for block in (*step.blocks.values(), step.rescue):
            found |= _used(block)
    return found


def _cut_bytes(text: str, limit: int) -> str:
    """As many whole characters as fit."""
    return text.encode()[:limit].decode(errors="ignore")


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
