"""A table of the owner: typed columns, rows, and what can be asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import Field

from assistant.domain.base import Frozen, Json

ColumnKind = Literal["text", "number", "money", "date", "yes_no", "choice"]
Operator = Literal["=", "!=", ">", ">=", "<", "<=", "contains", "empty"]
Total = Literal["count", "sum", "avg", "min", "max"]


class Column(Frozen):
    """One column. `id` never changes, the name may. `choices` are what a `choice` may be; `currency` is that of a bare amount."""

    id: str = ""
    name: str = Field(min_length=1, max_length=80)
    type: ColumnKind = "text"
    choices: tuple[str, ...] = Field(default=(), max_length=200)
    currency: str = Field(default="", pattern=r"^([A-Z]{3})?$")


class Table(Frozen):
    """A table as it is now; `rows` is how many it has."""

    id: str
    name: str
    columns: tuple[Column, ...]
    rows: int = 0
    created: datetime


class TableRow(Frozen):
    """A row; `values` by the names of the columns, empty cells as None."""

    id: int
    values: Mapping[str, Json]


class Condition(Frozen):
    """What a cell of a column must be. `empty` takes true or false."""

    column: str
    op: Operator = "="
    value: Json = None


class TableQuery(Frozen):
    """Which rows: those with all words of `text` somewhere, that meet every condition, or just those with these ids."""

    text: str = Field(default="", max_length=400)
    where: tuple[Condition, ...] = Field(default=(), max_length=30)
    ids: tuple[int, ...] = Field(default=(), max_length=10_000)
    sort: str = ""
    descending: bool = False
    limit: int = Field(default=200, ge=1, le=100_000)
    offset: int = Field(default=0, ge=0, le=10_000_000)

    @property
    def is_all(self) -> bool:
        """Whether nothing narrows it."""
        return not (self.text.strip() or self.where or self.ids)


class TablePage(Frozen):
    """Some rows of an answer, and how many there are in all."""

    rows: tuple[TableRow, ...]
    total: int


class Group(Frozen):
    """One line of a total: the value the rows share (None without grouping), the total, and how many rows went into it.

    For money there is one group for each currency, and `value` is `{amount, currency}`.
    """

    group: Json = None
    value: Json = None
    rows: int


class TableChange(Frozen):
    """What was done to a table, enough to say it. `rows` is how many."""

    table: str
    did: Literal["created", "dropped", "reshaped", "added", "updated", "removed"]
    rows: int = 0
