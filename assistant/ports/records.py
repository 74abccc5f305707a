"""The owner's notes, tasks, reminders, events and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from assistant.domain.base import Json, Language
from assistant.domain.record import Body, Change, Collection, Record
from assistant.domain.run import Source
from assistant.domain.table import Column, Group, Table, TableChange, TablePage, TableQuery, TableRow, Total


class Records(Protocol):
    """The owner's notes, tasks, reminders and events. Every change is journaled for undo under the step's key."""

    async def add(self, collection: Collection, body: Body, *, key: str) -> Record:
        """Store a new record; the same key again gives the record made the first time."""

    async def change(self, record: str, body: Body, *, key: str) -> Record:
        """Replace the body of a record. Raises NotFound."""

    async def remove(self, record: str, *, key: str) -> Record:
        """Remove a record and return what it was. Raises NotFound."""

    async def get(self, record: str) -> Record:
        """One record. Raises NotFound."""

    async def find(self, collection: Collection, text: str = "", *, limit: int = 50) -> Sequence[Record]:
        """Records whose words (by dictionary form, Russian and English) hold all words of `text`; best first, else newest."""

    async def between(self, collection: Collection, start: datetime, end: datetime) -> Sequence[Record]:
        """Records that fall within [start, end), by due, at or start; recurring ones are given once per occurrence."""

    async def revert(self, key: str) -> Sequence[Change]:
        """Put back everything that was changed under this step key; what was put back. Raises Conflict when it was
        changed again since by something else."""


class Tables(Protocol):
    """The owner's tables. A table is named in any capitals, or by its id. Every change is journaled for undo under the step's
    key; the same key again changes nothing more. `language` and `today` decide how words and digits are read.

    All raise NotFound when there is no such table (naming those there are), StepRefused for what does not fit.
    """

    async def all(self) -> Sequence[Table]:
        """Every table, by name."""

    async def table(self, name: str) -> Table:
        """One table."""

    async def create(self, name: str, columns: Sequence[Column], *, key: str, language: Language) -> Table:
        """A new, empty table."""

    async def reshape(self, name: str, title: str, columns: Sequence[Column], *, key: str, language: Language) -> Table:
        """Give a table this name (empty: its own) and these columns; those left out go with their cells."""

    async def drop(self, name: str, *, key: str) -> Table:
        """Remove a table with its rows; what it was."""

    async def add(
        self, name: str, rows: Sequence[Mapping[str, Json]], *, key: str, language: Language, today: date
    ) -> Sequence[TableRow]:
        """Add rows, values by the names of columns; all or none."""

    async def update(
        self, name: str, query: TableQuery, values: Mapping[str, Json], *, key: str, language: Language, today: date
    ) -> Sequence[TableRow]:
        """Set cells of every row of a query; the rows as they are now."""

    async def remove(self, name: str, query: TableQuery, *, key: str, language: Language, today: date) -> int:
        """Remove every row of a query; how many."""

    async def find(self, name: str, query: TableQuery, *, language: Language, today: date) -> TablePage:
        """Rows in the order asked for, else as they were added."""

    async def total(
        self,
        name: str,
        query: TableQuery,
        how: Total,
        of: str = "",
        by: str = "",
        each: str = "",
        *,
        language: Language,
        today: date,
    ) -> Sequence[Group]:
        """A total of a column over the rows of a query, one for each value of `by` (each `day`, `month`, `year` of a date)."""

    async def sources(self, name: str) -> tuple[Source, ...]:
        """Where text in a table came from that neither the owner nor the house wrote."""

    async def mark(self, key: str, sources: Sequence[Source]) -> None:
        """What was changed under this key holds text from these sources; for good."""

    async def revert(self, key: str) -> Sequence[TableChange]:
        """Take back everything done under this key. Raises Conflict when it was changed again since."""
