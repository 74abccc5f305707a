"""`browser.select`: choose from a list on the page."""

from __future__ import annotations

from pydantic import Field

from assistant.domain.page import Deed
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Browser
from assistant.steps.browser import _page, _undo


class SelectOnPage(StepKind["SelectOnPage.Params"]):
    """Chooses from a list of the page, by the words of the option. Gives `{url, title, before, after}`.

    Several options for a list that takes several. Undo puts the former choice back while the page is open.
    """

    title = local("Choose from a list", "Выбрать из списка")
    about = local(
        "Chooses one or several options of a list on the page", "Выбирает один или несколько пунктов списка на странице"
    )

    class Params(_page.OnElement):
        """Which list, and what is chosen."""

        value: str | list[str] = Field(
            max_length=200,
            description="the option, or several",
            title="Option",
            json_schema_extra=in_russian("Пункт", "пункт списка или несколько"),
        )

    effect = Effect.WRITES
    untrusted = True
    targets = _page.ELEMENT

    async def run(self, params: Params, context: StepContext) -> StepResult:
        if params.target is None:
            raise StepRefused("It is not said which list.", ru="Не сказано, какой список.")
        chosen = params.value if isinstance(params.value, str) else tuple(params.value)
        done = await context.use(Browser).do(Deed(kind="select", target=params.target, value=chosen), params.visit(context))
        said = done.after if done.after is not None else params.value
        return StepResult(
            value=_page.value(done.evidence, before=done.before, after=done.after),
            receipt=_page.proof(done.evidence, f"{params.target}: {said}"[:300]),
            sources=_page.source(done.evidence),
            evidence=done.evidence,
        )

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return await _undo.put_back(context)
