"""Files in the folders the owner chose: found, read, written, moved and copied, never outside, every change kept for undo.

A path is followed to where it really leads before anything is done with it, so that `..` and links out are refused; the
assistant's own data is in no folder, whatever was chosen.
"""

from __future__ import annotations

import hashlib
import shutil
import stat
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TypeVar

import anyio
import anyio.to_thread
from pydantic import ValidationError

from assistant import ports
from assistant.domain.file import FileChange, FoundFile
from assistant.errors import Conflict, StepError, StepRefused

T = TypeVar("T")
MAX_FILE = 50_000_000
"""Bytes of a file that is written over, moved or copied."""
MAX_TEXT = 10_000_000
"""Bytes of a text that is read or written."""
KEPT = 500
"""Changes that can be taken back, newest."""
LOOKED_AT = 20_000
"""Entries of one folder that are looked at."""


class OwnerFolders(ports.Folders):
    """The real thing behind the port Folders. `chosen` gives the folders, `data` is the data folder, `exports` the one in it
    that may be used. Blocking work is done in a worker thread, one piece at a time."""

    def __init__(self, chosen: Callable[[], Sequence[Path]], data: Path, exports: Callable[[], Path]) -> None:
        self._chosen = chosen
        self._data = data
        self._exports = exports
        self._turn = anyio.CapacityLimiter(1)

    async def list(self, path: str, pattern: str, *, limit: int) -> Sequence[FoundFile]:
        """What lies there, by name."""
        return await self._work(lambda: self._list(path, pattern, limit))

    async def read(self, path: str) -> str:
        """The text of a file."""
        return await self._work(lambda: _text(self._file(path)))

    async def digest(self, path: str) -> str:
        """The SHA-256 of a file."""
        return await self._work(lambda: _digest(self._file(path)))

    async def content(self, path: str) -> bytes:
        """All that is in a file."""
        return await self._work(lambda: self._file(path).read_bytes())

    async def write(self, path: str, text: str, how: Literal["new", "over", "append"], *, key: str) -> FileChange:
        """Write a text."""
        return await self._work(lambda: self._write(path, text, how, key))

    async def move(self, path: str, to: str, *, over: bool, key: str) -> FileChange:
        """Move or rename a file."""
        return await self._work(lambda: self._carry("moved", path, to, over, key))

    async def copy(self, path: str, to: str, *, over: bool, key: str) -> FileChange:
        """Copy a file."""
        return await self._work(lambda: self._carry("copied", path, to, over, key))

    async def revert(self, key: str) -> FileChange | None:
        """Take back what was done under this key."""
        return await self._work(lambda: self._revert(key))

    async def _work(self, work: Callable[[], T]) -> T:
        try:
            return await anyio.to_thread.run_sync(work, limiter=self._turn)
        except OSError as error:
            name = error.filename or "The file"
            raise StepError(f"{name}: {error.strerror or error}.", ru=f"{name}: {error.strerror or error}.") from error
        except (ValueError, RuntimeError) as error:  # what no file system can hold; a home nobody has
            raise StepRefused("That is no path.", ru="Это не путь к файлу.") from error

    # --- where things are ---

    def roots(self) -> Sequence[Path]:
        """The folders that may be used, as they really lie, the export folder last."""
        exports = self._exports()
        exports.mkdir(parents=True, exist_ok=True)
        return [*(folder.expanduser().resolve() for folder in self._chosen()), exports.resolve()]

    def place(self, path: str) -> Path:
        """Where a path really leads. Raises StepRefused when that is outside."""
        if not path or "\0" in path or len(path) > 4_000:
            raise StepRefused("That is no path.", ru="Это не путь к файлу.")
        roots = self.roots()
        wanted = Path(path).expanduser()
        real = wanted.resolve() if wanted.is_absolute() else _within(roots, wanted)
        data, exports = self._data.resolve(), roots[-1]
        inside = any(real.is_relative_to(root) for root in roots)
        if not inside or (real.is_relative_to(data) and not real.is_relative_to(exports)):
            there = ", ".join(map(str, roots))
            raise StepRefused(
                f"{path} is outside the folders that may be used ({there}). Add its folder in Settings, under what is seldom needed ([files] in assistant.toml).",
                ru=f"{path} — вне разрешённых папок ({there}). Добавьте её папку в «Настройках», среди редких ([files] в assistant.toml).",
            )
        return real

    def _file(self, path: str) -> Path:
        """A plain file that is there."""
        real = self.place(path)
        try:
            found = real.stat()
        except OSError as error:
            raise StepRefused(f"There is no file {path}.", ru=f"Нет файла {path}.") from error
        if not stat.S_ISREG(found.st_mode):
            raise StepRefused(f"{path} is not a plain file.", ru=f"{path} — не обычный файл.")
        if found.st_size > MAX_FILE:
            mega = MAX_FILE // 1_000_000
            raise StepRefused(f"{path} is larger than {mega} MB.", ru=f"{path} больше {mega} МБ.")
        return real

    def _target(self, path: str, *, over: bool) -> Path:
        """Where a file may be put."""
        real = self.place(path)
        if real.is_dir():
            raise StepRefused(f"{path} is a folder.", ru=f"{path} — это папка.")
        if real.exists() and not over:
            raise StepRefused(
                f"{path} is there already; say `how: over` or `over: true` to replace it.",
                ru=f"{path} уже есть; чтобы заменить его, укажите `how: over` или `over: true`.",
            )
        real.parent.mkdir(parents=True, exist_ok=True)
        return real

    def _list(self, path: str, pattern: str, limit: int) -> Sequence[FoundFile]:
        if not path:
            return [found for root in self.roots()[:limit] if (found := _found(root)) is not None]
        folder = self.place(path)
        if not folder.is_dir():
            raise StepRefused(f"{path} is not a folder.", ru=f"{path} — не папка.")
        if ".." in Path(pattern).parts or Path(pattern).is_absolute():
            raise StepRefused("A pattern cannot lead out of the folder.", ru="Шаблон не может вести из папки.")
        entries = [entry for _number, entry in zip(range(LOOKED_AT), folder.glob(pattern or "*"), strict=False)]
        inside = (entry for entry in sorted(entries) if entry.resolve().is_relative_to(folder))
        return [known for entry in inside if (known := _found(entry)) is not None][:limit]

    # --- changes ---

    def _write(self, path: str, text: str, how: str, key: str) -> FileChange:
        if (done := self._done(key)) is not None:
            return done
        data = text.encode()
        if len(data) > MAX_TEXT:
            mega = MAX_TEXT // 1_000_000
            raise StepRefused(f"A text may have {mega} MB.", ru=f"Текст — не больше {mega} МБ.")
        real = self._target(path, over=how != "new")
        if real.exists():
            self._file(path)
        if how == "append" and real.exists():
            data = real.read_bytes() + data
        return self._put(
            real, data, FileChange(did="written", path=str(real), digest=hashlib.sha256(data).hexdigest(), bytes=len(data)), key
        )

    def _carry(self, did: Literal["moved", "copied"], path: str, to: str, over: bool, key: str) -> FileChange:
        if (done := self._done(key)) is not None:
            return done
        real = self._file(path)
        into = f"{to.rstrip('/')}/{real.name}" if to.endswith("/") or self.place(to).is_dir() else to
        target = self._target(into, over=over)
        if target == real:
            raise StepRefused(f"{to} is the same file.", ru=f"{to} — тот же файл.")
        data = real.read_bytes()
        change = FileChange(did=did, path=str(target), source=str(real), digest=hashlib.sha256(data).hexdigest(), bytes=len(data))
        change = self._put(target, data, change, key)
        shutil.copystat(real, target)
        if did == "moved":
            real.unlink()
        return change

    def _put(self, real: Path, data: bytes, change: FileChange, key: str) -> FileChange:
        """Note what will be done with what stood there, then put all of the data there or nothing."""
        journal = self._journal()
        name = hashlib.sha256(key.encode()).hexdigest()[:32]
        if real.exists():
            shutil.copyfile(real, journal / f"{name}.former")
            change = change.model_copy(update={"former": f"{name}.former"})
        (journal / f"{name}.json").write_text(change.model_dump_json(), encoding="utf-8")
        partial = real.with_name(f".{real.name[:100]}.{name[:8]}.part")
        try:
            partial.write_bytes(data)
            if change.former:
                shutil.copymode(real, partial)
            partial.replace(real)
        finally:
            partial.unlink(missing_ok=True)
        self._forget_oldest(journal)
        return change

    def _done(self, key: str) -> FileChange | None:
        """What this very step has already done, before a crash; None when it was not finished."""
        change = self._noted(key)
        if change is None or not _is_now(Path(change.path), change.digest):
            return None
        if change.did == "moved":
            Path(change.source).unlink(missing_ok=True)
        return change

    def _revert(self, key: str) -> FileChange | None:
        change = self._noted(key)
        if change is None:
            return None
        real = Path(change.path)
        if not _is_now(real, change.digest):
            raise Conflict(
                f"{real.name} was changed again since, so it cannot be taken back by itself.",
                ru=f"{real.name} с тех пор изменён, поэтому отменить это нельзя.",
            )
        if change.did == "moved":
            if Path(change.source).exists():
                raise Conflict(f"There is another {change.source} now.", ru=f"Теперь есть другой {change.source}.")
            Path(change.source).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(real, change.source)
        if change.former:
            shutil.copyfile(self._journal() / change.former, real)
        else:
            real.unlink(missing_ok=True)
        self._forget(key)
        return change

    # --- the journal ---

    def _journal(self) -> Path:
        folder = self._data / "files-undo"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _noted(self, key: str) -> FileChange | None:
        note = self._journal() / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.json"
        try:
            return FileChange.model_validate_json(note.read_bytes())
        except (FileNotFoundError, ValidationError):
            return None

    def _forget(self, key: str) -> None:
        name = hashlib.sha256(key.encode()).hexdigest()[:32]
        for ending in (".json", ".former"):
            (self._journal() / f"{name}{ending}").unlink(missing_ok=True)

    @staticmethod
    def _forget_oldest(journal: Path) -> None:
        notes = sorted(journal.glob("*.json"), key=lambda note: note.stat().st_mtime)
        for note in notes[:-KEPT]:
            note.with_suffix(".former").unlink(missing_ok=True)
            note.unlink(missing_ok=True)


def _within(roots: Sequence[Path], wanted: Path) -> Path:
    """A relative path: led by the name of a folder, or in the first folder that has it, else in the first."""
    for root in roots:
        if wanted.parts and wanted.parts[0] == root.name and not (root / wanted).exists():
            return root.joinpath(*wanted.parts[1:]).resolve()
    for root in roots:
        if (root / wanted).exists():
            return (root / wanted).resolve()
    return (roots[0] / wanted).resolve()


def _found(entry: Path) -> FoundFile | None:
    try:
        about = entry.stat()
    except OSError:
        return None
    is_folder = stat.S_ISDIR(about.st_mode)
    if not is_folder and not stat.S_ISREG(about.st_mode):
        return None
    changed = datetime.fromtimestamp(about.st_mtime, UTC)
    kind: Literal["file", "folder"] = "folder" if is_folder else "file"
    return FoundFile(path=str(entry), name=entry.name, kind=kind, bytes=0 if is_folder else about.st_size, changed=changed)


def _text(real: Path) -> str:
    if real.stat().st_size > MAX_TEXT:
        mega = MAX_TEXT // 1_000_000
        raise StepRefused(f"{real.name} is larger than {mega} MB.", ru=f"{real.name} больше {mega} МБ.")
    data = real.read_bytes()
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise StepRefused(f"{real.name} is not a text file.", ru=f"{real.name} — не текстовый файл.")


def _digest(real: Path) -> str:
    with real.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_now(real: Path, digest: str) -> bool:
    return real.is_file() and _digest(real) == digest
