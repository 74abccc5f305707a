"""Filters for the texts of commands: how moments, lengths and lists are said in the owner's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

FILTERS: dict[str, Callable[..., Any]] = {}
