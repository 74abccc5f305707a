"""What a task was about to do, on the disk before it is done: after a crash nothing is blindly done again."""

from __future__ import annotations

import json
import os
from pathlib import Path

from assistant.domain.web_task import Act


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

    def has_acted(self) -> bool:
        """Whether anything was noted."""
        return self._file.is_file()
