"""What was worked out for a phrase, kept for the next time it is learned: teaching one command costs one command."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """`make(key)` for every key once; what was not asked for in the last round is let go when there is much of it.

    May be used from several threads: at worst something is worked out twice.
    """

    def __init__(self, make: Callable[[K], V], spare: int) -> None:
        self._make, self._spare = make, spare
        self._known: dict[K, V] = {}
        self._asked: set[K] = set()

    def get(self, key: K) -> V:
        """What `make` gives for this key."""
        self._asked.add(key)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._make(key)
        return known

    def end_round(self) -> None:
        """Everything was learned: let go of what was not needed, unless it is at most `spare` and may be needed soon."""
        asked, self._asked = self._asked, set()
        if len(self._known) > len(asked) + self._spare:
            self._known = {key: value for key, value in self._known.items() if key in asked}
