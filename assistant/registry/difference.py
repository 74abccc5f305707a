"""What differs between two texts of a command, in words an owner can check."""

from __future__ import annotations

import difflib

from assistant.domain.teaching import Difference


def difference(before: str, after: str) -> Difference:
    """The changes in the order of the document, and the texts as a unified diff."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), "before", "after", lineterm="")
    return Difference(unified="\n".join(lines))
