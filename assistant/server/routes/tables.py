"""The owner's tables, from the window."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from assistant import clock, sheet
from assistant.domain.base import Json, Language
from assistant.domain.run import Source
from assistant.domain.table import Column, Group, Table, TablePage, TableQuery, TableRow, Total
from assistant.errors import AssistantError
from assistant.server.desk import Desk
from assistant.server.rpc import Done, Keyed, Method, Params, Result, RouteGroup
from assistant.words import fold


class TableWanted(Params):
    """One table by its name or id."""

    table: str = Field(min_length=1, max_length=200)


class TableAsked(TableWanted):
    """Rows of a table; `language` decides how dates and digits in conditions are read."""

    query: TableQuery = TableQuery()
    language: Language = "en"


class TableTotal(TableAsked):
    """A total of a column."""

    how: Total
    of: str = Field(default="", max_length=100)
    by: str = Field(default="", max_length=100)


class TableMade(Keyed):
    """A new table."""

    name: str = Field(min_length=1, max_length=200)
    columns: tuple[Column, ...] = Field(min_length=1, max_length=100)
    language: Language = "en"


class TableReshaped(TableMade):
    """A table's new name and columns; those with an id keep their cells."""

    table: str = Field(min_length=1, max_length=200)


class TableGone(Keyed):
    """A table to remove."""

    table: str = Field(min_length=1, max_length=200)


class RowsAdded(TableGone):
    """Rows to add, values by the names of columns, as typed."""

    rows: tuple[dict[str, Json], ...] = Field(min_length=1, max_length=1_000)
    language: Language = "en"


class RowsChanged(TableGone):
    """Cells to set in these rows, as typed; None or nothing empties one."""

    ids: tuple[int, ...] = Field(min_length=1, max_length=1_000)
    values: dict[str, Json] = Field(min_length=1, max_length=100)
    language: Language = "en"


class RowsGone(TableGone):
    """Rows to remove."""

    ids: tuple[int, ...] = Field(min_length=1, max_length=1_000)


class FilePiece(Keyed):
    """A piece of a file, `number` from 0."""

    upload: str = Field(min_length=8, max_length=100)
    number: int = Field(ge=0, le=10_000)
    text: str = Field(max_length=100_000)


class FileTaken(TableGone):
    """A CSV file that has been uploaded in pieces; a table that does not exist is made."""

    upload: str = Field(min_length=8, max_length=100)
    language: Language = "en"


class TableList(Result):
    """Tables by name."""

    tables: Sequence[Table]


class TableResult(Result):
    """A table as it is now."""

    table: Table


class RowsResult(Result):
    """Rows as they are now."""

    rows: Sequence[TableRow]


class PageResult(Result):
    """Some rows and the table they are of."""

    table: Table
    page: TablePage


class GroupsResult(Result):
    """Totals."""

    groups: Sequence[Group]


class TakenResult(Result):
    """What came of a file: rows added, and columns the table does not have."""

    table: Table
    added: int
    ignored: Sequence[str]


class TextResult(Result):
    """A file's text."""

    name: str
    text: str


async def list_all(desk: Desk, params: Params) -> TableList:
    """Every table."""
    return TableList(tables=await desk.tables.all())


async def find(desk: Desk, params: TableAsked) -> PageResult:
    """Rows in the order asked for."""
    table = await desk.tables.table(params.table)
    page = await desk.tables.find(table.id, params.query, language=params.language, today=clock.now().date())
    return PageResult(table=table, page=page)


async def total(desk: Desk, params: TableTotal) -> GroupsResult:
    """A total, one for each value of a column, or one for each currency."""
    today = clock.now().date()
    groups = await desk.tables.total(
        params.table, params.query, params.how, params.of, params.by, language=params.language, today=today
    )
    return GroupsResult(groups=groups)


async def create(desk: Desk, params: TableMade) -> TableResult:
    """Make an empty table."""
    table = await desk.tables.create(params.name, params.columns, key=f"window:{params.key}", language=params.language)
    return TableResult(table=table)


async def reshape(desk: Desk, params: TableReshaped) -> TableResult:
    """Change name and columns."""
    key = f"window:{params.key}"
    table = await desk.tables.reshape(params.table, params.name, params.columns, key=key, language=params.language)
    return TableResult(table=table)


async def drop(desk: Desk, params: TableGone) -> Done:
    """Remove a table with its rows."""
    await desk.tables.drop(params.table, key=f"window:{params.key}")
    return Done()


async def add(desk: Desk, params: RowsAdded) -> RowsResult:
    """Add rows."""
    today = clock.now().date()
    rows = await desk.tables.add(params.table, params.rows, key=f"window:{params.key}", language=params.language, today=today)
    return RowsResult(rows=rows)


async def update(desk: Desk, params: RowsChanged) -> RowsResult:
    """Set cells."""
    query, today = TableQuery(ids=params.ids), clock.now().date()
    rows = await desk.tables.update(
        params.table, query, params.values, key=f"window:{params.key}", language=params.language, today=today
    )
    return RowsResult(rows=rows)


async def remove(desk: Desk, params: RowsGone) -> Done:
    """Remove rows."""
    query, today = TableQuery(ids=params.ids), clock.now().date()
    await desk.tables.remove(params.table, query, key=f"window:{params.key}", language="en", today=today)
    return Done()


async def upload(desk: Desk, params: FilePiece) -> Done:
    """Take a piece of a file."""
    desk.uploads.add(params.upload, params.number, params.text)
    return Done()


async def import_(desk: Desk, params: FileTaken) -> TakenResult:
    """Add the rows of an uploaded CSV file, all or none."""
    found = sheet.read(desk.uploads.take(params.upload))
    key, today = f"window:{params.key}", clock.now().date()
    tables = {fold(table.name): table for table in await desk.tables.all()}
    table = tables.get(fold(params.table).strip()) or await desk.tables.create(
        params.table, sheet.guessed(found, params.language, today), key=key, language=params.language
    )
    known = {fold(column.name): column.name for column in table.columns}
    places = [(index, known[fold(name)]) for index, name in enumerate(found.names) if fold(name) in known]
    if not places:
        raise AssistantError(
            f"No column of the file is one of “{table.name}”: {', '.join(found.names[:10])}.",
            ru=f"Ни один столбец файла не подходит к «{table.name}»: {', '.join(found.names[:10])}.",
        )
    rows = [{name: row[index] for index, name in places} for row in found.rows]
    added = await desk.tables.add(table.id, rows, key=f"{key}:rows", language=params.language, today=today)
    await desk.tables.mark(key, (Source(kind="file", title=table.name),))
    ignored = [name for name in found.names if fold(name) not in known]
    return TakenResult(table=await desk.tables.table(table.id), added=len(added), ignored=ignored)


async def export(desk: Desk, params: TableAsked) -> TextResult:
    """The rows as CSV."""
    table = await desk.tables.table(params.table)
    query = params.query.model_copy(update={"limit": 100_000, "offset": 0})
    page = await desk.tables.find(table.id, query, language=params.language, today=clock.now().date())
    return TextResult(name=f"{table.name}.csv", text=sheet.write(table.columns, page.rows, params.language))


async def revert(desk: Desk, params: Keyed) -> Done:
    """Take back a change made from the window, by the key it was made with."""
    await desk.tables.revert(f"window:{params.key}:rows")
    await desk.tables.revert(f"window:{params.key}")
    return Done()


class TableRoutes(RouteGroup):
    """`tables.*`"""

    methods = {
        "list": Method(Params, TableList, list_all),
        "find": Method(TableAsked, PageResult, find),
        "total": Method(TableTotal, GroupsResult, total),
        "create": Method(TableMade, TableResult, create),
        "reshape": Method(TableReshaped, TableResult, reshape),
        "drop": Method(TableGone, Done, drop),
        "add": Method(RowsAdded, RowsResult, add),
        "update": Method(RowsChanged, RowsResult, update),
        "remove": Method(RowsGone, Done, remove),
        "upload": Method(FilePiece, Done, upload),
        "import": Method(FileTaken, TakenResult, import_),
        "export": Method(TableAsked, TextResult, export),
        "revert": Method(Keyed, Done, revert),
    }
