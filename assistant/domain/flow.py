"""A flow: the steps of a command as data. A run carries its own frozen copy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import Field

from assistant.domain.base import Frozen, Json


class Retry(Frozen):
    """Try again after a failure: at most `times` more, waiting `seconds`, doubled each time."""

    times: int = Field(default=2, ge=1, le=10)
    seconds: float = Field(default=1.0, ge=0, le=3600)


class Step(Frozen):
    """One step of a flow.

    `kind` names a step kind or a control step. `params` are its raw parameters, templates not yet evaluated.
    `blocks` holds the nested steps of a control step by the key they stand under ("steps", "else", "branches.0").
    `options` holds the other keys of a control step ("item", "collect", "limit"). `line` counts from one in its file.
    """

    kind: str
    params: Json = None
    save_as: str = ""
    condition: str = ""
    retry: Retry | None = None
    on_error: Literal["stop", "continue"] = "stop"
    rescue: tuple[Step, ...] = ()
    confirm: bool | str = False
    timeout: float | None = None
    blocks: Mapping[str, tuple[Step, ...]] = Field(default_factory=dict)
    options: Mapping[str, Any] = Field(default_factory=dict)
    line: int = 0


def paths(steps: Iterable[tuple[str, str]]) -> list[str]:
    """What each step of one list is called in a run, by `(kind, save_as)`: no two the same, for what one did counts for it alone."""
    called: list[str] = []
    for number, (kind, save_as) in enumerate(steps, start=1):
        called.append(save_as if save_as and save_as not in called else f"{number}.{save_as or kind}")
    return called


class Flow(Frozen):
    """Steps and what the whole gives: `result` is an expression, or empty for the last saved value."""

    steps: tuple[Step, ...]
    result: str = ""
    interpreter: int = 1
    """The version of the interpreter this document was written for; old runs keep theirs."""
