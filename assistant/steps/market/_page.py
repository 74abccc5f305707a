"""What steps that read a page of offers have in common."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.market import Product, ProductPage
from assistant.domain.page import Visit
from assistant.domain.run import Source
from assistant.extensions.steps import StepContext, in_russian
from assistant.ports import Sites
from assistant.steps.market import _tables


class OnePage(BaseModel):
    """Which page of which search."""

    model_config = ConfigDict(extra="forbid")
    shop: str = Field(
        min_length=1,
        max_length=100,
        description="a shop of the table of shops",
        title="Shop",
        json_schema_extra=in_russian("Магазин", "магазин из таблицы магазинов"),
    )
    phrase: str = Field(
        min_length=1,
        max_length=300,
        description="what to search for",
        title="Search for",
        json_schema_extra=in_russian("Что искать", "что искать в магазине"),
    )
    page: int = Field(
        default=1,
        ge=1,
        le=50,
        description="which page of the results, from one",
        title="Page",
        json_schema_extra=in_russian("Страница", "которая страница результатов, с первой"),
    )


async def read(params: OnePage, context: StepContext) -> ProductPage:
    """The page, its products with what they were searched by."""
    (shop,) = await _tables.shops(context, [params.shop])
    visit = Visit(run=context.run, key=context.key, language=context.language)
    page = await context.use(Sites).products(shop, params.phrase, params.page, visit)
    own = tuple(product.model_copy(update={"shop": shop.name, "phrase": params.phrase}) for product in page.products)
    return page.model_copy(update={"products": own})


def sources(products: Sequence[Product]) -> tuple[Source, ...]:
    """The shops what was read comes from, each once, whichever page it was on."""
    roots: dict[str, str] = {}
    for product in products:
        roots.setdefault(product.shop, "/".join(product.link.split("/")[:3]))
    return tuple(Source(kind="page", who=shop, link=root) for shop, root in roots.items())
