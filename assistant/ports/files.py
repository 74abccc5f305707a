"""Files, in the folders the owner chose and where his exports go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from assistant.domain.file import FileChange, FoundFile


class Files(Protocol):
    """Files the owner named, inside the folders the assistant may use."""

    async def read_text(self, path: str) -> str:
        """The text of a file the owner named. Raises StepError."""

    async def write_text(self, name: str, text: str) -> str:
        """Write a file into the owner's export folder, never over another; the full path."""

    async def write_bytes(self, name: str, content: bytes) -> str:
        """Write any content into the export folder, never over another file; the full path."""

    async def remove_written(self, path: str, digest: str) -> bool:
        """Remove a file of the export folder whose text has this SHA-256; False when it is gone already.

        Raises Conflict when it was changed since.
        """


class Folders(Protocol):
    """The files in the folders the owner chose, and nothing outside them. Every change can be taken back under its key.

    A path is whole, or relative to the folders: the name of a folder may lead it, else the first that has it is meant.
    All raise StepRefused for what may not be done and StepError for what failed.
    """

    async def list(self, path: str, pattern: str, *, limit: int) -> Sequence[FoundFile]:
        """What lies in a folder (empty: in the chosen ones) and fits the pattern, by name."""

    async def read(self, path: str) -> str:
        """The text of a file."""

    async def digest(self, path: str) -> str:
        """The SHA-256 of a file."""

    async def content(self, path: str) -> bytes:
        """All that is in a file, whatever it is."""

    async def write(self, path: str, text: str, how: Literal["new", "over", "append"], *, key: str) -> FileChange:
        """Write a text: into a new file, over one, or to its end."""

    async def move(self, path: str, to: str, *, over: bool, key: str) -> FileChange:
        """Move or rename a file."""

    async def copy(self, path: str, to: str, *, over: bool, key: str) -> FileChange:
        """Copy a file."""

    async def revert(self, key: str) -> FileChange | None:
        """Take back what was done under this key; None when nothing was. Raises Conflict when it was changed since."""
