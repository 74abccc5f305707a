"""The owner's command files, written so that nothing is ever lost: a file is replaced whole or stays as it was."""

from __future__ import annotations

import errno
import os
import tempfile
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from assistant.domain.both import both
from assistant.domain.command import Command, Fault
from assistant.errors import CommandFileError, DataFolderUnusable, StepRefused
from assistant.registry import document, parse
from assistant.registry.document import MAX_BYTES
from assistant.registry.kinds import Kinds
from assistant.registry.load import ENDINGS, read_text, too_large
from assistant.store.database import unusable
from assistant.words import WORD

_LONGEST_NAME = 60
"""Letters of a name made from a title; a file's name may have 255 bytes and a letter takes up to four."""
_PARTIAL = ".saving-"
"""How the name of a file begins while it is being written."""
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{number}" for number in range(10)), *(f"lpt{number}" for number in range(10))}
)
"""Names Windows keeps for itself."""


def name_of(title: str, taken: Collection[str]) -> str:
    """A file's name made of a title, in its own letters, that is not taken: "Утренний обзор!" -> `утренний-обзор`."""
    words = WORD.findall(unicodedata.normalize("NFC", title).casefold())
    plain = "".join(letter if letter.isalnum() else "-" for letter in "-".join(words))
    base = "-".join(part for part in plain[:_LONGEST_NAME].split("-") if part) or "command"
    if not parse.FILE_NAME.fullmatch(base) or base in _DEVICES:
        base = f"command-{base}" if parse.FILE_NAME.fullmatch(f"command-{base}") else "command"
    used = {name.casefold() for name in taken}
    for number in range(1, len(used) + 2):
        name = base if number == 1 else f"{base}-{number}"
        if name.casefold() not in used:
            return name
    return base


class OwnerFiles:
    """The folder with the owner's command files. `built_in` are folders nothing is ever written to. Blocking."""

    def __init__(self, folder: Path, built_in: Sequence[Path]) -> None:
        self.folder = folder
        self._built_in = tuple(built_in)

    def file(self, name: str) -> Path:
        """The file of a command, there or not. Raises StepRefused for what is no name."""
        if not parse.FILE_NAME.fullmatch(name) or name.casefold() in _DEVICES:
            raise StepRefused(
                f"A command's name must be letters, digits, - and _, this is {name[:80]!r}.",
                ru=f"Имя команды — это буквы, цифры, - и _, а здесь {name[:80]!r}.",
            )
        name = unicodedata.normalize("NFC", name)
        for ending in ENDINGS:
            if (known := self.folder / f"{name}{ending}").is_file():
                return known
        return self.folder / f"{name}{ENDINGS[0]}"

    def names(self) -> list[str]:
        """The names of all files there are, sorted; such as no command can have are left out."""
        with suppress(OSError):
            found = {path.stem for path in self.folder.iterdir() if path.suffix in ENDINGS and path.is_file()}
            return sorted(name for name in found if parse.FILE_NAME.fullmatch(name))
        return []

    def tidy(self) -> None:
        """Delete what a crash left of files that were being written. Call before anything is written."""
        with suppress(OSError):
            for partial in self.folder.glob(f"{_PARTIAL}*.new"):
                partial.unlink()

    def text(self, name: str) -> str | None:
        """What the file of a command holds; None when there is none. Raises StepRefused, CommandFileError, DataFolderUnusable."""
        try:
            return read_text(self.file(name))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise unusable(self.folder, error) from error

    def write(self, name: str, text: str) -> Path:
        """Put a text into the file of a command: all of it, or the old one stays. Raises StepRefused, DataFolderUnusable."""
        content = text.encode()
        if len(content) > MAX_BYTES:
            most, size = MAX_BYTES // 1024, len(content) // 1024
            raise StepRefused(
                f"A command file has at most {most} KiB, this would have {size}.",
                ru=f"В файле команды не больше {most} КиБ, а здесь было бы {size}.",
            )
        file = self.file(name)
        twin = next((other for other in self.names() if other != name and other.casefold() == name.casefold()), None)
        if twin is not None:
            raise StepRefused(
                f"There is a command `{twin}` already; the name {name!r} differs from it only in capitals.",
                ru=f"Команда `{twin}` уже есть; имя {name!r} отличается от неё только заглавными буквами.",
            )
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            _replace(self._target(file), content)
        except OSError as error:
            raise _not_written(self.folder, file, error) from error
        return file

    def remove(self, name: str) -> None:
        """Delete the file of a command, if it is there. Raises StepRefused, DataFolderUnusable."""
        file = self.file(name)
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            raise _not_written(self.folder, file, error) from error

    def _target(self, file: Path) -> Path:
        """The file itself, or where the owner's link leads. Raises StepRefused for a link to a built-in command."""
        target = file.resolve() if file.is_symlink() else file
        if any(target.is_relative_to(folder.resolve()) for folder in self._built_in):
            raise StepRefused(
                f"{file} is a link to a built-in command, which is never changed. Delete the link first.",
                ru=f"{file} — ссылка на встроенную команду, а их менять нельзя. Сначала удалите ссылку.",
            )
        return target


def _replace(file: Path, content: bytes) -> None:
    """Write beside the file, make sure it is on the disk, then put it in its place in one step. Raises OSError."""
    mode = file.stat().st_mode & 0o777 if file.exists() else 0o600
    descriptor, partial = tempfile.mkstemp(prefix=_PARTIAL, suffix=".new", dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(partial).chmod(mode)
        Path(partial).replace(file)
    except BaseException:
        with suppress(OSError):
            Path(partial).unlink()
        raise
    with suppress(OSError):  # some file systems cannot; the file itself is safe by now
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _not_written(folder: Path, file: Path, error: OSError) -> DataFolderUnusable:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DataFolderUnusable(
            f"{file.name} was not changed: there is no room on the disk. Free some space, then save again.",
            ru=f"{file.name} не изменён: на диске нет места. Освободите место и сохраните снова.",
        )
    told = unusable(folder, error)
    return DataFolderUnusable(f"{file.name} was not changed. {told}", ru=f"{file.name} не изменён. {told.said('ru')}")


def read(text: str, name: str, file: Path, kinds: Kinds) -> tuple[Command | None, list[Fault]]:
    """The command in a text that would stand in an owner's file, or what is wrong with it. Raises nothing."""
    if not text.strip():
        return None, [Fault(file=str(file), message=document.empty(), line=1, column=1)]
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        message = both(
            "The text holds half a character, which cannot be written.", "В тексте есть половина символа, её нельзя записать."
        )
        return None, [Fault(file=str(file), message=message)]
    if size > MAX_BYTES:
        return None, [Fault(file=str(file), message=too_large())]
    return parse.command(text, name, str(file), kinds, "owner")


def errors(faults: Sequence[Fault]) -> Iterator[Fault]:
    """The faults that make a text useless."""
    return (fault for fault in faults if fault.severity == "error")


def unreadable(error: CommandFileError) -> Fault:
    """The fault of a file that could not even be read."""
    return Fault(file=error.file, message=error.message, line=error.line, column=error.column)
