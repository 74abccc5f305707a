"""What was done to a file, as steps give it and as the owner reads it."""

from __future__ import annotations

from pathlib import Path

from assistant.domain.base import Json, Language
from assistant.domain.file import FileChange
from assistant.domain.run import Receipt, StepResult

_DID: dict[Language, dict[str, str]] = {
    "en": {"written": "Written", "moved": "Moved", "copied": "Copied"},
    "ru": {"written": "Записан", "moved": "Перемещён", "copied": "Скопирован"},
}
_UNDONE: dict[Language, dict[str, str]] = {
    "en": {
        "written": "File as before",
        "moved": "Moved back",
        "copied": "Copy removed",
        "": "There was nothing left to take back",
    },
    "ru": {"written": "Файл как прежде", "moved": "Возвращён на место", "copied": "Копия убрана", "": "Отменять уже нечего"},
}


def result(change: FileChange, language: Language) -> StepResult:
    """The value and the evidence: the SHA-256 of what lies there now."""
    value: dict[str, Json] = {"path": change.path, "name": Path(change.path).name, "bytes": change.bytes, "sha256": change.digest}
    summary = f"{_DID[language][change.did]}: {change.path}"
    return StepResult(value=value, receipt=Receipt(kind="file", id=change.digest, summary=summary))


def undone(change: FileChange | None, language: Language) -> str:
    """What was taken back."""
    if change is None:
        return _UNDONE[language][""]
    return f"{_UNDONE[language][change.did]}: {Path(change.source or change.path).name}"
