"""What was shown, as the steps of a command: browser steps, loops over rows, values taken from slots and secrets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from assistant.domain.base import Json
from assistant.domain.page import Target
from assistant.domain.showing import ShownAction
from assistant.showing.loops import EachRow, Part
from assistant.showing.values import Varying
from assistant.telling.shape import Form, Scope

_SIGNS = re.compile(r"\{(?=[{%#])")
_SHORTEST = 3
"""Letters a value must have to be looked for within the names of elements."""
_ROWS: Mapping[str, tuple[str, str]] = {"ru": ("строки", "строка"), "en": ("rows", "row")}


def steps(parts: Sequence[Part], varying: Sequence[Varying], secrets: Mapping[str, str], scope: Scope) -> list[Form]:
    """The steps; `varying` has the files that were given to a page too."""
    found: list[Form] = []
    for part in parts:
        if isinstance(part, EachRow):
            found += _loop(part, varying, secrets, scope)
        else:
            found.append(_step(_tamed(part), varying, secrets))
    return found


def _loop(loop: EachRow, varying: Sequence[Varying], secrets: Mapping[str, str], scope: Scope) -> list[Form]:
    """All rows are read first, for what is done to one may change the list."""
    rows, row = (scope.free(name) for name in _ROWS[scope.language])
    read = plain(loop.row.rows.model_dump(mode="json", exclude_defaults=True))
    of_item = f"{{{{ {row}.{next(iter(loop.row.rows.fields))} }}}}" if loop.row.rows.fields else f"{{{{ {row} }}}}"
    within = [_step(_of_any_row(_tamed(action), of_item), varying, secrets) for action in loop.actions]
    return [{"browser.extract": read, "as": rows}, {"for_each": f"{{{{ {rows} }}}}", "item": row, "steps": within}]


def _tamed(action: ShownAction) -> ShownAction:
    """With nothing of the page's own that could be taken for an expression."""
    target = Target.model_validate(plain(action.target.model_dump())) if action.target else None
    return action.model_copy(update={"target": target, "url": action.url.replace("{", "%7B")})


def _of_any_row(action: ShownAction, of_item: str) -> ShownAction:
    """The action with what only this row says taken from the row the loop is at."""
    if action.row is None or action.target is None:
        return action
    changed: dict[str, Json] = {
        key: of_item for key in ("name", "label", "text") if getattr(action.target, key) == action.row.text
    }
    kept = action.target.print
    own = {"near": "", "path": "", "heading": "", "href": "", "id": "", "test_id": "", "text": "", "alone": True}
    general = kept.model_copy(update={**own, **({"name": ""} if changed else {})}) if kept else None
    target = action.target.model_copy(update={"near": of_item, "number": 0, "css": "", "print": general, **changed})
    return action.model_copy(update={"target": target})


def _step(action: ShownAction, varying: Sequence[Varying], secrets: Mapping[str, str]) -> Form:
    which = _target(action.target, varying) if action.target else {}
    expect: Form = {"expect": {"url_contains": action.leads}} if action.leads else {}
    match action.kind:
        case "open":
            return {"browser.open": action.url}
        case "fill" if action.secret:
            # A secret is typed on the site it was meant for and nowhere else.
            site = urlsplit(action.url).hostname or ""
            return {"browser.fill": {**which, "secret": secrets.get(action.id, ""), "sites": {"allow": [site]}}}
        case "fill":
            return {"browser.fill": {**which, "value": _value(action.value, varying)}}
        case "select":
            chosen = action.value.split("\n")
            return {"browser.select": {**which, "value": _value(chosen[0], varying) if len(chosen) == 1 else plain(chosen)}}
        case "check":
            return {"browser.check": {**which, "on": bool(action.value)}}
        case "upload":
            chosen = [
                f"{{{{ {one.expression} }}}}" for one in varying if one.action.id == action.id and one.action.kind == "upload"
            ]
            return {"browser.upload": {**which, "file": chosen[0] if len(chosen) == 1 else chosen}}
        case "press":
            return {"browser.press": {**which, "keys": action.value, **expect}}
        case _:
            return {"browser.click": {**which, **expect}}


def plain(value: Json) -> Json:
    """What stands on a page, as words that no page can make an expression of."""
    match value:
        case str():
            return _SIGNS.sub("{ ", value)
        case Mapping():
            return {key: plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case _:
            return value


def _value(value: str, varying: Sequence[Varying]) -> str:
    return next((f"{{{{ {one.expression} }}}}" for one in varying if one.action.value == value), str(plain(value)))


def _target(target: Target, varying: Sequence[Varying]) -> Form:
    """The element; where it is called by a value that varies, by that value."""
    described = target.model_dump(mode="json", exclude_defaults=True)
    for one in varying:
        if one.kind != "number" and one.action.kind != "upload" and len(one.action.value) >= _SHORTEST:
            described = _replaced(described, one.action.value, f"{{{{ {one.expression} }}}}")
    return dict(described)


def _replaced(value: Json, old: str, new: str) -> Json:
    if isinstance(value, str) and "{{" not in value:
        return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _found: new, value, flags=re.IGNORECASE)
    if isinstance(value, Mapping):
        return {key: item if key in ("role", "tag", "type", "path") else _replaced(item, old, new) for key, item in value.items()}
    return value
