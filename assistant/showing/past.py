"""What browser tasks did before, out of what was told about them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from pydantic import TypeAdapter, ValidationError

from assistant.domain.both import both
from assistant.domain.event.run import StepFinished
from assistant.domain.page import Target
from assistant.domain.showing import ShownAction, ShownKind
from assistant.domain.web_task import CHANGING, HIDDEN, Act, ActKind
from assistant.errors import StepRefused
from assistant.store.events import Events
from assistant.store.runs import Runs

KIND = "browser.task"
_LOOKED_AT = 30
"""Runs looked at, newest first."""
_ALL_TOLD = 50
"""Acts that an event holds at most: of so many the end may be missing, and all are asked for."""
_KINDS: Mapping[ActKind, ShownKind] = {"click": "click", "fill": "fill", "select": "select", "press": "press"}
_GOES = ("back", "tab")
_GONE = both(
    "Not all that the task did is kept any more, so no command can be made of it. Let it be done once more, and say it right after.",
    "Сохранилось не всё, что сделала задача, поэтому команды из неё не выйдет. Выполните её ещё раз и скажите это сразу после.",
)
_acts = TypeAdapter(tuple[Act, ...])


class PastTasks:
    """What tasks did that succeeded, as things that were shown."""

    def __init__(self, runs: Runs, events: Events, way: Callable[[str, str], Awaitable[Sequence[Act]]]) -> None:
        self._runs, self._events, self._way = runs, events, way

    async def last(self, before_turn: str) -> Sequence[ShownAction]:
        """Those of the newest one before a turn; empty when there was none. Raises StepRefused when they are not kept any more."""
        runs = await self._runs.done_before(before_turn, _LOOKED_AT)
        for turn in dict.fromkeys(turn for turn, _command, _slots in runs):
            told = [envelope.event for envelope in reversed(await self._events.of_turn(turn))]
            for event in told:
                if isinstance(event, StepFinished) and event.kind == KIND and (acts := acts_in(event)):
                    if len(acts) >= _ALL_TOLD and not (acts := await self._way(event.run, event.path)):
                        raise StepRefused.saying(_GONE)
                    if found := shown_in(event, acts):
                        return found
        return ()


def acts_in(event: StepFinished) -> Sequence[Act]:
    """What is told of what a task did; nothing of one that failed."""
    given = event.value if isinstance(event.value, Mapping) and event.state in ("done", "unconfirmed") else {}
    try:
        return _acts.validate_python(given.get("acts") or ())
    except ValidationError:
        return ()


def shown_in(event: StepFinished, acts: Sequence[Act]) -> Sequence[ShownAction]:
    """These acts of a task as if the owner had shown them."""
    given = event.value if isinstance(event.value, Mapping) else {}
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
        row=act.element.row,
    )
    if act.kind == "fill" and act.value.endswith(("\n", "\r")):
        return (done, done.model_copy(update={"id": f"{name}-enter", "kind": "press", "value": "Enter", "secret": ""}))
    return (done,)
