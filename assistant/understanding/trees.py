"""Gradient-boosted decision trees (J. Friedman, 2001) that were grown elsewhere: read from a table and added up."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

Node = tuple[int, float, int, int]
"""Sign, border, the node for values up to the border, the node for those above. A leaf has sign -1 and its worth as border."""
_LEAF = -1


class Trees:
    """A sum of trees over named signs; a sign that is not given counts as 0. Never changed; safe in any thread."""

    def __init__(self, signs: Sequence[str], base: float, trees: Sequence[Sequence[Node]]) -> None:
        self.signs = tuple(signs)
        self._base = base
        self._trees = tuple(tuple(tree) for tree in trees)

    @classmethod
    def read(cls, path: Path) -> Trees:
        """From the JSON that scripts/fit_split.py writes: {"signs": [name], "base": number, "trees": [[node]]}."""
        table = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            table["signs"], table["base"], [[(node[0], node[1], node[2], node[3]) for node in tree] for tree in table["trees"]]
        )

    def score(self, found: Mapping[str, float]) -> float:
        """The sum of what every tree says about these signs: log odds."""
        values = [found.get(name, 0.0) for name in self.signs]
        return self._base + sum(_worth(tree, values) for tree in self._trees)


def _worth(tree: Sequence[Node], values: Sequence[float]) -> float:
    sign, border, low, high = tree[0]
    while sign != _LEAF:
        sign, border, low, high = tree[low if values[sign] <= border else high]
    return border
