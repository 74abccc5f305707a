"""Small pictures of pages, kept as files in the data folder, the newest up to a bound."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.domain.base import new_id
from assistant.errors import NotFound

_NAME = re.compile(r"pic-[0-9a-z]+-[0-9a-f]+\.jpg")
_PRUNE_EVERY = 50


class Pictures:
    """The folder of pictures. All blocking, but for `name`."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "browser" / "pictures"
        self._since_pruned = _PRUNE_EVERY

    @staticmethod
    def name() -> str:
        """A name for a picture that will be kept."""
        return f"{new_id('pic')}.jpg"

    def keep(self, name: str, content: bytes, most: int) -> None:
        """Keep a picture; when all of them are more than `most` bytes the oldest go."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (self._folder / name).write_bytes(content)
        self._since_pruned += 1
        if self._since_pruned >= _PRUNE_EVERY:
            self._since_pruned = 0
            self._prune(most)

    def read(self, name: str) -> bytes:
        """A picture. Raises NotFound when there is none of that name (any more)."""
        if not _NAME.fullmatch(name):
            raise NotFound("There is no such picture.", ru="Такой картинки нет.")
        try:
            return (self._folder / name).read_bytes()
        except OSError as error:
            raise NotFound("The picture is not kept any more.", ru="Картинка больше не хранится.") from error

    def _prune(self, most: int) -> None:
        # Their names sort by the time they were made.
        files = sorted(self._folder.glob("pic-*.jpg"), reverse=True)
        kept = 0
        for file in files:
            kept += file.stat().st_size
            if kept > most:
                file.unlink(missing_ok=True)
