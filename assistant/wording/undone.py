"""What was taken back, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from assistant.domain.base import Language
from assistant.domain.record import Change, Collection
from assistant.wording.records import body_line

_REMOVED: dict[Language, dict[Collection, str]] = {
    "en": {"note": "Note removed", "task": "Task removed", "reminder": "Reminder removed", "event": "Event removed"},
    "ru": {"note": "Заметка убрана", "task": "Задача убрана", "reminder": "Напоминание убрано", "event": "Событие убрано"},
}
_RESTORED: dict[Language, dict[Collection, str]] = {
    "en": {
        "note": "Note restored",
        "task": "Task as before",
        "reminder": "Reminder as before",
        "event": "Event as before",
    },
    "ru": {
        "note": "Заметка возвращена",
        "task": "Задача как прежде",
        "reminder": "Напоминание как прежде",
        "event": "Событие как прежде",
    },
}
_MOST = 3
"""Changes named one by one; of more only the number is said."""


def sentence(changes: Sequence[Change], now: datetime, language: Language) -> str:
    """What `Records.revert` put back: "Task removed: send the invoice"."""
    if not changes:
        return "Отменять уже нечего" if language == "ru" else "There was nothing left to take back"
    texts = [_one(change, now, language) for change in changes[:_MOST]]
    if len(changes) > _MOST:
        texts.append(f"и ещё {len(changes) - _MOST}" if language == "ru" else f"and {len(changes) - _MOST} more")
    return "; ".join(texts)


def _one(change: Change, now: datetime, language: Language) -> str:
    body = change.before or change.after
    words = _RESTORED if change.before else _REMOVED
    said = body_line(body, now, language) if body else ""
    return f"{words[language][change.collection]}: {said}"
