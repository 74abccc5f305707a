"""A yes counts for exactly what was shown: the hash that binds a confirmation to its final arguments."""

from __future__ import annotations

import hashlib
import json

from assistant.domain.base import Json


def fingerprint(what: str, arguments: Json) -> str:
    """SHA-256 of what would be done with which arguments, independent of the order of keys."""
    text = json.dumps([what, arguments], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
