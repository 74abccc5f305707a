"""A command that a model composed and nobody has accepted yet."""

from __future__ import annotations

from typing import Literal

from assistant.domain.base import Frozen, Json, Language


class TriedStep(Frozen):
    """What one step of a draft did when it was tried: reads are real, writes and sends are imagined."""

    path: str
    kind: str
    state: Literal["done", "imagined", "skipped", "failed", "asked"]
    value: Json = None
    error: str = ""


class FlowDraft(Frozen):
    """A command file that is not saved. `name` and `text` are what saving needs; `faults` are what is still wrong with it.

    `conflicts` tell of phrases another command has; `tried` is what a dry run gave, `kinds` the step kinds it uses.
    """

    name: str
    text: str
    title: str
    language: Language
    said: str
    summary: str = ""
    effect: Literal["reads", "writes", "sends"] = "reads"
    kinds: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    tried: tuple[TriedStep, ...] = ()
    model: str = ""
    cost: float = 0.0
