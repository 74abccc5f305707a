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
import secrets
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.domain.base import Json
from assistant.domain.page import ElementPrint, Target

if TYPE_CHECKING:
    from playwright.async_api import Frame, Page

_PLACE = f"s{secrets.token_hex(12)}"
ENGINE = "symbiote"
"""The name of the selector engine that finds elements inside the page."""


@cache
def library() -> str:
    """The functions as JavaScript that defines `symbiote`, to be put before what uses them."""
    return lean(Path(__file__).with_name("element.js").read_text(encoding="utf-8"))


def lean(source: str) -> str:
    """A source without the lines that only explain: it travels to the page often."""
    lines = (line.strip() for line in source.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


@cache
def reading() -> str:
    """The functions that read, as JavaScript that defines `reading`."""
    return lean(Path(__file__).with_name("reading.js").read_text(encoding="utf-8"))


def engine_script() -> str:
    """The selector engine: one element when it is sure, none when there is none, several when it cannot be told."""
    return (
        "(() => {" + library() + "\nconst read = (text) => JSON.parse(new TextDecoder().decode("
        "Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (each) => each.charCodeAt(0))));\n"
        "return { query: (root, text) => symbiote.find(root, read(text))[0] || null,"
        " queryAll: (root, text) => symbiote.find(root, read(text)) }; })()"
    )


def query_of(target: Target, *, instead: bool = False) -> dict[str, Any]:
    """What `symbiote.find` is told of a target; `instead`: of what may stand in its place."""
    query = target.model_dump(exclude_defaults=True, exclude={"frame"}) | ({"instead": True} if instead else {})
    if target.print is not None:
        query["print"] = target.print.model_dump()
    return query


def selector(target: Target, *, instead: bool = False) -> str:
    """The selector of a target; `instead`: of what may stand in its place."""
    said = json.dumps(query_of(target, instead=instead), ensure_ascii=False)
    return f"{ENGINE}={base64.urlsafe_b64encode(said.encode()).decode()}"


async def evaluate(place: Page | Frame, body: str, value: Json = None) -> Json:
    """What `body` (an expression `(value) => ...` that may use `symbiote` and `reading`) makes of a value, in a page or frame.

    The functions travel there once for each document; a page cannot guess the name they lie under.
    """
    given = await place.evaluate(
        f"(value) => {{ const it = globalThis.{_PLACE}; if (!it) return '{_PLACE}';"
        f" const {{ symbiote, reading }} = it; return ({body})(value); }}",
        value,
    )
    if given != _PLACE:
        return given
    laid = f"Object.defineProperty(globalThis, '{_PLACE}', {{ value: {{ symbiote, reading }}, configurable: true }});"
    return await place.evaluate(f"(value) => {{ {library()}\n{reading()}\n{laid}\nreturn ({body})(value); }}", value)


def script(body: str) -> str:
    """A function for the page that may use `symbiote`: `body` is its expression, of the form `(element, value) => ...`."""
    return f"(found, value) => {{ {library()}\nreturn ({body})(found, value); }}"


LOOK = "(element) => symbiote.look(element)"
VALUE = "(element) => symbiote.valueOf(element)"
DESCRIBE = "(element) => symbiote.describe(element)"
GLANCE = "([query, whole]) => { const found = symbiote.find(document, query).slice(0, 21); return found.map((each) => symbiote.glance(each, whole, found.length > 1)); }"
"""What must be known of each element that fits before it is touched, or asked about; with `whole` also the form it belongs to."""
AFTER = (
    "([query, at]) => { const found = symbiote.find(document, query)[at];"
    " return found ? { value: symbiote.valueOf(found), url: location.href, title: document.title } : null; }"
)


def printed(described: Mapping[str, Any]) -> ElementPrint:
    """What `DESCRIBE` gave, within bounds."""
    return ElementPrint.model_validate({key: value for key, value in described.items() if key in ElementPrint.model_fields})


def look_at_focused() -> str:
    """A function for the page that gives what `LOOK` does of the element that has the focus, within shadow roots too."""
    return (
        "() => { const focused = () => { let one = document.activeElement || document.body;"
        " while (one.shadowRoot && one.shadowRoot.activeElement) one = one.shadowRoot.activeElement; return one; };\nreturn "
        f"({script(LOOK)})(focused(), null); }}"
    )
