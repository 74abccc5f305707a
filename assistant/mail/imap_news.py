"""What is new in a folder over IMAP: letters that came, marks that changed, letters that have gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from imapclient import IMAPClient

from assistant.extensions.mail import Marks, PlacedLetter
from assistant.mail.folders import Folder, place_of
from assistant.mail.imap_flags import marks_of

BEGINNING = 262_144
"""Bytes of a letter that are fetched for the index."""
AT_ONCE = 50
"""Letters fetched with one command."""
MARKS_AT_ONCE = 1_000
NEWEST = 500
"""Letters whose marks are looked at on a server that does not tell which have changed."""


class FolderNews:
    """What is new in one folder, and the state to go on from."""

    def __init__(self, client: IMAPClient, folder: Folder, before: Mapping[str, int]) -> None:
        self._client, self._folder = client, folder
        selected = client.select_folder(folder.name, readonly=True)
        self._validity = int(selected[b"UIDVALIDITY"])
        self._next = int(selected.get(b"UIDNEXT") or 1)
        self._exists = int(selected.get(b"EXISTS") or 0)
        changes = selected.get(b"HIGHESTMODSEQ") or 0
        self._changes = int(changes[0] if isinstance(changes, list | tuple) else changes)
        self.left: frozenset[str] | None = None
        if before and before["validity"] != self._validity:
            self.left, before = frozenset(), {}
        self._before = before
        self._high, self._low = before.get("high", self._next - 1), before.get("low", self._next)
        self.marked: dict[str, Marks] = {}
        self.more = False

    @property
    def after(self) -> dict[str, int]:
        """The state after this reading."""
        return {
            "validity": self._validity,
            "high": self._high,
            "low": self._low,
            "exists": self._exists,
            "changes": self._changes,
        }

    def letters(self, since: datetime, limit: int) -> list[PlacedLetter]:
        """What came since, then what is older and still unknown, newest first; marks and losses are noticed on the way."""
        arrived = self._arrived()
        if self._before:
            self._notice(len(arrived))
        fits = max(limit, 0)
        # When more came than fits, the oldest of them first: the state is one number.
        take = arrived if len(arrived) <= fits else arrived[len(arrived) - fits :]
        self.more = len(take) < len(arrived)
        self._high = max([self._high, *take])
        older = [] if self.more else self._older(since, fits - len(take))
        if self.left is not None:
            self.left |= {place_of(self._folder.name, self._validity, uid) for uid in (*take, *older)}
        return self._fetched([*take, *older])

    def _arrived(self) -> list[int]:
        if self._next - 1 <= self._high:
            return []
        uids = [uid for uid in self._client.search(["UID", f"{self._high + 1}:*"]) if uid > self._high]
        return sorted(uids, reverse=True)

    def _older(self, since: datetime, limit: int) -> list[int]:
        if self._low <= 1:
            return []
        day = (since - timedelta(days=1)).date()
        found = sorted(self._client.search(["UID", f"1:{self._low - 1}", "SINCE", day]), reverse=True)
        take = found[: max(limit, 0)]
        self.more = self.more or len(found) > len(take)
        if take:
            self._low = min(take)
        return take

    def _notice(self, arrived: int) -> None:
        if self._exists != self._before["exists"] + arrived:
            uids = self._client.search(["UID", f"{self._low}:*"])
            self.left = frozenset(place_of(self._folder.name, self._validity, uid) for uid in uids)
        if self._high < self._low or (self._changes and self._changes == self._before["changes"]):
            return
        within = ["UID", f"{self._low}:{self._high}"]
        if self._changes:
            touched = self._client.search([*within, "MODSEQ", str(self._before["changes"] + 1)])
        else:
            touched = self._client.search(within)[-NEWEST:]
        for first in range(0, len(touched), MARKS_AT_ONCE):
            self._take_marks(self._client.fetch(touched[first : first + MARKS_AT_ONCE], ["FLAGS"]))

    def _take_marks(self, found: Mapping[int, Mapping[bytes, Any]]) -> None:
        for uid, values in found.items():
            self.marked[place_of(self._folder.name, self._validity, uid)] = marks_of(values.get(b"FLAGS", ()))

    def _fetched(self, uids: Sequence[int]) -> list[PlacedLetter]:
        letters: list[PlacedLetter] = []
        wanted = ["FLAGS", "INTERNALDATE", "RFC822.SIZE", f"BODY.PEEK[]<0.{BEGINNING}>"]
        for first in range(0, len(uids), AT_ONCE):
            some = uids[first : first + AT_ONCE]
            found = self._client.fetch(some, wanted)
            letters += [self._letter(uid, found[uid]) for uid in some if uid in found]
        return letters

    def _letter(self, uid: int, values: Mapping[bytes, Any]) -> PlacedLetter:
        raw = next((bytes(value) for key, value in values.items() if key.startswith(b"BODY[]") and value), b"")
        received = values.get(b"INTERNALDATE")
        return PlacedLetter(
            place=place_of(self._folder.name, self._validity, uid),
            folder=self._folder.name,
            role=self._folder.role,
            raw=raw,
            received=received.astimezone(UTC) if isinstance(received, datetime) else datetime.now(UTC),
            size=int(values.get(b"RFC822.SIZE") or len(raw)),
            marks=marks_of(values.get(b"FLAGS", ())),
        )
