"""The owner's commands as they change: checked against all others, kept with every former version, understood at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import anyio
import anyio.to_thread

from assistant import ports
from assistant.domain.base import Json, Language
from assistant.domain.event.changed import CommandChanged, CommandsLoaded
from assistant.domain.event.envelope import AnyEvent
from assistant.domain.teaching import CommandVersion, Decision, Difference, ReadCommand, Rehearsal, SavedCommand, Why
from assistant.errors import AssistantError, NotFound, StepRefused
from assistant.errors import Conflict as Outdated
from assistant.flows.context import Ports
from assistant.flows.rehearse import rehearse
from assistant.registry import save, write
from assistant.registry.difference import difference
from assistant.registry.registry import Registry
from assistant.registry.save import OwnerFiles
from assistant.store.versions import Intention, Versions
from assistant.teaching import forms
from assistant.teaching.imagination import Answers, slots_of
from assistant.teaching.texts import Texts, Tried, Wish, built_in_text
from assistant.teaching.words import reasons
from assistant.understanding.understand import Understanding

T = TypeVar("T")
_FEW = 2_000
"""Of more commands nothing is worked out beforehand: it would take seconds."""


class Teaching(ports.Teaching):
    """The real thing behind the port. All methods on the event loop; one change after another."""

    def __init__(
        self,
        registry: Registry,
        understanding: Understanding,
        versions: Versions,
        files: OwnerFiles,
        tell: Callable[[AnyEvent], None],
        reach: Ports,
    ) -> None:
        self._registry, self._understanding = registry, understanding
        self._versions, self._files = versions, files
        self._tell, self._ports = tell, reach
        self._texts = Texts(registry, understanding, files)
        self._one_change = anyio.Lock()
        self._learned = anyio.Event()
        self._trying = anyio.CapacityLimiter(1)
        """Trials are heavy: one at a time, so that what is being typed never keeps all threads busy."""

    # --- what is there ---

    async def learn(self, _loaded: object = None) -> None:
        """Understand the commands as they are loaded now, keep what other programs did to the files, and tell."""
        async with self._one_change:
            if not self._learned.is_set():
                await anyio.to_thread.run_sync(self._files.tidy)
            await self._understand()
            await self._notice()
        self._learned.set()

    async def warm_up(self) -> None:
        """Work out beforehand what the first save would have to: how every phrase sounds, what it stands for."""
        await self._learned.wait()
        command = next(iter(self._registry.understood), None)
        if command is not None and len(self._registry.commands) <= _FEW:
            with suppress(AssistantError):
                await self.read(await self.text_of(command.name), command.name)

    async def text_of(self, name: str) -> str:
        """The text of a command as it is now. Raises NotFound."""
        text = await anyio.to_thread.run_sync(self._files.text, name)
        if text is not None:
            return text
        command = self._registry.commands.get(name)
        if command is None:
            raise NotFound(f"There is no command `{name}`.", ru=f"Команды `{name}` нет.")
        return await anyio.to_thread.run_sync(built_in_text, command)

    async def name_for(self, title: str) -> str:
        """A name no command has, or had and may be rolled back to."""
        taken = {*self._registry.commands, *await anyio.to_thread.run_sync(self._files.names), *await self._versions.numbers()}
        return save.name_of(title, taken)

    async def file_names(self) -> Collection[str]:
        """The names of the owner's files, such as are no commands too."""
        return await anyio.to_thread.run_sync(self._files.names)

    def file_of(self, name: str) -> Path:
        """Where the owner's file of a command stands, or would. Raises StepRefused for what is no name."""
        return self._files.file(name)

    async def is_built_in(self, name: str) -> bool:
        """Whether there is a built-in command of that name, replaced or not."""
        return await anyio.to_thread.run_sync(self._texts.original, name) is not None

    async def parsed(self, text: str, name: str) -> ReadCommand:
        """Read a text on its own, without the other commands."""
        return await anyio.to_thread.run_sync(self._texts.alone, text, name)

    async def read(self, text: str, name: str = "") -> ReadCommand:
        """Read and try a text without saving it."""
        await self._learned.wait()
        return await anyio.to_thread.run_sync(self._texts.read, text, name or "new-command", limiter=self._trying)

    async def written(self, form: Json, text: str = "") -> str:
        """A document as YAML, comments kept."""
        return await anyio.to_thread.run_sync(write.merged, text, form)

    async def difference(self, before: str, after: str) -> Difference:
        """What differs between two texts."""
        return await anyio.to_thread.run_sync(difference, before, after)

    async def versions(self, name: str) -> Sequence[CommandVersion]:
        """All versions, newest first."""
        return await self._versions.of(name)

    async def numbers(self) -> Mapping[str, int]:
        """The newest version of every command that has any."""
        return await self._versions.numbers()

    async def rehearse(
        self, text: str, *, name: str = "", sentence: str = "", slots: Mapping[str, Json] | None = None, language: Language = "en"
    ) -> Rehearsal:
        """A dry run."""
        return await self.rehearse_with(text, {}, name=name, sentence=sentence, slots=slots, language=language)

    async def rehearse_with(
        self,
        text: str,
        answers: Mapping[str, Json],
        *,
        name: str = "",
        sentence: str = "",
        slots: Mapping[str, Json] | None = None,
        language: Language = "en",
    ) -> Rehearsal:
        """A dry run with answers to the questions it will ask, by the path of the step that asks."""
        command, faults = await anyio.to_thread.run_sync(self._texts.parsed, text, name or "new-command")
        if command is None:
            raise StepRefused(reasons(tuple(save.errors(faults)), (), language))
        said = await anyio.to_thread.run_sync(self._texts.said, command, sentence, language) if sentence else {}
        given = await anyio.to_thread.run_sync(slots_of, command, {**said, **(slots or {})}, language)
        commands = {**self._registry.commands, command.name: command}
        return await rehearse(command, commands, given, Answers(answers, language), language=language, reach=self._ports)

    # --- changing it ---

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
        """Check and save. Raises StepRefused with everything that is in the way."""
        saved = await self.attempt(Wish(name, text, why, key, turn, decisions))
        if not saved.saved:
            raise StepRefused(reasons(tuple(save.errors(saved.faults)), saved.conflicts, language))
        return saved

    async def attempt(self, wish: Wish) -> SavedCommand:
        """Check and save; what is in the way comes back as data. Raises StepRefused for a bad name, Conflict when the file has
        changed since `base`, DataFolderUnusable."""
        return await self._alone(lambda: self._attempt(wish))

    async def enable(
        self, name: str, enabled: bool, *, key: str, turn: str = "", decisions: Sequence[Decision] = ()
    ) -> SavedCommand:
        """Make a command understood, or not; what is in the way comes back as data."""
        text = await self.text_of(name)
        wanted = await anyio.to_thread.run_sync(forms.enabled, text, enabled)
        command = self._registry.commands.get(name)
        original = await anyio.to_thread.run_sync(self._texts.original, name)
        if enabled and original == wanted and command is not None and command.origin == "owner":
            version = await self.remove(name, key=key, turn=turn)
            return SavedCommand(name=name, saved=True, version=version.number, text=wanted)
        return await self.attempt(Wish(name, wanted, "edited", key, turn, decisions))

    async def remove(self, name: str, *, key: str, turn: str = "") -> CommandVersion:
        """Delete an owner's command."""
        return await self._alone(lambda: self._remove(name, key, turn))

    async def roll_back(self, name: str, number: int, *, key: str, turn: str = "") -> SavedCommand:
        """Make a former version the present one. Raises NotFound, StepRefused."""
        version = await self._versions.get(name, number)
        return await self.save(name, version.text, "rolled back", key=key, turn=turn)

    async def attempt_roll_back(self, name: str, number: int, key: str, decisions: Sequence[Decision]) -> SavedCommand:
        """The same with what is in the way as data."""
        version = await self._versions.get(name, number)
        return await self.attempt(Wish(name, version.text, "rolled back", key, "", decisions))

    async def revert(self, key: str) -> Sequence[str]:
        """Put back what was done under this key."""
        return await self._alone(lambda: self._revert(key, f"{key}:undo"))

    # --- within ---

    async def _alone(self, work: Callable[[], Awaitable[T]]) -> T:
        """Do `work` when no other change is under way, to its end: half a save must not be left by whoever goes away."""
        await self._learned.wait()
        async with self._one_change:
            with anyio.CancelScope(shield=True):
                result = await work()
            return result

    async def _revert(self, key: str, undone: str) -> Sequence[str]:
        before = {done.name for done in await self._versions.under(undone) if done.written}
        names = [done.name for done in await self._versions.under(key) if done.written]
        for name in names:
            if name not in before:
                await self._put_back(name, key, undone)
        return names

    async def _attempt(self, wish: Wish) -> SavedCommand:
        if (done := await self._done(wish.name, wish.key)) is not None:
            return SavedCommand(name=wish.name, saved=True, version=done.number, text=done.text)
        former = await anyio.to_thread.run_sync(self._files.text, wish.name)
        await self._check_base(wish, former)
        tried = await anyio.to_thread.run_sync(self._texts.tried, wish, limiter=self._trying)
        if tried.command is None or any(save.errors(tried.faults)) or tried.conflicts:
            return SavedCommand(name=wish.name, saved=False, text=tried.text, faults=tried.faults, conflicts=tried.conflicts)
        known = self._registry.commands.get(wish.name)
        replaces = await anyio.to_thread.run_sync(self._texts.original, wish.name) is not None
        number = await self._put(replace(wish, text=tried.text), former, tried) if former != tried.text else 0
        if not number and known is not None:
            number = (await self._versions.numbers()).get(wish.name, 0)
        return SavedCommand(name=wish.name, saved=True, version=number, text=tried.text, replaces=replaces, faults=tried.faults)

    async def _put(self, wish: Wish, former: str | None, tried: Tried | None) -> int:
        """Keep, write, understand, tell; the number of the version. On any failure the file is as it was."""
        number = await self._versions.begin(Intention(wish.name, wish.text, wish.why, wish.turn, wish.key), former)
        try:
            await anyio.to_thread.run_sync(self._files.write, wish.name, wish.text)
        except AssistantError:
            await self._versions.forget(wish.name, number)
            raise
        await self._registry.reload()
        if tried is not None and tried.trial is not None and dict(self._registry.commands) == dict(tried.trial.commands):
            self._understanding.take_over(tried.trial.understanding)
            self._tell_loaded()
        else:
            await self._understand()
        command = self._registry.commands.get(wish.name)
        changed = CommandChanged(
            turn=wish.turn,
            name=wish.name,
            title=command.title if command else {},
            version=number,
            why=wish.why,
            disabled=command is not None and not command.enabled,
        )
        await self._versions.finish(number, changed)
        return number

    async def _remove(self, name: str, key: str, turn: str) -> CommandVersion:
        if (done := await self._done(name, key)) is not None:
            return done
        former = await anyio.to_thread.run_sync(self._files.text, name)
        if former is None:
            if name in self._registry.commands:
                raise StepRefused(
                    f"`{name}` is a built-in command: it can be disabled, not deleted.",
                    ru=f"`{name}` — встроенная команда: её можно отключить, но не удалить.",
                )
            raise NotFound(f"There is no command `{name}`.", ru=f"Команды `{name}` нет.")
        await self._take_away(Wish(name, former, "removed", key, turn))
        return (await self._versions.of(name))[0]

    async def _take_away(self, wish: Wish) -> None:
        known = self._registry.commands.get(wish.name)
        intention = Intention(wish.name, wish.text, wish.why, wish.turn, wish.key, removed=True)
        number = await self._versions.begin(intention, wish.text)
        try:
            await anyio.to_thread.run_sync(self._files.remove, wish.name)
        except AssistantError:
            await self._versions.forget(wish.name, number)
            raise
        await self._registry.reload()
        await self._understand()
        title = known.title if known else {}
        changed = CommandChanged(turn=wish.turn, name=wish.name, title=title, version=number, why=wish.why, removed=True)
        await self._versions.finish(number, changed)

    async def _put_back(self, name: str, key: str, undone: str) -> None:
        newest, *older = await self._versions.of(name)
        now = await anyio.to_thread.run_sync(self._files.text, name)
        mine = next(done.version for done in await self._versions.under(key) if done.name == name)
        if newest.number != mine.number or (None if newest.removed else newest.text) != now:
            raise Outdated(f"The command `{name}` was changed again since; roll it back by its versions.")
        if older and not older[0].removed:
            await self._put(Wish(name, older[0].text, "rolled back", undone), now, None)
        elif now is not None:
            await self._take_away(Wish(name, now, "rolled back", undone))

    async def _done(self, name: str, key: str) -> CommandVersion | None:
        return next((done.version for done in await self._versions.under(key) if done.name == name and done.written), None)

    async def _check_base(self, wish: Wish, former: str | None) -> None:
        if wish.base is None:
            return
        expected = (await self._versions.get(wish.name, wish.base)).text if wish.base else None
        if expected != former:
            raise Outdated(f"The command `{wish.name}` was changed meanwhile, elsewhere. Look at its versions, then save again.")

    async def _understand(self) -> None:
        await anyio.to_thread.run_sync(self._understanding.load, self._registry.understood)
        self._tell_loaded()

    def _tell_loaded(self) -> None:
        self._tell(CommandsLoaded(count=len(self._registry.commands), faults=tuple(self._registry.faults)))

    async def _notice(self) -> None:
        files = await anyio.to_thread.run_sync(self._texts.found)
        await self._versions.notice(files)
