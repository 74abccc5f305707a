"""`browser.extract`: read texts from the page."""

from __future__ import annotations

from pydantic import Field

from assistant.domain.page import Reading
from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Browser
from assistant.steps.browser import _page


class ExtractFromPage(StepKind["ExtractFromPage.Params"]):
    """Reads texts from the page. Gives the text of the element or page; with `fields` an object; with `each` a list, one for each.

    A field is `selector`, or `selector@attribute` (`a@href`: the whole link; `@value`: of a field); `""` is the element itself.
    """

    title = local("Read from the page", "Прочитать со страницы")
    about = local("Reads a text, some fields, or a list from the page", "Читает со страницы текст, несколько значений или список")

    class Params(_page.OnElement):
        """What is read."""

        each: str = Field(
            default="",
            max_length=1_000,
            description="a CSS selector of what repeats: rows, cards",
            title="For each",
            json_schema_extra=in_russian("Для каждого", "селектор CSS того, что повторяется: строк, карточек"),
        )
        fields: dict[str, str] = Field(
            default_factory=dict,
            max_length=50,
            description="name: selector@attribute",
            title="Fields",
            json_schema_extra=in_russian("Поля", "имя: селектор@атрибут"),
        )
        limit: int = Field(default=200, ge=1, le=5_000, title="At most", json_schema_extra=in_russian("Не больше"))

    untrusted = True
    shorthand = "css"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        reading = Reading(target=params.target, each=params.each, fields=params.fields, limit=params.limit)
        found = await context.use(Browser).read(reading, params.visit(context))
        return StepResult(value=found.value, sources=_page.source(found.evidence, found.excerpt), evidence=found.evidence)
