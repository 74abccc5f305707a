"""`web.open`: open a site in the owner's browser."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.extensions import StepContext, StepKind
from assistant.ports import Opener
from assistant.words import fold, lemmas

_ADDRESS = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}(?::\d+)?(?:[/?#]\S*)?", re.UNICODE)
_SPOKEN = {"точка": ".", "dot": ".", "слеш": "/", "слэш": "/", "slash": "/"}
_AROUND = frozenset({"сайт", "страница", "портал", "site", "websit", "page", "the", "my", "мой"})


class OpenSite(StepKind["OpenSite.Params"]):
    """Opens a site by its address or its name. Gives `{url, found}`.

    An address may be said ("example dot com"). A name is looked up in `sites` (address -> the ways to say it, compared by
    dictionary forms); one that is not there is searched for on the web, and `found` is false.
    """

    class Params(BaseModel):
        """What to open, and the names that are known."""

        model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
        site: str = Field(min_length=1, max_length=2_000)
        sites: dict[str, list[str]] = Field(default_factory=dict)

    shorthand = "site"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        opener = context.use(Opener)
        url = known(params.site, params.sites) or address(params.site)
        if url:
            await opener.open_url(url)
            return StepResult(value={"url": url, "found": True})
        return StepResult(value={"url": await opener.search(params.site), "found": False})


def known(name: str, sites: Mapping[str, Sequence[str]]) -> str:
    """The address of a site by its name, empty when it is not in the table."""
    wanted = _essence(name)
    return next((url for url, ways in sites.items() if any(_essence(way) == wanted for way in ways)), "")


def address(text: str) -> str:
    """The address a text is, with its scheme; empty when it is none."""
    joined = "".join(_SPOKEN.get(fold(word), f" {word} ") for word in text.split())
    joined = re.sub(r"\s*([./])\s*", r"\1", joined).strip()
    if not _ADDRESS.fullmatch(joined):
        return ""
    return joined if "://" in joined else f"https://{joined}"


def _essence(name: str) -> list[str]:
    words = lemmas(name).split()
    return [word for word in words if word not in _AROUND] or words
