"""A text in which what the command says and what came from elsewhere are kept apart, for a language model."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from assistant.domain.base import Frozen


class Marked(Frozen):
    """`text` is the command's own words; where a value stood it says `(data 1)`, and `data` holds the values by those names."""

    text: str
    data: Mapping[str, str] = Field(default_factory=dict)
