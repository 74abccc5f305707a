"""A picture or a print of a page as a file, and its undo."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import Field

from assistant.domain.base import Language
from assistant.domain.page import Evidence
from assistant.domain.run import Receipt, StepResult
from assistant.extensions.steps import StepContext, in_russian
from assistant.ports import Files
from assistant.steps.browser import _page

_UNDONE: dict[Language, dict[bool, str]] = {
    "en": {True: "The file {name} is removed", False: "The file {name} was gone already"},
    "ru": {True: "Файл {name} удалён", False: "Файла {name} уже не было"},
}


class AsFile(_page.OnElement):
    """What the file is called."""

    file: str = Field(
        default="",
        max_length=100,
        description="the file's name; empty: that of the page",
        title="Name of the file",
        json_schema_extra=in_russian("Имя файла", "имя файла; пусто — название страницы"),
    )


async def keep(name: str, ending: str, content: bytes, evidence: Evidence, context: StepContext) -> StepResult:
    """Write it into the export folder, never over another file."""
    wanted = (
        name
        or "".join(letter if letter.isalnum() or letter in " -_" else "-" for letter in evidence.title)[:60].strip()
        or "page"
    )
    whole = wanted if wanted.lower().endswith(ending) else f"{wanted}{ending}"
    path = await context.use(Files).write_bytes(whole, content)
    receipt = Receipt(kind="file", id=hashlib.sha256(content).hexdigest(), summary=path)
    given = _page.value(evidence, path=path)
    return StepResult(value=given, receipt=receipt, sources=_page.source(evidence), evidence=evidence)


async def remove(receipt: Receipt, context: StepContext) -> str:
    """Take the file away again."""
    removed = await context.use(Files).remove_written(receipt.summary, receipt.id)
    return _UNDONE[context.language][removed].format(name=Path(receipt.summary).name)
