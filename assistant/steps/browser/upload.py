"""`browser.upload`: give a file to the page."""

from __future__ import annotations

import hashlib
import json
from pathlib import PurePath

from pydantic import Field

from assistant.domain.base import Json, Language
from assistant.domain.both import both, in_language
from assistant.domain.page import Deed, PageFile, Seen
from assistant.domain.run import Effect, Receipt, Source, StepResult
from assistant.errors import StepRefused, Undecided
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Browser, Folders
from assistant.steps.browser import _page

MOST_BYTES = 50_000_000


class UploadToPage(StepKind["UploadToPage.Params"]):
    """Gives a file of the chosen folders to a field of the page, or to a button that asks for one. Gives `{url, title, files}`.

    You are asked first, each time, with the file's name, its size and the site; `files` has the SHA-256 of each. At most 50 MB together.
    """

    title = local("Give a file to the page", "Передать файл странице")
    about = local(
        "Chooses a file from one of the chosen folders in a field of the page", "Выбирает в поле страницы файл из выбранной папки"
    )

    class Params(_page.OnElement):
        """Which file, and where it is put."""

        file: str | list[str] = Field(
            min_length=1,
            max_length=4_000,
            description="the file, whole or relative to a chosen folder; or several",
            title="File",
            json_schema_extra=in_russian("Файл", "файл: полный путь или путь внутри выбранной папки; или несколько"),
        )

    effect = Effect.SENDS
    untrusted = True
    targets = (*_page.ELEMENT, "file")
    asks = True

    async def run(self, params: Params, context: StepContext) -> StepResult:
        if params.target is None:
            raise StepRefused("It is not said which field.", ru="Не сказано, какое поле.")
        browser, visit = context.use(Browser), params.visit(context)
        if (gone := await _page.cut_off(_deed(params), visit, context)) is not None:
            return gone
        files = await _files(params, context.use(Folders))
        _ask(await browser.look(_deed(params), visit), files, context)
        done = await browser.upload(params.target, files, visit)
        held = [[file.name, len(file.content)] for file in files]
        proven = done.after == held or not params.expect.is_empty
        told: list[Json] = [{"name": file.name, "bytes": len(file.content), "sha256": file.digest} for file in files]
        receipt = Receipt(
            kind="file",
            id=files[0].digest,
            summary=f"{', '.join(file.name for file in files)} → {done.evidence.title or done.evidence.url}"[:500],
            link=done.evidence.url[:1_000],
        )
        return StepResult(
            value=_page.value(done.evidence, files=told),
            receipt=receipt if proven else None,
            sources=_page.source(done.evidence),
            evidence=done.evidence,
        )

    async def trace(self, params: Params, context: StepContext) -> StepResult | None:
        """What is known of its page, or what the owner says."""
        return await _page.trace(_deed(params), params.visit(context), context)


def _deed(params: UploadToPage.Params) -> Deed:
    paths = [params.file] if isinstance(params.file, str) else params.file
    return Deed(kind="upload", target=params.target, value=tuple(paths), final=True)


async def _files(params: UploadToPage.Params, folders: Folders) -> list[PageFile]:
    files: list[PageFile] = []
    for path in [params.file] if isinstance(params.file, str) else params.file:
        content = await folders.content(path)
        files.append(PageFile(name=PurePath(path).name, content=content, digest=hashlib.sha256(content).hexdigest()))
        if sum(len(file.content) for file in files) > MOST_BYTES:
            raise StepRefused("More than 50 MB are not given to a page.", ru="Больше 50 МБ странице не передаётся.")
    return files


def _ask(seen: Seen, files: list[PageFile], context: StepContext) -> None:
    """Go on when the owner has agreed to just these files for just this field. Raises Undecided."""
    what_exactly = json.dumps([seen.url, seen.name, [(file.name, file.digest) for file in files]], ensure_ascii=False)
    key = "upload:" + hashlib.sha256(what_exactly.encode()).hexdigest()
    if context.decided.get(key) is True:
        return
    named = ", ".join(f"«{file.name}» ({_size(len(file.content), context.language)})" for file in files)
    page, field, what = {"en": ("page", "field", "file"), "ru": ("страница", "поле", "файл")}[context.language]
    details: dict[str, Json] = {
        page: seen.url[:500],
        field: seen.name[:200],
        what: [f"{file.name}, {_size(len(file.content), context.language)}" for file in files],
    }
    text = both(
        "Give {files} to the page “{title}”? It may be sent there at once, and cannot be taken back.",
        "Передать {files} странице «{title}»? Она может отправить это сразу, вернуть будет нельзя.",
        files=named,
        title=seen.title[:100] or seen.url[:100],
    )
    question: dict[str, Json] = {
        "kind": "approve",
        "text": in_language(text, context.language),
        "details": details,
        "effect": "sends",
        "undoable": False,
    }
    raise Undecided(key, question, [Source(kind="page", title=seen.title[:200], link=seen.url[:1_000])])


def _size(count: int, language: Language) -> str:
    bytes_, kilo, mega = {"en": ("B", "KB", "MB"), "ru": ("Б", "КБ", "МБ")}[language]
    if count < 1_000:
        return f"{count} {bytes_}"
    return f"{count / 1_000:.0f} {kilo}" if count < 1_000_000 else f"{count / 1_000_000:.1f} {mega}"
