"""The row of a list that an element stands in, as the page tells it, within bounds."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from assistant.browser import element
from assistant.domain.page import Reading
from assistant.domain.showing import ShownRow

_Line = Annotated[str, StringConstraints(max_length=500)]


@cache
def library() -> str:
    """JavaScript that defines `rows`, to be put behind what defines `symbiote`."""
    return element.lean(Path(__file__).with_name("rows.js").read_text(encoding="utf-8"))


class ToldRow(BaseModel):
    """A row as a script in the page tells it."""

    model_config = ConfigDict(extra="ignore")
    each: _Line
    field: _Line
    text: _Line
    number: int
    count: int
    cells: list[Annotated[str, StringConstraints(max_length=1_000)]]

    @property
    def shown(self) -> ShownRow:
        """The same as it is kept."""
        read = Reading(each=self.each, fields={"name": self.field} if self.field else {})
        return ShownRow(rows=read, text=self.text, number=self.number, count=self.count, cells=tuple(self.cells))
