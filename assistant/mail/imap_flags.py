"""What is marked on a letter, as the flags and keywords of IMAP."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.domain.letter import LetterChange
from assistant.extensions.mail import Marks


def marks_of(flags: Iterable[bytes]) -> Marks:
    """The marks that these flags stand for."""
    known = {bytes(flag).lower() for flag in flags}
    return Marks(unread=b"\\seen" not in known, flagged=b"\\flagged" in known, answered=b"\\answered" in known)


def flags_of(change: LetterChange) -> list[tuple[bytes, bool]]:
    """The flags to be set (true) and taken off (false)."""
    wanted: list[tuple[bytes, bool]] = []
    if change.unread is not None:
        wanted.append((b"\\Seen", not change.unread))
    if change.flagged is not None:
        wanted.append((b"\\Flagged", change.flagged))
    if change.answered is not None:
        wanted.append((b"\\Answered", change.answered))
    wanted += [(_keyword(label), True) for label in change.add_labels]
    return wanted + [(_keyword(label), False) for label in change.remove_labels]


def _keyword(label: str) -> bytes:
    """A label as an IMAP keyword: it may hold few characters, so others are written as modified UTF-7 would."""
    from imapclient.imap_utf7 import encode  # only labels in other letters need it

    return bytes(encode(label.strip())).replace(b" ", b"_").replace(b"(", b"_").replace(b")", b"_").replace(b"\\", b"_") or b"_"
