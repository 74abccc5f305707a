"""Tables in a dictionary: made, filled, found and added up; what a built-in command needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from assistant import cell, ports
from assistant.domain.base import Json, Language
from assistant.domain.run import Source
from assistant.domain.table import Column, Group, Table, TableChange, TablePage, TableQuery, TableRow, Total
from assistant.errors import NotFound, StepRefused
from assistant.words import fold


class FakeTables(ports.Tables):
    """Tables in the order they were made."""

    def __init__(self, **tables: Sequence[Column]) -> None:
        self.tables: dict[str, Table] = {}
        self.rows: dict[str, list[TableRow]] = {}
        for name, columns in tables.items():
            self._make(name, columns)

    def _make(self, name: str, columns: Sequence[Column]) -> Table:
        self.rows[fold(name)] = []
        self.tables[fold(name)] = Table(id=fold(name), name=name, columns=tuple(columns), created=datetime.now(UTC))
        return self.tables[fold(name)]

    async def all(self) -> Sequence[Table]:
        """As the port."""
        return [await self.table(name) for name in sorted(self.tables)]

    async def table(self, name: str) -> Table:
        """As the port."""
        if fold(name) not in self.tables:
            raise NotFound(f"There is no table {name}.")
        return self.tables[fold(name)].model_copy(update={"rows": len(self.rows[fold(name)])})

    async def create(self, name: str, columns: Sequence[Column], *, key: str, language: Language) -> Table:
        """As the port."""
        if fold(name) in self.tables:
            raise StepRefused(f"There is a table {name} already.")
        return self._make(name, columns)

    async def add(
        self, name: str, rows: Sequence[Mapping[str, Json]], *, key: str, language: Language, today: date
    ) -> Sequence[TableRow]:
        """As the port."""
        columns = {column.name: column for column in (await self.table(name)).columns}
        kept = self.rows[fold(name)]
        for row in rows:
            values = {one: cell.read(columns[one], raw, language, today) for one, raw in row.items()}
            kept.append(TableRow(id=len(kept) + 1, values={one: values.get(one) for one in columns}))
        return kept[-len(rows) :]

    async def find(self, name: str, query: TableQuery, *, language: Language, today: date) -> TablePage:
        """As the port, every row."""
        await self.table(name)
        return TablePage(rows=tuple(self.rows[fold(name)]), total=len(self.rows[fold(name)]))

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
        """The sum of plain numbers."""
        values = [row.values[of] for row in self.rows[fold(name)] if isinstance(row.values[of], int | float)]
        return [Group(value=sum(values), rows=len(values))] if values else []

    async def reshape(self, name: str, title: str, columns: Sequence[Column], *, key: str, language: Language) -> Table:
        """No built-in command does."""
        raise NotImplementedError

    async def drop(self, name: str, *, key: str) -> Table:
        """No built-in command does."""
        raise NotImplementedError

    async def update(
        self, name: str, query: TableQuery, values: Mapping[str, Json], *, key: str, language: Language, today: date
    ) -> Sequence[TableRow]:
        """No built-in command does."""
        raise NotImplementedError

    async def remove(self, name: str, query: TableQuery, *, key: str, language: Language, today: date) -> int:
        """No built-in command does."""
        raise NotImplementedError

    async def sources(self, name: str) -> tuple[Source, ...]:
        """Everything in it is the owner's."""
        await self.table(name)
        return ()

    async def mark(self, key: str, sources: Sequence[Source]) -> None:
        """Nothing is kept under a key."""

    async def revert(self, key: str) -> Sequence[TableChange]:
        """No built-in command does."""
        raise NotImplementedError
