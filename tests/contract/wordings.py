"""Whether what an owner reads about an extension is there in both languages."""

from __future__ import annotations

import re

from pydantic import BaseModel

from assistant.domain.base import LocalText

LONGEST = 160
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")


def said_in_both(text: LocalText) -> bool:
    """Whether a text is there in English and in Russian, each on one short line without a full stop."""
    shaped = all(0 < len(line) <= LONGEST and "\n" not in line and not line.endswith(".") for line in text.values())
    return sorted(text) == ["en", "ru"] and shaped and not _CYRILLIC.search(text["en"]) and bool(_CYRILLIC.search(text["ru"]))


def unnamed(model: type[BaseModel]) -> list[str]:
    """The parameters without a title in both languages, or described in one only."""
    found = []
    for name, field in model.model_fields.items():
        extra = field.json_schema_extra
        russian = extra.get("ru") if isinstance(extra, dict) else None
        title, described = (russian.get("title"), russian.get("description")) if isinstance(russian, dict) else ("", "")
        if not (field.title and title and bool(described) == bool(field.description)):
            found.append(name)
    return found
