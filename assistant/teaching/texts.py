"""Texts of commands looked at in worker threads: what stands in files, what a text says, what would be if it were saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from assistant import clock
from assistant.domain.base import Json, Language
from assistant.domain.command import Command, Conflict, Fault
from assistant.domain.teaching import Decision, ReadCommand, Why
from assistant.errors import AssistantError, CommandFileError, NotFound
from assistant.registry import document, save
from assistant.registry.load import ENDINGS, read_text
from assistant.registry.registry import Registry
from assistant.registry.save import OwnerFiles
from assistant.store.versions import FoundFile
from assistant.teaching import forms, lab
from assistant.understanding.understand import Understanding


@dataclass(frozen=True, slots=True)
class Wish:
    """A save that is wanted. `base` is the version the text was made from (0: there was no file); None: whatever there is."""

    name: str
    text: str
    why: Why
    key: str
    turn: str = ""
    decisions: Sequence[Decision] = ()
    base: int | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """A text after all checks: what may be saved, or what is in the way."""

    text: str
    command: Command | None
    trial: lab.Trial | None
    faults: tuple[Fault, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


class Texts:
    """The texts of the loaded commands and of those to come. Everything here blocks."""

    def __init__(self, registry: Registry, understanding: Understanding, files: OwnerFiles) -> None:
        self._registry, self._understanding, self._files = registry, understanding, files

    def found(self) -> dict[str, FoundFile]:
        """The owner's files as they stand."""
        found = {}
        for name in self._files.names():
            try:
                text = self._files.text(name)
            except AssistantError:
                continue  # no text at all: nothing that could be kept; the registry tells what is wrong
            if text is not None:
                command = self._registry.commands.get(name)
                ours = command is not None and command.origin == "owner"
                found[name] = FoundFile(
                    text, command.title if ours and command else {}, bool(ours and command and not command.enabled)
                )
        return found

    def original(self, name: str) -> str | None:
        """The text of the built-in command of that name."""
        for folder in self._registry.folders:
            if folder.origin != "built-in":
                continue
            for ending in ENDINGS:
                with suppress(OSError, CommandFileError):
                    return read_text(folder.path / f"{name}{ending}")
        return None

    def parsed(self, text: str, name: str) -> tuple[Command | None, list[Fault]]:
        """The command in a text of that name, or what is wrong with it."""
        return save.read(text, name, self._files.file(name), self._registry.kinds)

    def alone(self, text: str, name: str) -> ReadCommand:
        """A text on its own."""
        command, faults = self.parsed(text, name)
        try:
            form = document.read(text, name).plain
        except CommandFileError:
            form = None
        found = ReadCommand(name=name, form=form, command=command, faults=tuple(faults))
        return found.model_copy(update={"title": command.title, "effect": command.effect}) if command else found

    def read(self, text: str, name: str) -> ReadCommand:
        """A text among all commands."""
        alone = self.alone(text, name)
        if alone.command is None:
            return alone
        tried = lab.trial(alone.command, self._registry.commands, self._understanding)
        command = tried.commands[name]
        return alone.model_copy(
            update={
                "command": command,
                "faults": (*alone.faults, *tried.faults),
                "conflicts": tried.conflicts,
                "effect": command.effect,
            }
        )

    def tried(self, wish: Wish) -> Tried:
        """A text after all checks and decisions; phrases that are given up are gone from it."""
        text = wish.text if wish.text.endswith("\n") else f"{wish.text}\n"
        command, faults = self.parsed(text, wish.name)
        if command is None:
            return Tried(text, None, None, tuple(faults))
        tried = lab.trial(command, self._registry.commands, self._understanding)
        given_up = [
            phrase for one in lab.decided(tried.conflicts, wish.decisions, "give up") for phrase in lab.behind(one, command)
        ]
        if given_up and (less := forms.without_phrases(text, given_up)) != text:
            return self.tried(replace(wish, text=less))
        kept = lab.decided(tried.conflicts, wish.decisions, "keep")
        found = lab.new_only(tried, command, self._registry.commands, self._understanding)
        left = [one for one in found if one.kind != "similar" and one not in kept]
        return Tried(text, command, tried, (*faults, *tried.faults), tuple(left))

    def said(self, command: Command, sentence: str, language: Language) -> Mapping[str, Json]:
        """The slots in a sentence, as if the command had been said with it."""
        planned = self._understanding.trial([command]).read_clause(sentence, language, now=clock.now(), joined="first")
        return next((match.slots for match in planned.candidates if match.command == command.name), {})


def built_in_text(command: Command) -> str:
    """The text of a command nobody owns. Raises NotFound."""
    try:
        return Path(command.file).read_text(encoding="utf-8")
    except OSError as error:
        raise NotFound(
            f"{command.file} cannot be read any more: {error.strerror}.",
            ru=f"{command.file} больше не читается: {error.strerror}.",
        ) from error
