"""`browser.open`: open a page."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from assistant.domain.base import Json
from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Browser
from assistant.steps.browser import _page


class OpenInBrowser(StepKind["OpenInBrowser.Params"]):
    """Opens an address in the browser, in the run's own page. Gives `{url, title}` as they are once it is open.

    Only http and https; this computer and its network only when allowed under `[browser]`. An address with text from outside in it is
    asked about, unless `sites` say in the command where it may lead.
    """

    title = local("Open in the browser", "Открыть в браузере")
    about = local(
        "Opens a page in the browser that the next steps work on",
        "Открывает в браузере страницу, с которой работают следующие шаги",
    )

    class Params(_page.OnPage):
        """The address."""

        address: str = Field(
            min_length=1,
            max_length=8_000,
            description="the web address; without a scheme https is meant",
            title="Address",
            json_schema_extra=in_russian("Адрес", "адрес страницы; без схемы подразумевается https"),
        )

    untrusted = True
    targets = ("address",)
    shorthand = "address"

    @classmethod
    def tells_of(cls, params: Mapping[str, Json]) -> tuple[str, ...]:
        """The site it leads to is told the address; those that the command itself allows may know what it says."""
        sites = params.get("sites")
        return ("sites",) if isinstance(sites, Mapping) and sites.get("allow") else ("address",)

    async def run(self, params: Params, context: StepContext) -> StepResult:
        url = params.address.strip()
        if "://" not in url and not url.lower().startswith(("data:", "blob:", "file:", "javascript:", "about:", "chrome:")):
            url = f"https://{url}"
        evidence = await context.use(Browser).open(url, params.visit(context))
        return StepResult(value=_page.value(evidence), sources=_page.source(evidence), evidence=evidence)
