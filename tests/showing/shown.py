"""Things shown on the pages of a shop, as the recorder tells them."""

from __future__ import annotations

from itertools import count

from assistant.domain.page import ElementPrint, Reading, Target
from assistant.domain.showing import SecretKind, ShownAction, ShownKind, ShownRow

SHOP = "http://shop.test/paper"
GOODS = Reading(each="#goods > li", fields={"name": "h3"})
_ids = count()


def opened(url: str = SHOP) -> ShownAction:
    """A page was opened."""
    return ShownAction(id=f"act-{next(_ids)}", kind="open", url=url)


def did(
    kind: ShownKind,
    label: str,
    value: str = "",
    *,
    role: str = "button",
    secret: SecretKind = "",
    row: ShownRow | None = None,
    url: str = SHOP,
) -> ShownAction:
    """Something was done to an element."""
    kept = ElementPrint(role=role, name=label, tag="x", alone=row is None, near=row.text if row else "")
    target = Target(role=role, name=label, near=kept.near, print=kept)
    return ShownAction(
        id=f"act-{next(_ids)}", kind=kind, target=target, label=label, value=value, secret=secret, url=url, row=row
    )


def typed(label: str, value: str, *, row: ShownRow | None = None) -> ShownAction:
    """A text was typed into a field."""
    return did("fill", label, value, role="textbox", row=row)


def pressed(label: str, *, row: ShownRow | None = None, url: str = SHOP) -> ShownAction:
    """A button was pressed."""
    return did("click", label, row=row, url=url)


def goods(name: str, number: int, of: int = 3) -> ShownRow:
    """A row of the list of goods."""
    return ShownRow(rows=GOODS, text=name, number=number, count=of, cells=(name, "В корзину"))


def hidden(label: str) -> ShownAction:
    """A password was typed, as the page's script tells it."""
    return did("fill", label, role="textbox", secret="password")  # noqa: S106 - that it is one, not what it is
