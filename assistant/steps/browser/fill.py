"""`browser.fill`: fill in a field of the page."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from assistant.domain.base import Json
from assistant.domain.page import Deed
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Browser, Secrets
from assistant.steps.browser import _page, _undo


class FillOnPage(StepKind["FillOnPage.Params"]):
    """Fills in a field of the page in place of what stood there. Gives `{url, title, before, after}`, the values as the page has them.

    With `secret` one of your secrets is typed, on the sites of `sites: {allow: [...]}` only, and shown nowhere. Undo puts the
    former value back while the page is open.
    """

    title = local("Fill in a field", "Заполнить поле")
    about = local("Types a text, a number or a date into a field of the page", "Вводит текст, число или дату в поле на странице")

    class Params(_page.OnElement):
        """Which field, and what is typed."""

        value: str = Field(
            default="",
            max_length=100_000,
            coerce_numbers_to_str=True,
            description="what to type; dates as 2026-05-31",
            title="Value",
            json_schema_extra=in_russian("Значение", "что ввести; даты как 2026-05-31"),
        )
        secret: str = Field(
            default="",
            max_length=100,
            description="the name of a secret to type instead",
            title="Secret",
            json_schema_extra=in_russian("Секрет", "имя секрета, который ввести вместо значения"),
        )

    effect = Effect.WRITES
    untrusted = True
    targets = (*_page.ELEMENT, "secret")

    @classmethod
    def secrets_of(cls, params: Mapping[str, Json]) -> frozenset[str]:
        return frozenset({str(params["secret"])}) if params.get("secret") else frozenset()

    async def run(self, params: Params, context: StepContext) -> StepResult:
        if params.target is None:
            raise StepRefused("It is not said which field.", ru="Не сказано, какое поле.")
        if params.secret and not params.sites.allow:
            raise StepRefused(
                "A secret is typed only where `sites: {allow: [...]}` says so.",
                ru="Секрет вводится только там, где это сказано: `sites: {allow: [...]}`.",
            )
        text = await context.use(Secrets).secret(params.secret) if params.secret else params.value
        deed = Deed(kind="fill", target=params.target, value=text, secret=bool(params.secret), named=params.secret)
        done = await context.use(Browser).do(deed, params.visit(context))
        shown: dict[str, Json] = {} if params.secret else {"before": done.before, "after": done.after}
        what = (
            str(params.target) if params.secret else f"{params.target}: {done.after if done.after is not None else params.value}"
        )
        return StepResult(
            value=_page.value(done.evidence, **shown),
            receipt=_page.proof(done.evidence, what[:300]),
            sources=_page.source(done.evidence),
            evidence=done.evidence,
        )

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return await _undo.put_back(context)
