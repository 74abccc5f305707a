"""What was recorded, without noise: typing in one piece, corrections in their place, wandering left out."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from assistant.domain.showing import LeftPage, Showing, ShownAction
from assistant.showing.addresses import without_keys
from assistant.showing.secrecy import without_secrets

MOST = 300
"""Things shown at most in one go."""
LONGEST = 4_000
"""Characters of a value."""
_FIELDS = frozenset({"fill", "select", "check", "upload"})


def added(actions: Sequence[ShownAction], new: ShownAction, most: int = MOST) -> tuple[ShownAction, ...]:
    """The recorded things with one more; it may replace an earlier one, or be none at all."""
    return _with(actions, new)[:most]


def _with(actions: Sequence[ShownAction], new: ShownAction) -> tuple[ShownAction, ...]:
    new = without_keys(without_secrets(new.model_copy(update={"value": new.value[:LONGEST]})))
    if new.kind == "open":
        return _opened(actions, new)
    if new.kind == "arrive":
        return _arrived(actions, new)
    if not actions:
        actions = (_where(new),)
    if new.kind == "upload" and not new.value:
        return tuple(actions)  # none was chosen after all
    if new.kind == "upload" and actions[-1].kind == "click" and actions[-1].target == new.target:
        actions = actions[:-1]  # the press has only asked for the file
    if new.kind in _FIELDS:
        return _filled(actions, new)
    if new.kind == "press" and _is_again(actions[-1], new):
        return tuple(actions)
    return (*actions, new)


def left_page(shown: Showing) -> LeftPage:
    """The page it was last shown on, with what was put into its fields since it was opened; no secrets and no files."""
    found: list[ShownAction] = []
    for action in reversed(shown.actions):
        if action.url != shown.at or action.kind == "open":
            break
        if action.kind in _FIELDS and action.kind != "upload" and not action.secret:
            found.append(action)
    return LeftPage(url=shown.at, put=tuple(reversed(found)))


def _opened(actions: Sequence[ShownAction], new: ShownAction) -> tuple[ShownAction, ...]:
    """A page that was opened and left without a touch was wandering; the one that is there already was loaded again."""
    if not new.url.startswith(("http://", "https://", "file://")):
        return tuple(actions)
    if actions and actions[-1].kind == "open":
        return (*actions[:-1], new.model_copy(update={"id": actions[-1].id}))
    return (*actions, new)


def _arrived(actions: Sequence[ShownAction], new: ShownAction) -> tuple[ShownAction, ...]:
    """What a press led to is what it must lead to again, as far as the address says the same every time."""
    leads = _lasting(new.url)
    if not actions or actions[-1].kind not in ("click", "press") or leads in ("", "/") or leads in actions[-1].url:
        return tuple(actions)
    return (*actions[:-1], actions[-1].model_copy(update={"leads": leads}))


def _lasting(url: str) -> str:
    """The path of an address up to what is numbered: /orders/42/done -> /orders/."""
    kept: list[str] = []
    for part in urlsplit(url).path.split("/"):
        if any(letter.isdigit() for letter in part):
            return "/".join([*kept, ""])
        kept.append(part)
    return "/".join(kept)


def _where(first: ShownAction) -> ShownAction:
    """Where it all began: the page the first thing was done on."""
    return ShownAction(id=f"{first.id}-page", kind="open", url=first.url, page=first.page, left_out=first.left_out)


def _filled(actions: Sequence[ShownAction], new: ShownAction) -> tuple[ShownAction, ...]:
    """A field filled again before anything was pressed keeps its place and takes the last value."""
    for place in range(len(actions) - 1, -1, -1):
        old = actions[place]
        if old.kind not in _FIELDS:
            break
        if _is_same(old, new):
            kept = new.model_copy(update={"id": old.id, "secret": new.secret or old.secret})
            kept = kept.model_copy(update={"value": ""}) if kept.secret else kept
            return (*actions[:place], kept, *actions[place + 1 :])
    return (*actions, new)


def _is_again(old: ShownAction, new: ShownAction) -> bool:
    return old.kind == new.kind and _is_same(old, new) and old.value == new.value


def _is_same(one: ShownAction, other: ShownAction) -> bool:
    return (one.kind, one.target, one.url) == (other.kind, other.target, other.url)
