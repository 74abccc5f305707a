"""Which step kinds and control steps there are; by default those found by their place."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from assistant import plugins
from assistant.domain.base import LocalText
from assistant.domain.both import NOTHING, both, same
from assistant.extensions.steps import ControlStep, StepKind

AnyKind = type[StepKind] | type[ControlStep]  # type: ignore[type-arg]  # any parameters


class Kinds:
    """Step kinds and control steps by name, and the filters expressions may use (empty: not checked)."""

    def __init__(
        self,
        steps: Mapping[str, type[StepKind]],  # type: ignore[type-arg]  # any parameters
        controls: Mapping[str, type[ControlStep]],
        filters: Iterable[str] = (),
    ) -> None:
        self.steps, self.controls, self.filters = steps, controls, frozenset(filters)

    @classmethod
    def found(cls, filters: Iterable[str] = ()) -> Kinds:
        """Every extension there is; imports them all, so it is called in a worker thread. Raises NotFound."""
        return cls(
            {name: plugins.load("steps", name, StepKind) for name in plugins.names("steps")},
            {name: plugins.load("flows.control", name, ControlStep) for name in plugins.names("flows.control")},
            filters,
        )

    @classmethod
    def built_in(cls) -> Kinds:
        """Only those that come with the assistant, whatever else is installed."""
        found = cls.found()
        ours = "assistant."
        return cls(
            {name: kind for name, kind in found.steps.items() if kind.__module__.startswith(ours)},
            {name: kind for name, kind in found.controls.items() if kind.__module__.startswith(ours)},
        )

    def get(self, name: str) -> AnyKind | None:
        """The kind of that name."""
        return self.controls.get(name) or self.steps.get(name)

    def names(self) -> list[str]:
        """All names, control steps first."""
        return [*sorted(self.controls), *sorted(self.steps)]


def nearest(word: str, allowed: Iterable[str]) -> LocalText:
    """ " Did you mean `x`?" for the allowed word most like this one, or nothing."""
    close = difflib.get_close_matches(word, list(allowed), n=1, cutoff=0.6)
    return both(" Did you mean `{word}`?", " Может быть, `{word}`?", word=close[0]) if close else NOTHING


def listed(words: Iterable[str], limit: int = 40) -> LocalText:
    """Words for a message: `a`, `b` and 3 more."""
    words = list(words)
    shown = ", ".join(f"`{word}`" for word in words[:limit])
    more = len(words) - limit
    return both("{shown} and {more} more", "{shown} и ещё {more}", shown=shown, more=more) if more > 0 else same(shown)
