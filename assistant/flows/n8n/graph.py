"""The order n8n runs nodes in (execution order v1: a branch to its end before the next), and the loops among them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from assistant.flows.n8n.workflow import Edge

Group = tuple[str, ...]
"""Nodes that lie on a loop together, or a single node."""


def groups(nodes: Collection[str], edges: Sequence[Edge], starts: Iterable[str]) -> list[Group]:
    """All nodes, loops together, each after what it gets items from; of several branches the first one first.

    Tarjan's strongly connected components, taken in the order of a depth-first walk from the starts.
    """
    inner = [edge for edge in edges if edge.source in nodes and edge.target in nodes and edge.kind == "main"]
    targets: dict[str, list[str]] = {name: [] for name in nodes}
    for edge in sorted(inner, key=lambda edge: edge.output):
        targets[edge.source].append(edge.target)
    walk = _Walk(targets)
    first = [name for name in starts if name in nodes]
    # Components come out with what follows first; going through branches backwards puts the first branch first in the end.
    for name in reversed([*first, *(name for name in nodes if name not in first)]):
        walk.visit(name)
    return list(reversed(walk.found))


def is_loop(group: Group, edges: Sequence[Edge]) -> bool:
    """Whether these nodes lie on a loop."""
    return len(group) > 1 or any(edge.source == edge.target == group[0] for edge in edges if edge.kind == "main")


def reachable(start: Iterable[str], edges: Sequence[Edge], without: str) -> set[str]:
    """The nodes reached from these, themselves included, on ways that do not pass through `without`."""
    found: set[str] = set()
    waiting = [name for name in start if name != without]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        waiting += [edge.target for edge in edges if edge.source == name and edge.kind == "main" and edge.target != without]
    return found


class _Walk:
    """Tarjan's algorithm without recursion: hostile files may be long chains."""

    def __init__(self, targets: dict[str, list[str]]) -> None:
        self._targets = targets
        self._index: dict[str, int] = {}
        self._low: dict[str, int] = {}
        self._stack: list[str] = []
        self._on_stack: set[str] = set()
        self.found: list[Group] = []

    def visit(self, root: str) -> None:
        if root in self._index:
            return
        path = [(root, iter(self._enter(root)))]
        while path:
            name, following = path[-1]
            target = next(following, None)
            if target is None:
                path.pop()
                self._leave(name)
                if path:
                    parent = path[-1][0]
                    self._low[parent] = min(self._low[parent], self._low[name])
            elif target not in self._index:
                path.append((target, iter(self._enter(target))))
            elif target in self._on_stack:
                self._low[name] = min(self._low[name], self._index[target])

    def _enter(self, name: str) -> list[str]:
        self._index[name] = self._low[name] = len(self._index)
        self._stack.append(name)
        self._on_stack.add(name)
        return list(reversed(self._targets[name]))

    def _leave(self, name: str) -> None:
        if self._low[name] != self._index[name]:
            return
        group: list[str] = []
        while True:
            member = self._stack.pop()
            self._on_stack.discard(member)
            group.append(member)
            if member == name:
                break
        self.found.append(tuple(sorted(group, key=lambda member: self._index[member])))
