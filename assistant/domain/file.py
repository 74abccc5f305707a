"""A file in one of the owner's folders, and what was done to one."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from assistant.domain.base import Frozen


class FoundFile(Frozen):
    """A file or folder; `bytes` is 0 for a folder."""

    path: str
    name: str
    kind: Literal["file", "folder"]
    bytes: int
    changed: datetime


class FileChange(Frozen):
    """What was done to the file `path` ("" `source` but for a move or copy). `digest` is the SHA-256 it has afterwards.

    `former` is the name of the kept copy of what stood there before, empty when nothing did.
    """

    did: Literal["written", "moved", "copied"]
    path: str
    source: str = ""
    digest: str
    bytes: int
    former: str = ""
