"""What two commands claim, or one takes from another, and what a recogniser may confuse: found before the owner meets it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, assert_never

from assistant.domain.base import Language, LocalText
from assistant.domain.both import both
from assistant.domain.command import Command, Conflict, ConflictKind, Fault, Slot
from assistant.registry import phrases
from assistant.registry.confusions import confusions
from assistant.registry.matched import EVERYTHING, Matched, Reach, Winner
from assistant.registry.reading import language_of

SAMPLES = 12
"""Sentences tried for one phrase, spread over all it stands for."""
KEYS = 200
"""Sentences of one phrase that are compared with those of other commands."""

_EXAMPLES: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "account": "work", "text": "the blue folder", "number": "7", "money": "20 dollars", "duration": "10 minutes", "moment": "tomorrow at 10",
        "period": "this week", "person": "Anna", "email": "anna@example.com", "url": "example.com", "list": "milk and bread",
    },
    "ru": {
        "account": "рабочий", "text": "синяя папка", "number": "7", "money": "20 рублей", "duration": "10 минут", "moment": "завтра в 10",
        "period": "эту неделю", "person": "Анна", "email": "anna@example.com", "url": "example.com", "list": "молоко и хлеб",
    },
}  # fmt: skip


def conflicts(commands: Mapping[str, Command], matched: Matched | None = None) -> list[Conflict]:
    """Everything that stands between these commands; with `matched` also phrases that another command gets.

    Tests are left to `check.failing_tests`, which reads their slots too. Blocking.
    """
    found = [*_claimed(commands.values()), *confusions(commands.values())]
    if matched is not None:
        found += [conflict for command in commands.values() for conflict in _captured(command, matched.winner)]
    return found


def conflicts_of(command: Command, commands: Mapping[str, Command], matched: Matched | None = None) -> list[Conflict]:
    """What stands between one command, new or changed, and all others, in both directions: what a save asks.

    `commands` may hold its former version; `matched` must know the new one. Its phrases and tests are tried against all, and
    of the others those phrases and tests are told that it now wins. Blocking.
    """
    others = [other for name, other in commands.items() if name != command.name]
    reach = matched.reach(command) if matched and matched.reach else EVERYTHING
    near = [narrowed for other in others if (narrowed := _within(other, reach)).phrases]
    found = [one for one in _claimed([*near, command]) if one.command == command.name]
    found += confusions([*others, command], of=command.name)
    if matched is None:
        return found
    found += [*_captured(command, matched.winner), *_broken(command, matched.winner)]
    for other in near:
        found += _captured(other, matched.winner, by=command.name)
    for other in others:
        tests = tuple(test for test in other.tests if reach.sentence(test.say))
        found += _broken(other.model_copy(update={"tests": tests}), matched.winner, by=command.name)
    return found


def fault(conflict: Conflict, commands: Mapping[str, Command]) -> Fault:
    """A conflict as it is told of a file; what sounds alike is only a warning."""
    command = commands[conflict.command]
    line = command.phrase_lines.get(conflict.phrase, 0) if conflict.phrase else _test_line(command, conflict.sentence)
    severity: Literal["error", "warning"] = "warning" if conflict.kind == "similar" else "error"
    return Fault(file=command.file, line=line, message=_message(conflict), severity=severity)


def _message(conflict: Conflict) -> LocalText:
    sentence, heard, rival, winner = conflict.sentence, conflict.heard, conflict.rival, conflict.winner
    match conflict.kind:
        case "same" if sentence == heard:
            return both(
                "The command `{rival}` has the phrase “{sentence}” too.",
                "Фраза «{sentence}» есть и у команды `{rival}`.",
                rival=rival,
                sentence=sentence,
            )
        case "same":
            return both(
                "“{sentence}” is the same words as “{heard}” of the command `{rival}`.",
                "«{sentence}» — те же слова, что «{heard}» у команды `{rival}`.",
                sentence=sentence,
                heard=heard,
                rival=rival,
            )
        case "similar":
            return both(
                "“{sentence}” sounds like “{heard}” of the command `{rival}`; one may be heard for the other.",
                "«{sentence}» звучит похоже на «{heard}» у команды `{rival}`; одно можно услышать вместо другого.",
                sentence=sentence,
                heard=heard,
                rival=rival,
            )
        case "captured" | "test":
            if not winner:
                return both(
                    "“{sentence}” is understood as no command at all.",
                    "«{sentence}» не понимается ни как одна команда.",
                    sentence=sentence,
                )
            return both(
                "“{sentence}” is won by the command `{winner}`.",
                "Фразу «{sentence}» получает команда `{winner}`.",
                sentence=sentence,
                winner=winner,
            )
        case _ as never:
            assert_never(never)


def examples(slots: Mapping[str, Slot], language: Language) -> dict[str, str]:
    """Words that fill each slot."""
    return {name: _example(slot, language) for name, slot in slots.items()}


def _example(slot: Slot, language: Language) -> str:
    for ways in slot.choices.values():
        for way in ways:
            if not way.isalpha() or language_of(way) == language:
                return way
    return _EXAMPLES[language].get(slot.type, slot.name)


def _within(command: Command, reach: Reach) -> Command:
    """The command with only those phrases that could be lost."""
    phrases_left = {language: tuple(filter(reach.phrase, texts)) for language, texts in command.phrases.items()}
    return command.model_copy(update={"phrases": {language: texts for language, texts in phrases_left.items() if texts}})


def _claimed(commands: Iterable[Command]) -> Iterator[Conflict]:
    """Sentences that stand in two commands, told of the later one."""
    owners: dict[tuple[Language, str], tuple[str, str]] = {}
    for command in commands:
        told: set[str] = set()
        for language, phrase in _phrases(command):
            slots = {name: f"slot{slot.type}" for name, slot in command.slots.items()}
            for sentence in phrases.samples(phrase, slots, KEYS):
                owner, theirs = owners.setdefault((language, phrases.key(sentence)), (command.name, sentence))
                if owner != command.name and owner not in told:
                    told.add(owner)
                    yield _conflict("same", command, language, phrase, sentence, rival=owner, heard=theirs)


def _captured(command: Command, winner: Winner, by: str = "") -> Iterator[Conflict]:
    """For each phrase the first sentence it does not win itself; with `by` the first that this command wins."""
    for language, phrase in _phrases(command):
        for sentence in phrases.samples(phrase, examples(command.slots, language), SAMPLES):
            won = winner(sentence, language) or ""
            if won != command.name and (not by or won == by):
                yield _conflict("captured", command, language, phrase, sentence, rival=won, winner=won)
                break


def _broken(command: Command, winner: Winner, by: str = "") -> Iterator[Conflict]:
    """Tests that another command wins, or that this one wins and must not; with `by` only those that command wins."""
    for test in command.tests:
        sentence = test.say or test.not_
        language = language_of(sentence)
        won = winner(sentence, language) or ""
        if (won != command.name) == bool(test.say) and (not by or won == by):
            rival = "" if won == command.name else won
            yield _conflict("test", command, language, "", sentence, rival=rival, winner=won)


def _conflict(kind: ConflictKind, command: Command, language: Language, phrase: str, sentence: str, **rest: str) -> Conflict:
    return Conflict(kind=kind, command=command.name, language=language, phrase=phrase, sentence=sentence, **rest)


def _phrases(command: Command) -> Iterator[tuple[Language, str]]:
    for language, texts in command.phrases.items():
        for text in texts:
            yield language, text


def _test_line(command: Command, sentence: str) -> int:
    return next((test.line for test in command.tests if sentence in (test.say, test.not_)), 0)
