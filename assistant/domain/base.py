"""What all domain types share: frozen, strict about unknown keys, and named by sortable ids."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Language = Literal["ru", "en"]
LocalText = Mapping[Language, str]
"""The same text in each language; at least one."""
Json = Any
"""A value JSON can hold; what it really is, is checked where it is used."""


class Frozen(BaseModel):
    """A value: equal by content, never changed after it was made, unknown keys are errors."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", json_schema_serialization_defaults_required=True, ser_json_inf_nan="constants"
    )


def new_id(prefix: str) -> str:
    """A fresh id such as `run-0mb3k2x9f1-5c1e08`: sortable by time of making, unique without a database."""
    millis, digits = int(time.time() * 1000), ""
    while millis:
        millis, digit = divmod(millis, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return f"{prefix}-{digits.rjust(9, '0')}-{secrets.token_hex(5)}"
