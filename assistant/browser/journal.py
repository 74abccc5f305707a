"""What a task was about to do, on the disk before it is done: after a crash nothing is blindly done again."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.domain.web_task import Act

_PATH = "path.json"
_acts = TypeAdapter(tuple[Act, ...])
KEPT = 60
"""Tasks whose pictures are kept, the newest."""


def make_room(folder: Path) -> None:
    """Make the folder of a task; of those beside it the oldest go. Blocking."""
    beside = folder.parent
    beside.mkdir(parents=True, exist_ok=True)
    there = sorted((one for one in beside.iterdir() if one != folder), key=lambda one: one.stat().st_mtime)
    for old in there[: max(0, len(there) - KEPT + 1)]:
        with suppress(OSError):
            shutil.rmtree(old)
    folder.mkdir(mode=0o700, exist_ok=True)


class Journal:
    """The folder of one task: its pictures, and a line for each act that may change something. Blocking."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file = folder / "acts.jsonl"

    def note(self, act: Act) -> None:
        """It is about to be done."""
        told = {"number": act.number, "kind": act.kind, "label": act.element.label if act.element else "", "url": act.url}
        with self._file.open("a", encoding="utf-8") as out:
            out.write(json.dumps(told, ensure_ascii=False) + "\n")
            out.flush()
            os.fsync(out.fileno())

    def keep(self, path: Sequence[Act]) -> None:
        """All that was done and worked, in order, once it has ended."""
        with suppress(OSError):
            (self.folder / _PATH).write_bytes(_acts.dump_json(tuple(path), exclude_defaults=True))

    def kept(self) -> Sequence[Act]:
        """The same; nothing when it is not kept (any more)."""
        try:
            return _acts.validate_json((self.folder / _PATH).read_bytes())
        except (OSError, ValidationError):
            return ()

    def has_acted(self) -> bool:
        """Whether anything was noted."""
        return self._file.is_file()
