"""Commands that are taught: as texts, in words, by showing, by correcting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from assistant.domain.base import Json, Language
from assistant.domain.command import Command
from assistant.domain.teaching import CommandVersion, Decision, Difference, ReadCommand, Rehearsal, SavedCommand, Why
from assistant.domain.telling import Draft, Mistake


class Teaching(Protocol):
    """The owner's commands as texts: read, tried out, saved, taken back. Every change keeps the former version.

    `key` is the step's key: the same again changes nothing more and gives what it gave; `revert` takes back all that was
    done under it. `name` is the name of the file without its ending; `title` may change, the name stays.
    """

    async def name_for(self, title: str) -> str:
        """A name no command has yet, made of a title in any language: "Утренний обзор" -> `утренний-обзор`."""

    async def read(self, text: str, name: str = "") -> ReadCommand:
        """Read a text without saving it: its form, faults, effect, and the conflicts its phrases would have. `name` is that of
        the command it is a new text of; empty for a new command."""

    async def parsed(self, text: str, name: str) -> ReadCommand:
        """The same without the other commands: quick, no conflicts."""

    async def written(self, form: Json, text: str = "") -> str:
        """A document (plain JSON as in `ReadCommand.form`) as YAML, with the comments and the order of `text` kept."""

    async def text_of(self, name: str) -> str:
        """The text of a command as it is now, built-in ones too. Raises NotFound."""

    async def difference(self, before: str, after: str) -> Difference:
        """What differs between two texts of a command, in words."""

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
        """Check and save a command; it can be said at once. A built-in one is replaced by an owner's copy. Raises StepRefused
        with faults and undecided conflicts in words of `language`: `read` shows them before."""

    async def enable(self, name: str, enabled: bool, *, key: str, turn: str = "") -> SavedCommand:
        """Make a command understood, or not, without deleting it. Raises NotFound."""

    async def remove(self, name: str, *, key: str, turn: str = "") -> CommandVersion:
        """Delete an owner's command; the version that can be rolled back to. Raises NotFound, StepRefused for a built-in one."""

    async def roll_back(self, name: str, number: int, *, key: str, turn: str = "") -> SavedCommand:
        """Make a former version the present one, also of a deleted command. Raises NotFound, StepRefused."""

    async def revert(self, key: str) -> Sequence[str]:
        """Put back every command as it was before what was done under this key; their names. Raises Conflict when one was
        changed again since."""

    async def versions(self, name: str) -> Sequence[CommandVersion]:
        """All versions of a command, newest first, also of a deleted one."""

    async def rehearse(
        self, text: str, *, name: str = "", sentence: str = "", slots: Mapping[str, Json] | None = None, language: Language = "en"
    ) -> Rehearsal:
        """A dry run of a text: real reads, imagined writes and sends, every step and pass. With `sentence` its slots are read
        from it, as if it had been said."""


class Lessons(Protocol):
    """Understands how the owner teaches in words. Nothing is saved or carried out here: drafts come out."""

    async def told(self, words: str, draft: Draft, now: datetime) -> Draft:
        """The draft with what was told now; its `question` asks for what is still missing."""

    async def composed(self, draft: Draft, now: datetime) -> Draft:
        """The draft with what a language model wrote for its unknown clauses (`Draft.composed`) in their places."""

    async def kept(self, words: str, draft: Draft, now: datetime, *, before_turn: str) -> Draft:
        """A draft of what was done before that turn."""

    async def changed(self, words: str, draft: Draft, now: datetime) -> Draft:
        """The draft changed by words; when they change nothing, its `notes` say why."""

    async def lines(self, form: Mapping[str, object], language: Language) -> Sequence[str]:
        """A command's phrases and steps in words."""

    async def meant(self, words: str, *, owned: bool = False) -> Sequence[Command]:
        """The commands a name may mean, likeliest first; only the owner's own with `owned`."""

    async def text(self, form: Mapping[str, object]) -> str:
        """A new command as the file an owner would write."""

    async def taken(self, phrases: Sequence[str], name: str) -> tuple[str, Command] | None:
        """The first of these phrases that now surely means another command than `name`, and that command. Quick."""

    async def said(self, turn: str) -> str:
        """What was said in a turn, as the owner said it. Raises NotFound."""

    async def last_taught(self) -> Command | None:
        """The owner's own command whose file was changed last."""


class Showings(Protocol):
    """What the owner shows in the browser, one thing at a time, recorded for the run that waits for it."""

    async def begin(self, words: str, *, run: str, turn: str, language: Language) -> None:
        """Open the browser and record from now on; `words` is what the command shall be called. The same run again goes on.

        Raises StepError when there is no browser, StepRefused while something else is being shown.
        """

    async def draft(self, words: str, draft: Draft | None, *, run: str, language: Language, now: datetime) -> Draft:
        """End the recording and make a draft of it; with `draft`, the words answer its question."""

    async def way(self, words: str, *, before_turn: str, language: Language, now: datetime) -> Draft:
        """A draft of what the last browser task before that turn did, without a model. Raises StepRefused when there was none."""

    async def each(self) -> int:
        """What was done to a row is meant for every one; how many rows there are. Raises StepRefused when it was no row."""

    async def pause(self, paused: bool) -> None:
        """Record nothing for a while, or go on. Raises StepRefused while nothing is being shown."""

    async def forget(self, action: str = "") -> str:
        """Take a recorded thing out, the last one unless its id is given; its words. Raises StepRefused when there is none."""

    async def drop(self, run: str) -> None:
        """End the recording and keep nothing of it."""


class Mistakes(Protocol):
    """What was done wrong and what was meant."""

    async def last(self, meant: str, *, before_turn: str, language: Language) -> Mistake:
        """The newest thing done before that turn, and the commands these words may mean instead. Raises StepRefused."""

    async def correct(self, mistake: Mistake, command: str, *, key: str, turn: str, language: Language) -> Sequence[str]:
        """Undo it, remember which command the words mean, and say them again; what was undone. Raises StepRefused."""

    async def forget(self, key: str) -> Sequence[str]:
        """Forget what was learned under a step's key; the words."""
