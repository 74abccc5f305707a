"""Doubles of what teaching reaches: lessons by the real understanding, command files in memory."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from ruamel.yaml import YAML

from assistant import ports
from assistant.domain.base import Json, Language
from assistant.domain.command import Command
from assistant.domain.showing import ShownAction
from assistant.domain.teaching import CommandVersion, Decision, Difference, ReadCommand, Rehearsal, SavedCommand, Why
from assistant.domain.telling import Draft, Mistake
from assistant.errors import NotFound
from assistant.registry import document, parse
from assistant.registry.kinds import Kinds
from assistant.showing.draft import answered, begun, drafted
from assistant.telling.keep import Done
from assistant.telling.lessons import Lessons
from assistant.understanding.understand import Understanding

TAUGHT = """
title: {ru: Утренний обзор, en: Morning review}
phrases: {ru: [утренний обзор]}
steps:
  - command: task-list
  - command: {name: task-add, slots: {text: "позвонить Анне, call Anna"}}
  - say: готово, Anna
"""


def command(text: str, name: str) -> Command:
    """The command of a text that is right."""
    found, faults = parse.command(text, name, f"{name}.yaml", Kinds.built_in(), "owner")
    assert found is not None, faults
    return found


class FakeLessons(ports.Lessons):
    """Teaches against an understanding; `done` is what was carried out, `turn` what was said."""

    def __init__(self, understanding: Understanding, said: str = "", done: Sequence[Done] = ()) -> None:
        self.lessons, self.turn, self.done = Lessons(understanding), said, done
        self.taught = command(TAUGHT, "утренний-обзор")

    async def told(self, words: str, draft: Draft, now: datetime) -> Draft:
        """By the real thing."""
        return self.lessons.told(words, draft, now)

    async def composed(self, draft: Draft, now: datetime) -> Draft:
        """By the real thing."""
        return self.lessons.composed(draft, now)

    async def kept(self, words: str, draft: Draft, now: datetime, *, before_turn: str) -> Draft:
        """By the real thing."""
        return self.lessons.kept(words, draft, self.done, now)

    async def changed(self, words: str, draft: Draft, now: datetime) -> Draft:
        """By the real thing."""
        return self.lessons.changed(words, draft, now)

    async def lines(self, form: Mapping[str, object], language: Language) -> Sequence[str]:
        """By the real thing."""
        return self.lessons.lines(form, language)

    async def meant(self, words: str, *, owned: bool = False) -> Sequence[Command]:
        """The taught command by its title."""
        names = {title.lower() for title in self.taught.title.values()}
        return [self.taught] if words.lower() in names else []

    async def text(self, form: Mapping[str, object]) -> str:
        """By the real thing."""
        return self.lessons.text(form)

    async def taken(self, phrases: Sequence[str], name: str) -> tuple[str, Command] | None:
        """By the real thing."""
        return self.lessons.taken(phrases, name)

    async def said(self, turn: str) -> str:
        """Always the same."""
        return self.turn

    async def last_taught(self) -> Command | None:
        """The taught command."""
        return self.taught


class FakeTeaching(ports.Teaching):
    """Files in memory; every save is a version."""

    def __init__(self, files: Mapping[str, str] | None = None) -> None:
        self.files = dict(files or {"утренний-обзор": TAUGHT})
        self.saved: list[tuple[str, str, Why]] = []

    async def name_for(self, title: str) -> str:
        """In lower case, with hyphens."""
        return "-".join(title.lower().split())

    async def read(self, text: str, name: str = "") -> ReadCommand:
        """Without conflicts."""
        return await self.parsed(text, name or "new")

    async def parsed(self, text: str, name: str) -> ReadCommand:
        """By the real parser."""
        found, faults = parse.command(text, name, f"{name}.yaml", Kinds.built_in(), "owner")
        return ReadCommand(name=name, form=document.read(text, name).plain, command=found, faults=tuple(faults))

    async def written(self, form: Json, text: str = "") -> str:
        """Without the comments."""
        out = io.StringIO()
        YAML().dump(form, out)
        return out.getvalue()

    async def text_of(self, name: str) -> str:
        """What was saved last."""
        if name not in self.files:
            raise NotFound(f"There is no command `{name}`.")
        return self.files[name]

    async def difference(self, before: str, after: str) -> Difference:
        """Only whether there is one."""
        return Difference(unified="" if before == after else after)

    async def save(
        self,
        name: str,
        text: str,
        why: Why,
        *,
        key: str,
        turn: str = "",
        language: Language = "en",
        decisions: Sequence[Decision] = (),
    ) -> SavedCommand:
        """Keep it."""
        self.files[name] = text
        self.saved.append((name, text, why))
        return SavedCommand(name=name, saved=True, version=len(self.saved), text=text)

    async def enable(self, name: str, enabled: bool, *, key: str, turn: str = "") -> SavedCommand:
        """No test does."""
        raise NotImplementedError

    async def remove(self, name: str, *, key: str, turn: str = "") -> CommandVersion:
        """Forget it."""
        text = self.files.pop(name)
        return CommandVersion(number=1, at=datetime.now(UTC), why="removed", text=text, removed=True)

    async def roll_back(self, name: str, number: int, *, key: str, turn: str = "") -> SavedCommand:
        """No test does."""
        raise NotImplementedError

    async def revert(self, key: str) -> Sequence[str]:
        """The names of all."""
        return list(self.files)

    async def versions(self, name: str) -> Sequence[CommandVersion]:
        """None."""
        return []

    async def rehearse(
        self, text: str, *, name: str = "", sentence: str = "", slots: Mapping[str, Json] | None = None, language: Language = "en"
    ) -> Rehearsal:
        """No test does."""
        raise NotImplementedError


class FakeMistakes(ports.Mistakes):
    """Something was done that could have been two others."""

    def __init__(self) -> None:
        self.corrected: list[str] = []

    async def last(self, meant: str, *, before_turn: str, language: Language) -> Mistake:
        """Always the same."""
        options = tuple({"name": name, "title": name, "text": name} for name in ("note-list", "agenda"))
        return Mistake(
            turn="turn-0", run="run-0", clause=0, text="покажи дела", wrong="task-list", title="My tasks", options=options
        )

    async def correct(self, mistake: Mistake, command: str, *, key: str, turn: str, language: Language) -> Sequence[str]:
        """Note it."""
        self.corrected.append(command)
        return ["Task removed"]

    async def forget(self, key: str) -> Sequence[str]:
        """Forget the last one."""
        return [self.corrected.pop()] if self.corrected else []


class FakeShowings(ports.Showings):
    """What was shown is always the same; drafts are made by the real thing."""

    def __init__(self, *actions: ShownAction) -> None:
        self.actions, self.recorded, self.words = list(actions), False, ""

    async def begin(self, words: str, *, run: str, turn: str, language: Language) -> None:
        """Record."""
        self.recorded, self.words = True, words

    async def draft(self, words: str, draft: Draft | None, *, run: str, language: Language, now: datetime) -> Draft:
        """By the real thing."""
        self.recorded = False
        draft = begun(self.actions, language, self.words) if draft is None else answered(draft, words)
        return drafted(draft, {}, (), now)

    async def way(self, words: str, *, before_turn: str, language: Language, now: datetime) -> Draft:
        """The same."""
        return drafted(begun(self.actions, language, words), {}, (), now)

    async def each(self) -> int:
        """Three rows."""
        return 3

    async def pause(self, paused: bool) -> None:
        """Note it."""
        self.recorded = not paused

    async def forget(self, action: str = "") -> str:
        """The last one."""
        return self.actions.pop().label

    async def drop(self, run: str) -> None:
        """Record no more."""
        self.recorded = False
