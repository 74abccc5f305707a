"""Everything that can be found wrong with command files before anybody says one: files, their tests, conflicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.domain.base import Json, Language, LocalText
from assistant.domain.both import NOTHING, both, in_language, joined, same
from assistant.domain.command import Command, CommandTest, Fault
from assistant.registry.conflicts import conflicts, fault
from assistant.registry.kinds import Kinds
from assistant.registry.load import Folder, Loaded, Loader
from assistant.registry.matched import Matched, Matching
from assistant.registry.reading import language_of


def check(folders: Sequence[Path | Folder], matching: Matching | None = None, kinds: Kinds | None = None) -> list[Fault]:
    """All faults of the files in these folders (built-in ones unless said); without `matching` only what the files themselves show. Blocking."""
    return check_loaded(
        Loader(kinds or Kinds.found()).load([place if isinstance(place, Folder) else Folder(place) for place in folders]),
        matching,
    )


def check_loaded(loaded: Loaded, matching: Matching | None = None) -> list[Fault]:
    """The same for commands that are loaded already; a disabled one stands in nobody's way."""
    enabled = {name: command for name, command in loaded.commands.items() if command.enabled}
    matched = matching(enabled) if matching else None
    failed = [one for command in enabled.values() for one in failing_tests(command, matched)] if matched else []
    found = conflicts(enabled, matched)
    return [*loaded.faults, *failed, *(fault(conflict, loaded.commands) for conflict in found)]


def failing_tests(command: Command, matched: Matched) -> Iterator[Fault]:
    """The tests of one command that do not hold; what a save must not bring."""
    for test in command.tests:
        if problem := _problem(command, test, matched):
            yield Fault(file=command.file, line=test.line, message=problem)


def report(faults: Sequence[Fault], language: Language = "en") -> str:
    """`file:line: message` for each fault, warnings marked; what the command line prints."""
    warning = in_language(both("warning: ", "предупреждение: "), language)
    return "\n".join(
        f"{fault.file}:{fault.line}: {warning * (fault.severity == 'warning')}{in_language(fault.message, language)}"
        for fault in faults
    )


def _problem(command: Command, test: CommandTest, matched: Matched) -> LocalText:
    sentence = test.say or test.not_
    language = language_of(sentence)
    won = matched.winner(sentence, language)
    if test.not_:
        if won != command.name:
            return NOTHING
        return both(
            "“{sentence}” must not be this command, but it is.",
            "«{sentence}» не должна быть этой командой, а понимается как она.",
            sentence=sentence,
        )
    if won != command.name:
        return both(
            "“{sentence}” must be this command, but it is {won}.",
            "«{sentence}» должна быть этой командой, а понимается как {won}.",
            sentence=sentence,
            won=same(f"`{won}`") if won else both("no command", "никакая"),
        )
    return _wrong_slots(command, test, language, matched) if test.slots and matched.slots else NOTHING


def _wrong_slots(command: Command, test: CommandTest, language: Language, matched: Matched) -> LocalText:
    found = matched.slots(test.say, language, command.name) if matched.slots else {}
    wrong = []
    for name, said in test.slots.items():
        expected = matched.read_slot(said, language, command.slots[name]) if matched.read_slot else said
        if _bare(found.get(name)) != _bare(expected):
            wrong.append(
                both(
                    "`{name}` is {found} instead of {expected}",
                    "`{name}` — {found}, а должно быть {expected}",
                    name=name,
                    found=_shown(found.get(name)),
                    expected=_shown(expected),
                )
            )
    faults = joined(*wrong, by="; ")
    return both("“{say}”: {faults}.", "«{say}»: {faults}.", say=test.say, faults=faults) if wrong else NOTHING


def _bare(value: Json) -> Json:
    """A value without the words it was read from, which differ between a sentence and a test."""
    return {key: item for key, item in value.items() if key != "text"} if isinstance(value, dict) else value


def _shown(value: Json) -> LocalText:
    return both("missing", "ничего") if value is None else same(f"`{_bare(value)}`")
