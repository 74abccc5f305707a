"""Folders of command files into commands and faults. Blocking: called in a worker thread or before there is a loop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from assistant.domain.base import LocalText
from assistant.domain.both import both
from assistant.domain.command import Command, Fault
from assistant.errors import CommandFileError
from assistant.registry import parse
from assistant.registry.document import MAX_BYTES
from assistant.registry.effects import with_calls
from assistant.registry.kinds import Kinds
from assistant.registry.parse import Origin

MAX_FILES = 20_000
"""Command files in one folder."""
ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of command files and whose they are."""

    path: Path
    origin: Origin = "built-in"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read: the usable commands by name, and all that is wrong or noteworthy, in the order of the files."""

    commands: dict[str, Command] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What tells that a file is still the one that was read."""

    changed_ns: int
    size: int
    inode: int


@dataclass
class Loader:
    """Reads folders again and again; a file that has not changed is not read again. Not thread-safe."""

    kinds: Kinds
    _known: dict[Path, tuple[_Stamp, Command | None, tuple[Fault, ...]]] = field(default_factory=dict)

    def load(self, folders: Sequence[Folder]) -> Loaded:
        """Everything in these folders; a command of a later folder replaces one of the same name. Raises nothing."""
        commands: dict[str, Command] = {}
        faults: list[Fault] = []
        seen: set[Path] = set()
        for folder in folders:
            here: dict[str, Command] = {}
            for file in _files(folder.path, faults):
                seen.add(file)
                command, found = self._read(file, folder.origin)
                faults.extend(found)
                if command is not None:
                    faults.extend(_taken(command, here, commands))
                    here.setdefault(command.name, command)
            commands.update(here)
        self._known = {file: known for file, known in self._known.items() if file in seen}
        commands, lost = with_calls(commands)
        return Loaded(commands, (*faults, *lost))

    def _read(self, file: Path, origin: Origin) -> tuple[Command | None, tuple[Fault, ...]]:
        try:
            status = file.stat()
            stamp = _Stamp(status.st_mtime_ns, status.st_size, status.st_ino)
            if file in self._known and self._known[file][0] == stamp:
                return self._known[file][1:]
            text = read_text(file)
        except (OSError, CommandFileError) as error:
            line, message = (error.line, error.message) if isinstance(error, CommandFileError) else (0, _reason(error))
            return None, (Fault(file=str(file), message=message, line=line),)
        command, found = parse.command(text, file.stem, str(file), self.kinds, origin)
        self._known[file] = (stamp, command, tuple(found))
        return command, tuple(found)


def _files(folder: Path, faults: list[Fault]) -> Iterator[Path]:
    """Plain files with the right ending, sorted; hidden ones (editors' copies) are passed over."""
    try:
        found = sorted(
            path for path in folder.iterdir() if path.suffix in ENDINGS and not path.name.startswith(".") and path.is_file()
        )
    except FileNotFoundError:
        return
    except OSError as error:
        faults.append(Fault(file=str(folder), message=_reason(error)))
        return
    if len(found) > MAX_FILES:
        message = both(
            "More than {limit} command files; the rest is not read.",
            "Больше {limit} файлов команд; остальные не прочитаны.",
            limit=MAX_FILES,
        )
        faults.append(Fault(file=str(folder), message=message))
    yield from islice(found, MAX_FILES)


def read_text(file: Path) -> str:
    """The text of a file, read no further than allowed. Raises OSError, CommandFileError."""
    with file.open("rb") as source:
        content = source.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise CommandFileError(too_large(), str(file))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = both("The file is not UTF-8 text; save it as UTF-8.", "Это не текст в кодировке UTF-8; сохраните файл в UTF-8.")
        raise CommandFileError(message, str(file), line) from error


def too_large() -> LocalText:
    """That a file has more than it may have."""
    return both("The file is larger than {limit} KiB.", "Файл больше {limit} КиБ.", limit=MAX_BYTES // 1024)


def _reason(error: OSError) -> LocalText:
    return both("This cannot be read: {why}.", "Это не читается: {why}.", why=error.strerror or error)


def _taken(command: Command, here: dict[str, Command], before: dict[str, Command]) -> Iterator[Fault]:
    """What to say about a name that is there already."""
    if command.name in here:
        message = both(
            "`{name}` is also in {file}, which is used.",
            "`{name}` есть и в {file}; используется тот файл.",
            name=command.name,
            file=here[command.name].file,
        )
        yield Fault(file=command.file, message=message, severity="error")
    elif command.name in before:
        replaced = before[command.name]
        built_in = replaced.origin == "built-in"
        message = both(
            "This replaces {whose} `{name}` ({file}).",
            "Заменяет {whose} `{name}` ({file}).",
            whose=both("the built-in command", "встроенную команду") if built_in else both("the command", "команду"),
            name=command.name,
            file=replaced.file,
        )
        yield Fault(file=command.file, message=message, severity="warning")
