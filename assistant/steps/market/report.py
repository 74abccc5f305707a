"""`market.report`: a report on a market as files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import anyio.to_thread
from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json, Language
from assistant.domain.file import FileChange
from assistant.domain.market import Ranked
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.extensions import StepContext, StepKind, in_russian, local
from assistant.market import landing, report
from assistant.market.advert import Advert, as_text
from assistant.market.rank import Ranking
from assistant.ports import Folders

_NAMES: dict[Language, dict[str, str]] = {
    "en": {"report": "report.html", "landing": "landing page.html", "advert": "advertisement.txt"},
    "ru": {"report": "отчёт.html", "landing": "посадочная страница.html", "advert": "объявление.txt"},
}
_SAID: dict[Language, dict[str, str]] = {
    "en": {"written": "{count} files in {folder}", "undone": "Files removed: {count}"},
    "ru": {"written": "Файлов: {count}, в папке {folder}", "undone": "Удалено файлов: {count}"},
}
_PARTS = ("report", "landing", "advert")


class RankingGiven(BaseModel):
    """A ranking as `market.rank` gives it."""

    model_config = ConfigDict(extra="ignore")
    currency: str = Field(max_length=3, title="Currency", json_schema_extra=in_russian("Валюта"))
    ranked: list[Ranked] = Field(default_factory=list, title="Ranked", json_schema_extra=in_russian("По местам"))
    unknown: list[Ranked] = Field(default_factory=list, title="Without cost", json_schema_extra=in_russian("Без себестоимости"))
    rates: dict[str, float] = Field(default_factory=dict, title="Rates", json_schema_extra=in_russian("Курсы"))
    weights: dict[str, float] = Field(default_factory=dict, title="Weights", json_schema_extra=in_russian("Веса"))
    offers: int = Field(default=0, title="Offers", json_schema_extra=in_russian("Предложений"))
    without_rate: list[str] = Field(default_factory=list, title="Without a rate", json_schema_extra=in_russian("Без курса"))


class WriteReport(StepKind["WriteReport.Params"]):
    """Writes a report with charts, a landing page for the best product and its advertisement into a new folder among the exports.

    Gives `{folder, report, landing, advert}`: where each file lies. All of them are drafts on this computer; nothing is published. "Undo"
    removes them.
    """

    title = local("Write a market report", "Записать отчёт по рынку")
    about = local(
        "Writes a report with charts, a draft landing page and an advertisement as files",
        "Записывает файлами отчёт с графиками, черновик посадочной страницы и объявление",
    )

    class Params(BaseModel):
        """What the report is about."""

        model_config = ConfigDict(extra="forbid")
        title: str = Field(
            min_length=1,
            max_length=120,
            description="what the report is called",
            title="Title",
            json_schema_extra=in_russian("Заголовок", "как называется отчёт"),
        )
        ranking: RankingGiven = Field(
            description="as `market.rank` gives it",
            title="Ranking",
            json_schema_extra=in_russian("Рейтинг", "как его даёт `market.rank`"),
        )
        advert: Advert | None = Field(
            default=None,
            description="as `market.advert` gives it; nothing: no landing page and no advertisement",
            title="Advertisement",
            json_schema_extra=in_russian(
                "Объявление", "как его даёт `market.advert`; пусто — без объявления и посадочной страницы"
            ),
        )
        day: date | None = Field(
            default=None,
            description="the day the prices are of; nothing: today",
            title="Day",
            json_schema_extra=in_russian("День", "на какой день цены; пусто — сегодня"),
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
        texts = await anyio.to_thread.run_sync(_texts, params, context.language, params.day or context.now.date())
        folders = context.use(Folders)
        exports = (await folders.list("", "*", limit=1_000))[-1].path
        folder = Path(exports) / f"{_plain(params.title)} {context.now:%Y-%m-%d %H-%M}"
        written: dict[str, FileChange] = {}
        for part, text in texts.items():
            path = folder / _NAMES[context.language][part]
            written[part] = await folders.write(str(path), text, "new", key=f"{context.key}:{part}")
        digests = hashlib.sha256("".join(change.digest for change in written.values()).encode()).hexdigest()
        where = str(Path(next(iter(written.values())).path).parent)
        value: dict[str, Json] = {"folder": where, **{part: written[part].path if part in written else "" for part in _PARTS}}
        summary = _SAID[context.language]["written"].format(count=len(written), folder=where)
        return StepResult(value=value, receipt=Receipt(kind="file", id=digests, summary=summary, link=written["report"].path))

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        changes = [await context.use(Folders).revert(f"{context.key}:{part}") for part in _PARTS]
        return _SAID[context.language]["undone"].format(count=sum(change is not None for change in changes))


def _texts(params: WriteReport.Params, language: Language, day: date) -> Mapping[str, str]:
    """The files, by what they are."""
    given = params.ranking
    result = Ranking(given.currency, tuple(given.ranked), tuple(given.unknown), tuple(given.without_rate), given.offers)
    texts = {"report": report.html(report.Report(params.title, result, day, language, given.rates, given.weights, params.failed))}
    if params.advert is not None and given.ranked:
        top = given.ranked[0]
        texts["landing"] = landing.html(top, params.advert, day, language)
        texts["advert"] = as_text(params.advert, top, language)
    return texts


def _plain(title: str) -> str:
    """A title as the name of a folder."""
    return " ".join("".join(letter if letter.isalnum() or letter in " -_" else " " for letter in title).split())[:60] or "report"
