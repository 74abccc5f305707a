"""A secret as it may stand in a text: as it is, in an address, in a form that was sent, in a page's source."""

from __future__ import annotations

import html
from urllib.parse import quote, quote_plus


def forms_of(secret: str) -> tuple[str, ...]:
    """Every way it may be written, the longest first, so that no rest of one is left."""
    written = {
        secret,
        quote(secret),
        quote(secret, safe=""),
        quote_plus(secret),
        html.escape(secret),
        html.escape(secret, quote=False),
    }
    written |= {secret.replace("&", "&amp;").replace('"', "&quot;")}
    return tuple(sorted((each for each in written if each), key=len, reverse=True))
