"""Files in a dictionary, as far as built-in commands write any."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

from assistant import ports
from assistant.domain.file import FileChange, FoundFile


class FakeFolders(ports.Folders):
    """One folder, /exports. `texts` are the files by path."""

    def __init__(self, **texts: str) -> None:
        self.texts: dict[str, str] = dict(texts)
        self._done: dict[str, FileChange] = {}

    async def list(self, path: str, pattern: str, *, limit: int) -> Sequence[FoundFile]:
        """The folder itself."""
        return [FoundFile(path="/exports", name="exports", kind="folder", bytes=0, changed=datetime.now(UTC))]

    async def read(self, path: str) -> str:
        """As the port."""
        return self.texts[path]

    async def digest(self, path: str) -> str:
        """As the port."""
        return hashlib.sha256(self.texts[path].encode()).hexdigest()

    async def content(self, path: str) -> bytes:
        """As the port."""
        return self.texts[path].encode()

    async def write(self, path: str, text: str, how: Literal["new", "over", "append"], *, key: str) -> FileChange:
        """As the port; once for a key."""
        if key not in self._done:
            self.texts[path] = text
            digest = hashlib.sha256(text.encode()).hexdigest()
            self._done[key] = FileChange(did="written", path=path, digest=digest, bytes=len(text.encode()))
        return self._done[key]

    async def move(self, path: str, to: str, *, over: bool, key: str) -> FileChange:
        """No built-in command does."""
        raise NotImplementedError

    async def copy(self, path: str, to: str, *, over: bool, key: str) -> FileChange:
        """No built-in command does."""
        raise NotImplementedError

    async def revert(self, key: str) -> FileChange | None:
        """As the port."""
        change = self._done.pop(key, None)
        if change is not None:
            self.texts.pop(change.path, None)
        return change
