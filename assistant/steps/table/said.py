"""`table.said`: which table the owner means, and what goes into its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json
from assistant.domain.run import StepResult
from assistant.domain.table import Table
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Tables
from assistant.words import WORD, fold, lemma

_BETWEEN = re.compile(r"^[\s:,;.—–-]+|[\s:,;—–-]+$")
_ASKED = {"number": "number", "money": "money", "date": "moment"}
_PARTS = re.compile(r"\s*[,;]\s+|\s*;\s*")


class TableSaid(StepKind["TableSaid.Params"]):
    """Reads words such as "расходы: обед, 500 рублей, вчера". Gives `{table, cells, missing}`.

    The table is the one whose name the words begin with, in any form ("расходов"); what follows, parted by commas, goes into its
    columns in their order. `missing` are the columns nothing was said for, each `{name, type, ask}`; `ask` is the type to ask for.
    """

    title = local("Read a row from words", "Разобрать строку из слов")
    about = local(
        "Reads from words which table is meant and what goes into its columns",
        "Понимает по словам, какая это таблица и что записать в столбцы",
    )

    class Params(BaseModel):
        """The words."""

        model_config = ConfigDict(extra="forbid")
        text: str = Field(
            min_length=1,
            max_length=2_000,
            description="the table's name and, behind it, values parted by commas",
            title="Text",
            json_schema_extra=in_russian("Текст", "название таблицы и за ним значения через запятую"),
        )

    shorthand = "text"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        tables = await context.use(Tables).all()
        table, rest = _meant(params.text, tables)
        if table is None:
            there = ", ".join(one.name for one in tables) or "—"
            raise StepRefused(f"Which table? There are: {there}.", ru=f"Какая таблица? Есть: {there}.")
        parts = [part for part in _PARTS.split(rest) if part.strip()]
        if len(parts) > len(table.columns):
            parts = [*parts[: len(table.columns) - 1], ", ".join(parts[len(table.columns) - 1 :])]
        missing: list[Json] = [
            {"name": column.name, "type": column.type, "ask": _ASKED.get(column.type, "text")}
            for column in table.columns[len(parts) :]
        ]
        return StepResult(value={"table": table.name, "cells": parts, "missing": missing})


def _meant(text: str, tables: Sequence[Table]) -> tuple[Table | None, str]:
    """The table with the longest name the words begin with, and the words behind it."""
    words = list(WORD.finditer(text))
    best: tuple[int, Table | None] = (0, None)
    for table in tables:
        name = [word for word in WORD.findall(table.name)]
        if (
            len(name) > best[0]
            and len(name) <= len(words)
            and all(_same(part, word[0]) for part, word in zip(name, words, strict=False))
        ):
            best = (len(name), table)
    if best[1] is None:
        return None, text
    return best[1], _BETWEEN.sub("", text[words[best[0] - 1].end() :])


def _same(one: str, other: str) -> bool:
    return fold(one) == fold(other) or lemma(one) == lemma(other)
