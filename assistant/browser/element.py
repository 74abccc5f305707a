"""How an element is described, and found again on a page that has changed.

**What is kept** of an element (`ElementPrint`): its role and accessible name, label, placeholder, text, tag, type, id, test id,
field name, link, classes, path; the text of the row or card it stands in, the heading it stands under; and whether it was the
only one of its role and name.

**How it is found** (`element.js`, in the page, again at every try until it is there): what was said of it (role and name, label,
text, beside which text) leaves some candidates, only visible ones. One is it. With a print every candidate, or else every element
of a related role, is weighed: each thing that was kept counts with its weight, texts by likeness. An element whose name says
something else is out, whatever else fits: another number, an opposite ("sign in" - "sign out"), less than 60 % alike. So is one
beside another text, when the first was one of several of its name. The best counts when it has half of all weight (`THRESHOLD`)
and nothing else comes within 5 % (`MARGIN`). Otherwise nothing is touched: the owner is asked which one.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from assistant.domain.page import ElementPrint, Target

ENGINE = "symbiote"
"""The name of the selector engine that finds elements inside the page."""


@cache
def library() -> str:
    """The functions as JavaScript that defines `symbiote`, to be put before what uses them."""
    return Path(__file__).with_name("element.js").read_text(encoding="utf-8")


def engine_script() -> str:
    """The selector engine: one element when it is sure, none when there is none, several when it cannot be told."""
    return (
        "(() => {" + library() + "\nconst read = (text) => JSON.parse(new TextDecoder().decode("
        "Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (each) => each.charCodeAt(0))));\n"
        "return { query: (root, text) => symbiote.find(root, read(text))[0] || null,"
        " queryAll: (root, text) => symbiote.find(root, read(text)) }; })()"
    )


def selector(target: Target, *, instead: bool = False) -> str:
    """The selector of a target; `instead`: of what may stand in its place."""
    query = target.model_dump(exclude_defaults=True, exclude={"frame"}) | ({"instead": True} if instead else {})
    if target.print is not None:
        query["print"] = target.print.model_dump()
    packed = base64.urlsafe_b64encode(json.dumps(query, ensure_ascii=False).encode()).decode()
    return f"{ENGINE}={packed}"


def script(body: str) -> str:
    """A function for the page that may use `symbiote`: `body` is its expression, of the form `(element, value) => ...`."""
    return f"(found, value) => {{ {library()}\nreturn ({body})(found, value); }}"


LOOK = "(element) => symbiote.look(element)"
VALUE = "(element) => symbiote.valueOf(element)"
DESCRIBE = "(element) => symbiote.describe(element)"
LIST = (
    "(elements) => elements.slice(0, 20).map((each) => ({ role: symbiote.roleOf(each), name: symbiote.nameOf(each)"
    " || symbiote.textOf(each).slice(0, 80), near: symbiote.nearOf(each), box: symbiote.boxOf(each) }))"
)


def printed(described: Mapping[str, Any]) -> ElementPrint:
    """What `DESCRIBE` gave, within bounds."""
    return ElementPrint.model_validate({key: value for key, value in described.items() if key in ElementPrint.model_fields})
