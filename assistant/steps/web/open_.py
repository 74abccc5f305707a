"""`web.open`: open a site."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Opener
from assistant.words import WORD, fold, lemma

_ADDRESS = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)
_SPOKEN = ((" точка ", "."), (" dot ", "."), (" слэш ", "/"), (" slash ", "/"))
_EMPTY = frozenset("сайт страница страничка site website page web мой my the a".split())  # noqa: SIM905


class OpenSite(StepKind["OpenSite.Params"]):
    """Opens a site in the owner's browser. Gives `{url, found}`.

    `site` is an address (spoken dots are understood) or a name. `sites` maps addresses to the names they go by, compared by
    dictionary form. A name nobody knows is searched for on the web instead; then `found` is false.
    """

    title = local("Open a site", "Открыть сайт")
    about = local("Opens a site in your browser", "Открывает сайт в вашем браузере")

    class Params(BaseModel):
        """Which site, and the names of the known ones."""

        model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
        site: str = Field(min_length=1, max_length=2_000, title="Site", json_schema_extra=in_russian("Сайт"))
        sites: dict[str, list[str]] = Field(
            default_factory=dict, title="Known sites", json_schema_extra=in_russian("Известные сайты")
        )

    shorthand = "site"
    targets = ("site",)
    tells = ("site", "sites")

    async def run(self, params: Params, context: StepContext) -> StepResult:
        opener = context.use(Opener)
        url = _address(params.site) or _known(params.site, params.sites)
        if url:
            await opener.open_url(url)
            return StepResult(value={"url": url, "found": True})
        return StepResult(value={"url": await opener.search(params.site), "found": False})


def _address(site: str) -> str:
    text = f" {site} "
    for spoken, written in _SPOKEN:
        text = re.sub(re.escape(spoken), written, text, flags=re.IGNORECASE)
    text = text.strip()
    if not _ADDRESS.fullmatch(text):
        return ""
    return text if text.lower().startswith(("http://", "https://")) else f"https://{text}"


def _known(site: str, sites: dict[str, list[str]]) -> str:
    wanted = _name(site)
    if not wanted:
        return ""
    return next((url for url, names in sites.items() if any(_name(name) == wanted for name in names)), "")


def _name(text: str) -> tuple[str, ...]:
    """The words that name a site, in dictionary form."""
    return tuple(lemma(word) for word in WORD.findall(fold(text)) if lemma(word) not in _EMPTY and word not in _EMPTY)
