"""Which value fields of pages had before they were filled in, so that they can be put back."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from assistant.domain.base import Json
from assistant.domain.page import Target

MOST = 500
"""Fields whose former value is remembered."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A field that was filled in on a page of a run."""

    run: str
    target: Target
    before: Json
    after: Json
    url: str


class Changes:
    """The newest ones, by the key of the step that made them."""

    def __init__(self) -> None:
        self._made: OrderedDict[str, Changed] = OrderedDict()

    def remember(self, key: str, changed: Changed) -> None:
        """One more."""
        self._made[key] = changed
        while len(self._made) > MOST:
            self._made.popitem(last=False)

    def find(self, key: str) -> Changed | None:
        """What a step has changed, when it is known (still)."""
        return self._made.get(key)

    def forget(self, key: str) -> None:
        """It was put back."""
        self._made.pop(key, None)
