"""How a letter says that one can be rid of the next: one POST (RFC 8058), a letter, or only a page for people (RFC 2369)."""

from __future__ import annotations

from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

from assistant.domain.base import Frozen
from assistant.domain.letter import Letter

How = Literal["post", "letter", "page", "none"]
_LONGEST = 500


class Way(Frozen):
    """`to` is the web address or the address of mail; subject and text are those of the letter."""

    how: How
    to: str = ""
    subject: str = ""
    text: str = ""


def way(letter: Letter) -> Way:
    """The way that asks least of the owner."""
    pages = [url for url in letter.unsubscribe if urlsplit(url).scheme.lower() in ("http", "https")]
    secure = [url for url in pages if urlsplit(url).scheme.lower() == "https"]
    if letter.one_click and secure:
        return Way(how="post", to=secure[0])
    for url in letter.unsubscribe:
        if url.lower().startswith("mailto:") and (written := _letter(url)):
            return written
    return Way(how="page", to=(secure or pages)[0]) if pages else Way(how="none")


def _letter(url: str) -> Way | None:
    """Of a mailto: only the address, subject and text count; it may name nobody else."""
    address, _mark, query = url[len("mailto:") :].partition("?")
    said = {name.lower(): values[0] for name, values in parse_qs(query).items()}
    address = unquote(address).strip()
    if "@" not in address or "," in address:
        return None
    subject, text = (" ".join(said.get(name, "").split())[:_LONGEST] for name in ("subject", "body"))
    return Way(how="letter", to=address, subject=subject or "unsubscribe", text=text or "unsubscribe")
