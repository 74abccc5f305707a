"""What browser tasks did before, out of what was told about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import TypeAdapter, ValidationError

from assistant.domain.event.run import StepFinished
from assistant.domain.page import Target
from assistant.domain.showing import ShownAction, ShownKind
from assistant.domain.web_task import CHANGING, HIDDEN, Act, ActKind
from assistant.store.events import Events
from assistant.store.runs import Runs

KIND = "browser.task"
_LOOKED_AT = 30
"""Runs looked at, newest first."""
_ALL_TOLD = 50
"""Acts that an event holds at most: of so many the end may be missing."""
_KINDS: Mapping[ActKind, ShownKind] = {"click": "click", "fill": "fill", "select": "select", "press": "press"}
_GOES = ("back", "tab")
_acts = TypeAdapter(tuple[Act, ...])


class PastTasks:
    """What tasks did that succeeded, as things that were shown."""

    def __init__(self, runs: Runs, events: Events) -> None:
        self._runs, self._events = runs, events

    async def last(self, before_turn: str) -> Sequence[ShownAction]:
        """Those of the newest one before a turn; empty when there was none."""
        runs = await self._runs.done_before(before_turn, _LOOKED_AT)
        for turn in dict.fromkeys(turn for turn, _command, _slots in runs):
            told = [envelope.event for envelope in reversed(await self._events.of_turn(turn))]
            acts = (shown_in(event) for event in told if isinstance(event, StepFinished) and event.kind == KIND)
            if found := next((one for one in acts if one), ()):
                return found
        return ()


def shown_in(event: StepFinished) -> Sequence[ShownAction]:
    """What a task did; nothing of one that failed."""
    given = event.value if isinstance(event.value, Mapping) and event.state in ("done", "unconfirmed") else {}
    try:
        acts = _acts.validate_python(given.get("acts") or ())
    except ValidationError:
        return ()
    if len(acts) >= _ALL_TOLD:
        return ()
    after = (*(act.url for act in acts[1:]), str(given.get("url", "")))
    shown: list[ShownAction] = []
    has_gone = False
    for act, url in zip(acts, after, strict=False):
        if has_gone and act.element is not None:
            shown.append(ShownAction(id=f"act-{act.number}-there", kind="open", url=act.url))
        has_gone = act.kind in _GOES or (has_gone and act.element is None and act.kind != "open")
        shown += _as_shown(act)
        if act.kind in ("click", "press", "fill") and url != act.url:
            shown.append(ShownAction(id=f"act-{act.number}-led", kind="arrive", url=url))
    return shown


def _as_shown(act: Act) -> Sequence[ShownAction]:
    """An act of the model as if the owner had shown it; what only looks is none."""
    name = f"act-{act.number}"
    if act.kind == "open":
        return (ShownAction(id=name, kind="open", url=act.value),)
    if act.element is None or act.kind not in CHANGING:
        return ()
    kept = act.element.print
    target = Target(
        role=kept.role if kept.name else "",
        name=kept.name,
        label="" if kept.name else kept.placeholder,
        near="" if kept.alone else kept.near,
        css="" if kept.name or kept.placeholder or kept.label else act.element.css,
        print=kept,
    )
    is_secret = bool(act.secret) or HIDDEN in act.value
    done = ShownAction(
        id=name,
        kind=_KINDS[act.kind],
        target=target,
        label=(act.element.label or kept.name or kept.label)[:120],
        value="" if is_secret else act.value.rstrip("\r\n"),
        secret="password" if is_secret else "",
        url=act.url,
        page=act.title,
    )
    if act.kind == "fill" and act.value.endswith(("\n", "\r")):
        return (done, done.model_copy(update={"id": f"{name}-enter", "kind": "press", "value": "Enter", "secret": ""}))
    return (done,)
