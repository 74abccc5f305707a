"""Folders of command files into commands and faults. Blocking: called in a worker thread or before there is a loop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

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
            line, message = (error.line, str(error.args[0])) if isinstance(error, CommandFileError) else (0, _reason(error))
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
        faults.append(Fault(file=str(folder), message=f"More than {MAX_FILES} command files; the rest is not read."))
    yield from islice(found, MAX_FILES)


def read_text(file: Path) -> str:
    """The text of a file, read no further than allowed. Raises OSError, CommandFileError."""
    with file.open("rb") as source:
        content = source.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise CommandFileError(f"The file is larger than {MAX_BYTES // 1024} KiB.", str(file))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CommandFileError("The file is not UTF-8 text; save it as UTF-8.", str(file), line) from error


def _reason(error: OSError) -> str:
    return f"This cannot be read: {error.strerror or error}."


def _taken(command: Command, here: dict[str, Command], before: dict[str, Command]) -> Iterator[Fault]:
    """What to say about a name that is there already."""
    if command.name in here:
        message = f"`{command.name}` is also in {here[command.name].file}, which is used."
        yield Fault(file=command.file, message=message, severity="error")
    elif command.name in before:
        replaced = before[command.name]
        whose = "the built-in command" if replaced.origin == "built-in" else "the command"
        yield Fault(file=command.file, message=f"This replaces {whose} `{command.name}` ({replaced.file}).", severity="warning")
