"""What a model did in a browser task, as if the owner had shown it: the way that worked, for a command that needs no model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.domain.page import ElementPrint, Target
from assistant.domain.showing import ShownAction, ShownKind
from assistant.domain.web_task import Act
from assistant.showing.actions import added

_KINDS: Mapping[str, ShownKind] = {"open": "open", "click": "click", "fill": "fill", "select": "select", "press": "press"}
"""What changes a page. Looking, waiting and scrolling is no part of the way: steps wait and scroll by themselves."""


def shown(acts: Sequence[Act]) -> tuple[tuple[ShownAction, ...], dict[str, str]]:
    """The acts of a task that succeeded as things that were shown, and the name of the secret of each field that took one."""
    actions: tuple[ShownAction, ...] = ()
    secrets: dict[str, str] = {}
    for place, act in enumerate(acts):
        action = _back(acts, place) if act.kind == "back" else _action(act)
        if action is None:
            continue
        actions = added(actions, action)
        if act.secret:
            # A field that was filled in again keeps its first id.
            secrets[next((one.id for one in reversed(actions) if one.target == action.target), action.id)] = act.secret
    return actions, secrets


def _action(act: Act) -> ShownAction | None:
    kind = _KINDS.get(act.kind)
    if kind is None:
        return None
    element = act.element
    return ShownAction(
        id=f"act-{act.number}",
        kind=kind,
        target=_target(element.print) if element is not None and kind != "open" else None,
        label=(element.label or element.print.name)[:120] if element else "",
        value="" if act.secret or kind in ("open", "click") else act.value,
        secret="password" if act.secret else "",
        url=act.value if kind == "open" else act.url,
        page=act.title,
    )


def _target(kept: ElementPrint) -> Target:
    near = "" if kept.alone else kept.near
    if kept.name:
        return Target(role=kept.role, name=kept.name, near=near, print=kept)
    return Target(label=kept.placeholder, near=near, print=kept)


def _back(acts: Sequence[Act], place: int) -> ShownAction | None:
    """Going back is opening the page that was there before, as what was done next tells it."""
    url = next((later.url for later in acts[place + 1 :] if later.kind in _KINDS and later.kind != "open"), "")
    return ShownAction(id=f"act-{acts[place].number}", kind="open", url=url) if url else None
