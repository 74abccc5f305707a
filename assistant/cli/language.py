"""The language the command line speaks: that of the terminal's locale, English where it is another or none is known."""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping

from assistant.domain.base import Language


def language() -> Language:
    """Russian or English, as the first of the POSIX variables that is set says, else as the system says."""
    chosen = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), None)
    return "ru" if (chosen or locale.getlocale()[0] or "").lower().startswith("ru") else "en"


def spoken(text: Mapping[Language, str]) -> str:
    """The text in that language, or in the one it is known in."""
    return text.get(language()) or text.get("en") or next(iter(text.values()), "")
