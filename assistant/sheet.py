"""CSV from and to tables: the separator, the names and the types are found, the cells stay texts until a table reads them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant import cell
from assistant.domain.base import Json, Language
from assistant.domain.table import Column, ColumnKind, TableRow
from assistant.errors import StepRefused
from assistant.words import fold, lemma

MAX_CHARACTERS = 20_000_000
MAX_ROWS = 100_000
MAX_COLUMNS = 100
_SEPARATORS = ";,\t|"
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""A text that begins so is a formula to a spreadsheet: it is written behind an apostrophe, which is taken off again."""
_NAMED: Mapping[ColumnKind, frozenset[str]] = {
    "money": frozenset(["сумма", "цена", "стоимость", "оплата", "бюджет", "расход", "доход", "зарплата", "price", "amount", "cost", "sum", "total", "budget", "salari"]),
    "date": frozenset(["дата", "день", "срок", "date", "day", "deadlin", "due"]),
    "number": frozenset(["количество", "число", "штука", "вес", "возраст", "номер", "quantiti", "number", "count", "weight", "age", "qti"]),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a CSV text holds: names of columns and rows of texts, every row as long as the names."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read(text: str) -> Sheet:
    """The sheet in a CSV text; its first line names the columns. Raises StepRefused."""
    if len(text) > MAX_CHARACTERS:
        mega = MAX_CHARACTERS // 1_000_000
        raise StepRefused(f"The file has more than {mega} million characters.", ru=f"В файле больше {mega} млн знаков.")
    text = text.lstrip("\ufeff")
    first, _newline, rest = text.partition("\n")
    separator = ""
    if fold(first).strip().startswith("sep="):
        separator, text = first.strip()[4:5], rest
    try:
        lines = [row for row in _lines(text, separator or _separator(text)) if any(part.strip() for part in row)]
    except csv.Error as error:
        raise StepRefused(f"This is not CSV: {error}.", ru=f"Это не CSV: {error}.") from error
    if not lines:
        raise StepRefused("The file is empty.", ru="Файл пуст.")
    names = _unique(lines[0])
    rows = tuple(tuple(_plain(part) for part in (*row, *[""] * len(names))[: len(names)]) for row in lines[1:])
    return Sheet(names, rows)


def _lines(text: str, separator: str) -> list[list[str]]:
    lines: list[list[str]] = []
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False):
        if len(lines) > MAX_ROWS:
            raise StepRefused(f"The file has more than {MAX_ROWS:,} rows.", ru=f"В файле больше {MAX_ROWS} строк.")
        if len(row) > MAX_COLUMNS:
            raise StepRefused(f"The file has more than {MAX_COLUMNS} columns.", ru=f"В файле больше {MAX_COLUMNS} колонок.")
        lines.append(row)
    return lines


def _separator(text: str) -> str:
    """The one that cuts the first lines into most columns, the same number in each."""
    sample = "\n".join(text.split("\n", 21)[:20])

    def score(separator: str) -> tuple[float, int]:
        widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=separator) if row]
        first = widths[0] if widths else 0
        return (sum(width == first for width in widths) / max(len(widths), 1) if first > 1 else 0.0, first)

    return max(_SEPARATORS, key=score)


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    for number, name in enumerate(names, start=1):
        name = " ".join("".join(letter for letter in name if letter.isprintable()).split())[:70] or f"{number}"
        if fold(name) == "id":
            name = "id (CSV)"
        taken = {fold(one) for one in found}
        if fold(name) in taken:
            name = f"{name} {number}"
        found.append(name)
    return tuple(found)


def _plain(part: str) -> str:
    return part[1:] if part.startswith("'") and _FORMULA.match(part) else part


def guessed(sheet: Sheet, language: Language, today: date) -> tuple[Column, ...]:
    """Columns for a sheet: the narrowest type that every cell of the first thousand rows has."""
    columns = []
    for index, name in enumerate(sheet.names):
        cells = [row[index] for row in sheet.rows[:1_000] if row[index].strip()]
        columns.append(Column(name=name, type=_type(name, cells, language, today)))
    return tuple(columns)


def _type(name: str, cells: Sequence[str], language: Language, today: date) -> ColumnKind:
    if not cells:
        return type_by_name(name)
    # A code with a leading zero, or a phone number, is no number.
    codes = any(part.strip().startswith(("0", "+")) and part.strip(" +").isdigit() and len(part.strip()) > 1 for part in cells)
    money = any(letter in part for part in cells for letter in "₽$€£¥₸₴₺₹") or type_by_name(name) == "money"
    kinds: list[ColumnKind] = ["date"] if codes else ["date", "money", "number"] if money else ["date", "number"]
    for kind in kinds:
        if all(_fits(Column(name=name, type=kind), part, language, today) for part in cells):
            return kind
    words = {fold(part.strip()) for part in cells}
    return "yes_no" if words <= {"да", "нет", "yes", "no", "true", "false"} else "text"


def _fits(column: Column, part: str, language: Language, today: date) -> bool:
    try:
        cell.read(column, part, language, today)
    except cell.BadCell:
        return False
    return True


def type_by_name(name: str) -> ColumnKind:
    """The type a column of this name most likely has."""
    words = {lemma(word) for word in name.split()}
    return next((kind for kind, known in _NAMED.items() if words & known), "text")


def write(columns: Sequence[Column], rows: Iterable[TableRow], language: Language) -> str:
    """A table as CSV: `;` and decimal commas in Russian, `,` and points in English, as the spreadsheets of each open it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if language == "ru" else ",", lineterminator="\r\n")
    writer.writerow([_safe(column.name) for column in columns])
    for row in rows:
        writer.writerow([_written(column, row.values.get(column.name), language) for column in columns])
    return out.getvalue()


def _written(column: Column, value: Json, language: Language) -> str:
    if column.type in ("number", "money"):
        return cell.said(column, value, language).replace("\u00a0", " ").replace(",", "" if language == "en" else ",")
    return _safe(cell.said(column, value, language))


def _safe(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text
