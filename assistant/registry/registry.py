"""The commands there are now: loaded from folders, kept up to date while files change."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from pathlib import Path

import anyio

from assistant.domain.command import Command, Fault, LearnedPhrase
from assistant.registry.kinds import Kinds
from assistant.registry.load import Folder, Loaded, Loader
from assistant.registry.watch import changes

Changed = Callable[[Loaded], Awaitable[None]]


class Registry:
    """All commands an owner can say. `folders` in order: a later one's command replaces an earlier one's of that name.

    `load` is blocking and meant for a worker thread; everything else is called on the event loop. What was loaded is
    replaced as a whole, so a reader never sees half of a change. `filters` are those expressions may use (empty: not checked).
    """

    def __init__(self, folders: Sequence[Folder], kinds: Kinds | None = None, *, filters: Iterable[str] = ()) -> None:
        self.folders = tuple(folders)
        self._kinds, self._filters = kinds, frozenset(filters)
        self._loader: Loader | None = None
        self._loaded = Loaded()
        self._learned: Mapping[str, tuple[LearnedPhrase, ...]] = {}
        self._one_load = anyio.Lock()

    @classmethod
    def of(cls, built_in: Sequence[Path], data: Path, kinds: Kinds | None = None, *, filters: Iterable[str] = ()) -> Registry:
        """The built-in folders and the owner's, `commands` in the data folder."""
        return cls([*(Folder(path) for path in built_in), Folder(data / "commands", "owner")], kinds, filters=filters)

    @property
    def commands(self) -> Mapping[str, Command]:
        """The usable commands by name, as last loaded."""
        return self._loaded.commands

    @property
    def understood(self) -> tuple[Command, ...]:
        """The commands that can be said: all but the disabled ones."""
        return tuple(command for command in self._loaded.commands.values() if command.enabled)

    @property
    def kinds(self) -> Kinds:
        """The step kinds command files are read with. Blocking at first use."""
        if self._loader is None:
            self._loader = Loader(self._kinds or Kinds.found(self._filters))
        return self._loader.kinds

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What was wrong or noteworthy when they were last loaded."""
        return self._loaded.faults

    def load(self) -> Loaded:
        """Read the folders; files that have not changed are not read again. One call at a time."""
        if self._loader is None:
            self._loader = Loader(self._kinds or Kinds.found(self._filters))
        self._loaded = self._with_learned(self._loader.load(self.folders))
        return self._loaded

    def attach(self, learned: Mapping[str, tuple[LearnedPhrase, ...]]) -> None:
        """What was learned from corrections, by command; it stays with the commands however often they are loaded."""
        self._learned = learned
        self._loaded = self._with_learned(self._loaded)

    def _with_learned(self, loaded: Loaded) -> Loaded:
        commands = {
            name: command.model_copy(update={"learned": self._learned.get(name, ())})
            if command.learned != self._learned.get(name, ())
            else command
            for name, command in loaded.commands.items()
        }
        return Loaded(commands, loaded.faults)

    async def reload(self) -> Loaded:
        """`load` in a worker thread, from anywhere on the event loop; one after another."""
        async with self._one_load:
            return await anyio.to_thread.run_sync(self.load)

    async def watch(self, on_change: Changed) -> None:
        """Load again whenever a command file changes, and tell; until cancelled. Meanwhile only `reload` may be called."""
        async for _files in changes([folder.path for folder in self.folders]):
            async with self._one_load:
                before = self._loaded
                loaded = await anyio.to_thread.run_sync(self.load)
            if loaded != before:
                await on_change(loaded)
