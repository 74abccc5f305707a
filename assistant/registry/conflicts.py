"""Phrases that two commands claim, and phrases another command wins: found before the owner meets them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from assistant.domain.base import Language
from assistant.domain.command import Command, Fault, Slot
from assistant.registry import phrases
from assistant.registry.reading import language_of

Winner = Callable[[str, Language], str | None]
"""The name of the command a sentence is, or None: the real matcher, given by whoever knows it."""

SAMPLES = 12
"""Sentences tried for one phrase, spread over all it stands for."""
KEYS = 200
"""Sentences of one phrase that are compared with those of other commands."""

_EXAMPLES: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "text": "the blue folder", "number": "7", "money": "20 dollars", "duration": "10 minutes", "moment": "tomorrow at 10",
        "period": "this week", "person": "Anna", "email": "anna@example.com", "url": "example.com", "list": "milk and bread",
    },
    "ru": {
        "text": "синяя папка", "number": "7", "money": "20 рублей", "duration": "10 минут", "moment": "завтра в 10",
        "period": "эту неделю", "person": "Анна", "email": "anna@example.com", "url": "example.com", "list": "молоко и хлеб",
    },
}  # fmt: skip


def conflicts(commands: Mapping[str, Command], winner: Winner | None = None) -> list[Fault]:
    """Phrases that stand in two commands (also in other word forms), and with `winner` those another command gets."""
    found = list(_duplicates(commands))
    if winner is not None:
        for command in commands.values():
            found.extend(_stolen(command, winner))
    return found


def _duplicates(commands: Mapping[str, Command]) -> Iterator[Fault]:
    owners: dict[tuple[Language, str], tuple[str, str]] = {}
    for command in commands.values():
        told: set[str] = set()
        for language, phrase in _phrases(command):
            slots = {name: f"slot{slot.type}" for name, slot in command.slots.items()}
            for sentence in phrases.samples(phrase, slots, KEYS):
                owner, theirs = owners.setdefault((language, phrases.key(sentence)), (command.name, sentence))
                if owner != command.name and owner not in told:
                    told.add(owner)
                    yield _fault(command, phrase, _same(sentence, theirs, owner))


def _same(sentence: str, theirs: str, owner: str) -> str:
    if sentence == theirs:
        return f"The command `{owner}` has the phrase “{sentence}” too."
    return f"“{sentence}” is the same words as “{theirs}” of the command `{owner}`."


def _stolen(command: Command, winner: Winner) -> Iterator[Fault]:
    for language, phrase in _phrases(command):
        for sentence in phrases.samples(phrase, examples(command.slots, language), SAMPLES):
            won = winner(sentence, language)
            if won != command.name:
                whose = f"is won by the command `{won}`" if won else "is understood as no command at all"
                yield _fault(command, phrase, f"“{sentence}” {whose}.")
                break


def examples(slots: Mapping[str, Slot], language: Language) -> dict[str, str]:
    """Words that fill each slot."""
    return {name: _example(slot, language) for name, slot in slots.items()}


def _example(slot: Slot, language: Language) -> str:
    for ways in slot.choices.values():
        for way in ways:
            if not way.isalpha() or language_of(way) == language:
                return way
    return _EXAMPLES[language].get(slot.type, slot.name)


def _phrases(command: Command) -> Iterator[tuple[Language, str]]:
    for language, texts in command.phrases.items():
        for text in texts:
            yield language, text


def _fault(command: Command, phrase: str, message: str) -> Fault:
    return Fault(file=command.file, line=command.phrase_lines.get(phrase, 0), message=message)
