"""`market.report`: a report on a market as files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import anyio.to_thread
from pydantic import Field

from assistant.domain.base import Json, Language
from assistant.domain.file import FileChange
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.market import landing, report
from assistant.market.advert import Advert, as_text
from assistant.ports import Folders
from assistant.steps.market import _ranked

_NAMES: dict[Language, dict[str, str]] = {
    "en": {"report": "report.html", "landing": "landing page.html", "advert": "advertisement.txt"},
    "ru": {"report": "отчёт.html", "landing": "посадочная страница.html", "advert": "объявление.txt"},
}
_SAID: dict[Language, dict[str, str]] = {
    "en": {"written": "{count} files in {folder}", "undone": "Files removed: {count}"},
    "ru": {"written": "Файлов: {count}, в папке {folder}", "undone": "Удалено файлов: {count}"},
}
_PARTS = ("report", "landing", "advert")


class WriteReport(StepKind["WriteReport.Params"]):
    """Writes a report with charts, a landing page for the best product and its advertisement into a new folder among the exports.

    Gives `{name, folder, report, landing, advert}`: where each file lies. All of them are drafts on this computer; nothing is published.
    `lines` are the ranking as it was shown: when it has become another meanwhile, nothing is written. "Undo" removes the files.
    """

    title = local("Write a market report", "Записать отчёт по рынку")
    about = local(
        "Writes a report with charts, a draft landing page and an advertisement as files",
        "Записывает файлами отчёт с графиками, черновик посадочной страницы и объявление",
    )

    class Params(_ranked.OfCollected):
        """What the report is about."""

        title: str = Field(
            min_length=1,
            max_length=120,
            description="what the report is called",
            title="Title",
            json_schema_extra=in_russian("Заголовок", "как называется отчёт"),
        )
        lines: list[str] = Field(
            default_factory=list,
            max_length=_ranked.MOST_LINES,
            description="the ranking as `market.rank` gives it",
            title="Ranking",
            json_schema_extra=in_russian("Рейтинг", "рейтинг, как его даёт `market.rank`"),
        )
        advert: Advert | None = Field(
            default=None,
            description="as `market.advert` gives it; nothing: no landing page and no advertisement",
            title="Advertisement",
            json_schema_extra=in_russian(
                "Объявление", "как его даёт `market.advert`; пусто — без объявления и посадочной страницы"
            ),
        )
        failed: list[str] = Field(
            default_factory=list,
            max_length=200,
            description="what could not be read",
            title="Not read",
            json_schema_extra=in_russian("Не прочитано", "что не удалось прочитать"),
        )

    effect = Effect.WRITES
    targets = ("title",)

    async def run(self, params: Params, context: StepContext) -> StepResult:
        market = await _ranked.ranked(params, context)
        if params.lines and params.lines != market.lines(context.language):
            raise StepRefused(
                "The table has changed since the ranking was shown: make the report again.",
                ru="Таблица изменилась после того, как был показан рейтинг: сделайте отчёт заново.",
            )
        texts = await anyio.to_thread.run_sync(_texts, params, market, context.language, context.now.date())
        folders = context.use(Folders)
        exports = (await folders.list("", "*", limit=1_000))[-1].path
        folder = Path(exports) / f"{_plain(params.title)} {context.now:%Y-%m-%d %H-%M}"
        written: dict[str, FileChange] = {}
        for part, text in texts.items():
            path = folder / _NAMES[context.language][part]
            written[part] = await folders.write(str(path), text, "new", key=f"{context.key}:{part}")
        digests = hashlib.sha256("".join(change.digest for change in written.values()).encode()).hexdigest()
        where = Path(next(iter(written.values())).path).parent
        paths: dict[str, Json] = {part: written[part].path if part in written else "" for part in _PARTS}
        summary = _SAID[context.language]["written"].format(count=len(written), folder=where)
        return StepResult(
            value={"name": where.name, "folder": str(where), **paths},
            receipt=Receipt(kind="file", id=digests, summary=summary, link=written["report"].path),
        )

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        changes = [await context.use(Folders).revert(f"{context.key}:{part}") for part in _PARTS]
        return _SAID[context.language]["undone"].format(count=sum(change is not None for change in changes))


def _texts(params: WriteReport.Params, market: _ranked.RankedMarket, language: Language, today: date) -> Mapping[str, str]:
    """The files, by what they are."""
    result, weights = market.ranking, params.weights.model_dump()
    day = date.fromisoformat(market.day) if market.day else today
    about = report.Report(params.title, result, day, language, market.rates, weights, params.failed)
    texts = {"report": report.html(about)}
    if params.advert is not None and result.ranked:
        top = result.ranked[0]
        texts["landing"] = landing.html(top, params.advert, day, language)
        texts["advert"] = as_text(params.advert, top, language)
    return texts


def _plain(title: str) -> str:
    """A title as the name of a folder."""
    return " ".join("".join(letter if letter.isalnum() or letter in " -_" else " " for letter in title).split())[:60] or "report"
