"""What time it is for the owner: with a named zone, so that arithmetic over summer time comes out right."""

from __future__ import annotations

from datetime import datetime

from tzlocal import get_localzone


def now() -> datetime:
    """The local time with its named zone."""
    return datetime.now(get_localzone())
