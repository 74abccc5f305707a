"""`market.searches`: which shops are searched for which words."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json
from assistant.domain.run import StepResult
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Sites
from assistant.steps.market import _tables

MOST = 200


class PlanSearches(StepKind["PlanSearches.Params"]):
    """Lays out a list of searches: every phrase in every shop of the owner's table of shops. Opens nothing.

    Gives `{searches, shops, phrases, pages, table, day}`: each search is `{shop, phrase, text}`, `pages` is how many pages of one are
    read at most, `table` where to collect, `day` today.
    """

    title = local("Plan the searches", "Составить список поисков")
    about = local(
        "Lists every phrase in every shop of your table of shops",
        "Перечисляет каждый запрос в каждом магазине из вашей таблицы магазинов",
    )

    class Params(BaseModel):
        """What to search for, where, and how far."""

        model_config = ConfigDict(extra="forbid")
        phrases: str | list[str] = Field(
            description="what to search for",
            title="Search for",
            json_schema_extra=in_russian("Что искать", "что искать в магазинах"),
        )
        shops: list[str] = Field(
            default_factory=list,
            max_length=50,
            description="names of shops; empty: all",
            title="Shops",
            json_schema_extra=in_russian("Магазины", "названия магазинов; пусто — все"),
        )
        pages: int = Field(
            default=0,
            ge=0,
            le=50,
            description="pages of each search; 0: as set",
            title="Pages",
            json_schema_extra=in_russian("Страниц", "сколько страниц каждого поиска; 0 — как в настройках"),
        )
        table: str = Field(
            default="",
            max_length=100,
            description="the table to collect into",
            title="Table",
            json_schema_extra=in_russian("Таблица", "таблица, куда собирать"),
        )

    shorthand = "phrases"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        given = [params.phrases] if isinstance(params.phrases, str) else params.phrases
        phrases = list(dict.fromkeys(phrase.strip() for phrase in given if phrase.strip()))
        if not phrases:
            raise StepRefused("It is not said what to search for.", ru="Не сказано, что искать.")
        shops = await _tables.shops(context, params.shops)
        searches: list[Json] = [
            {"shop": shop.name, "phrase": phrase, "text": f"{shop.name}: {phrase}"} for phrase in phrases for shop in shops
        ]
        if len(searches) > MOST:
            raise StepRefused(f"At most {MOST} searches at once.", ru=f"Не больше {MOST} поисков за раз.")
        most = context.use(Sites).most_pages
        return StepResult(
            value={
                "searches": searches,
                "shops": [shop.name for shop in shops],
                "phrases": phrases,
                "pages": min(params.pages or most, most),
                "table": params.table or await _tables.named(_tables.MARKET, context) or _tables.MARKET[context.language],
                "day": context.now.date().isoformat(),
            }
        )
