"""Asking a language model: what is asked, what comes back, what it may cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from assistant.domain.base import Frozen, Json

Purpose = Literal["step", "match", "plan", "test", "embed"]
"""What a call is for: a step of a flow, understanding a sentence, composing a flow, the test button, vectors of phrases."""


class Prompt(Frozen):
    """One question to a language model.

    `instructions` are ours or the owner's and are followed; `data` are texts by name from anywhere else (letters, pages, what
    was said) and reach the model delimited, as data. With `answer`, a JSON Schema of an object, the answer is a value of
    that shape. `run` and `turn` say for whom it is asked, `key` is the same when it is asked again after a crash.
    """

    instructions: str
    data: Mapping[str, str] = Field(default_factory=dict)
    answer: Mapping[str, Any] | None = None
    purpose: Purpose = "step"
    run: str = ""
    turn: str = ""
    key: str = ""
    size: Literal["", "small"] = ""
    """`small` for the smaller model, where one is named."""
    longest: int = Field(default=0, ge=0, le=100_000)
    """Tokens of the answer at most; 0 takes the setting."""
    patience: float = Field(default=0.0, ge=0, le=3_600)
    """Seconds for everything, retries included; 0 takes the setting."""


class Completion(Frozen):
    """What a model answered: `value` when a shape was asked for, else `text`. `cost` is in the currency of the price table."""

    text: str = ""
    value: Json = None
    model: str = ""
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0


class LedgerEntry(Frozen):
    """One call that was paid for, or is being made. `cost` is what was reserved until it is `settled`.

    `unknown` is a call whose end was not seen (a crash): what was reserved counts as spent.
    """

    id: str
    at: str
    purpose: Purpose
    model: str
    server: str
    run: str = ""
    turn: str = ""
    state: Literal["reserved", "settled", "failed", "unknown"] = "reserved"
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0


class Spent(Frozen):
    """What was spent: in one run, since midnight, in the last thirty days; the number of calls today."""

    run: float = 0.0
    day: float = 0.0
    month: float = 0.0
    calls: int = 0
