"""The prompts, one file each in `prompts/`; `<<name>>` in them is replaced."""

from __future__ import annotations

import functools
import re
from pathlib import Path

FOLDER = Path(__file__).with_name("prompts")
_BLANK = re.compile(r"<<(\w+)>>")


def prompt(name: str, **given: str) -> str:
    """The prompt of that name with its blanks filled, each exactly. Raises KeyError for one that is not given."""
    return _BLANK.sub(lambda blank: given[blank[1]], _text(name))


def names() -> list[str]:
    """All prompts."""
    return sorted(file.stem for file in FOLDER.glob("*.md"))


@functools.cache
def _text(name: str) -> str:
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8").strip()
