"""What a task did on pages, as what an owner shows: the raw material of a command that repeats it without a model."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain.page import Target
from assistant.domain.showing import ShownAction, ShownKind
from assistant.domain.web_task import Act, ActElement, ActKind

_KINDS: dict[ActKind, ShownKind] = {"open": "open", "click": "click", "fill": "fill", "select": "select", "press": "press"}


def shown(path: Sequence[Act]) -> tuple[ShownAction, ...]:
    """The acts that lead there again, in order; looking and waiting are left out."""
    return tuple(_shown(act, _KINDS[act.kind]) for act in path if act.kind in _KINDS)


def _shown(act: Act, kind: ShownKind) -> ShownAction:
    return ShownAction(
        id=f"act-{act.number}",
        kind=kind,
        target=_target(act.element) if act.element else None,
        label=act.element.label if act.element else "",
        value="" if act.secret or kind == "open" else act.value,
        secret="password" if act.secret or (act.element and act.element.print.type == "password") else "",
        url=act.value if kind == "open" else act.url,
        page=act.title,
    )


def _target(element: ActElement) -> Target:
    kept = element.print
    return Target(role=kept.role, name=kept.name, near="" if kept.alone else kept.near, print=kept)
