"""A command on its way: what was told so far, the document made of it and what is still to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from assistant.domain.base import Frozen, Json, Language
from assistant.domain.showing import ShownAction

Wanted = Literal["", "phrase", "steps", "clause", "slots", "name", "each", "secret"]
"""What a draft still lacks: the words it is called by, what it does, other words for one clause, what may
vary, which command is meant, whether the same is meant for every row, which secret goes into a field."""


class ShownDraft(Frozen):
    """What was done on pages, and what the owner has decided about it by now; None: not yet.

    `secrets` names the secret of each field that takes one, by the action's id; `varying` are the values asked for each time.
    """

    actions: tuple[ShownAction, ...]
    each: bool | None = None
    secrets: Mapping[str, str] = Field(default_factory=dict)
    varying: tuple[str, ...] | None = None


class Draft(Frozen):
    """`form` is the command file as plain values, `text` the same as YAML. `summary` are its lines for the owner.

    `question` asks for what is `wanted`; `unknown` are the told clauses nothing fits. `before` is the text of the file that
    is changed, empty for a new command. `difference` are the lines of the change. `offered` are values that could be slots.
    """

    name: str = ""
    language: Language
    phrases: tuple[str, ...] = ()
    title: str = ""
    told: str = ""
    schedule: str = ""
    form: Mapping[str, Json] = Field(default_factory=dict)
    text: str = ""
    summary: tuple[str, ...] = ()
    question: str = ""
    wanted: Wanted = ""
    unknown: tuple[str, ...] = ()
    composable: tuple[str, ...] = ()
    """Those of the unknown clauses that stand for themselves: a language model may write their steps."""
    composed: Mapping[str, tuple[Json, ...]] = Field(default_factory=dict)
    """The steps a language model wrote, by the told clause; none for one it could not do."""
    before: str = ""
    difference: tuple[str, ...] = ()
    card: Mapping[str, Json] = Field(default_factory=dict)
    """What is shown before a yes, under headings in the owner's language."""
    offered: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    """The answers to choose from, when the question has some."""
    notes: tuple[str, ...] = ()
    shown: ShownDraft | None = None
    why: Literal["told", "kept", "edited", "shown"] = "told"


class Mistake(Frozen):
    """A clause that was understood wrongly: its words, the command that ran, and what may have been meant (`{name, title, text}`).

    `again` are the words to carry out now: the same, or those the owner put in their place. `sure`: there is one choice.
    `teaches`: the same words mean that command from now on; other words say nothing about them.
    """

    turn: str
    run: str
    clause: int
    text: str
    wrong: str
    title: str
    options: tuple[Mapping[str, str], ...] = ()
    again: str = ""
    teaches: bool = True
    sure: bool = False


def without_prints(value: Json) -> Json:
    """A document without what is kept of elements to find them again: nobody reads that on a card."""
    match value:
        case Mapping():
            return {key: without_prints(item) for key, item in value.items() if key != "print"}
        case list() | tuple():
            return [without_prints(item) for item in value]
        case _:
            return value
