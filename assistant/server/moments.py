"""Times as requests bring them: with a zone, within years everything can count with."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime

EARLIEST, LATEST = 1900, 3000
"""Years; beyond them the arithmetic of zones overflows somewhere, and nobody has appointments."""


def _in_utc(moment: datetime) -> datetime:
    if not EARLIEST <= moment.year <= LATEST:
        raise ValueError(f"the year must be between {EARLIEST} and {LATEST}")
    return moment.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A moment in UTC, so that its text compares with those in the store."""
