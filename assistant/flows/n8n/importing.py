"""A workflow of n8n as a command of ours: its nodes in the order they run, its loops nested, all it says of itself kept.

Items travel between nodes as lists. A single item is worked on by a plain step, many by `for_each`; a Loop Over Items
node and every other way back becomes a loop around the nodes on it. What has no counterpart stays as an `n8n.node` step.
"""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant import plugins
from assistant.domain.base import Json
from assistant.domain.command import LocalText
from assistant.flows.n8n.blocks import WHEN, nested
from assistant.flows.n8n.graph import Group, groups, is_loop, reachable
from assistant.flows.n8n.javascript import NotPlain
from assistant.flows.n8n.reading import Document, Items, NodeReader, Outcome, Place, Read, together
from assistant.flows.n8n.remarks import joined, remark
from assistant.flows.n8n.scripts import Scripts
from assistant.flows.n8n.to_jinja import Sight, verbatim
from assistant.flows.n8n.workflow import Edge, Node, Workflow

LIMIT = 100
"""Passes of a loop that n8n itself would not bound."""
_NONE: LocalText = {}
_NOTES = frozenset({"stickyNote"})
_BATCHES = "splitInBatches"
FOREIGN = "n8n-nodes-symbiote."
"""Before the kind of a step of ours that n8n has no node for."""
_RESERVED = frozenset({"item", "items", "number", "now", "language", "last", "done", "true", "false", "none"})


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one node."""

    node: str
    type: str
    outcome: Outcome
    note: LocalText = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Imported:
    """A command document, and what became of every node."""

    document: Document
    report: tuple[Entry, ...]


def imported(workflow: Workflow, title: str = "") -> Imported:
    """The workflow as a command. Raises nothing for a workflow that could be read: what cannot be mapped is kept as it is."""
    reading = _Reading(workflow)
    steps = reading.all()
    notes = [str(node.parameters.get("content", "")) for node in workflow.nodes.values() if node.kind in _NOTES]
    name = title or workflow.name or "n8n"
    document: Document = {"title": name, "phrases": [_phrase(name)]}
    if notes:
        document["description"] = " ".join(" ".join(notes).split())[:1_000]
    if reading.triggers:
        document["triggers"] = reading.triggers
    if any("webhook" in trigger for trigger in reading.triggers):
        document["slots"] = {"request": {"type": "text", "required": False}}
    document["steps"] = steps or [{"say": name}]
    # Through JSON: the same value twice would be an alias in YAML.
    return Imported(json.loads(json.dumps(document)), tuple(reading.report))


def _phrase(name: str) -> str:
    return " ".join(re.sub(r"[^\w\s-]", " ", name).split())[:200] or "n8n"


@dataclass
class _Reading:
    """One workflow on its way through."""

    workflow: Workflow
    report: list[Entry] = field(default_factory=list)
    triggers: list[Mapping[str, Json]] = field(default_factory=list)
    _names: dict[str, str] = field(default_factory=dict)
    _out: dict[tuple[str, int], Items] = field(default_factory=dict)

    def all(self) -> list[Document]:
        """The steps of everything."""
        serving = {edge.source for edge in self.workflow.edges if edge.kind != "main"}
        for node in self.workflow.nodes.values():
            if node.kind in _NOTES:
                self._tell(node, "mapped", remark("A note; its text is in the description."))
            elif node.name in serving:
                self._tell(node, "left out", remark("It serves another node there."))
        flow = [name for name, node in self.workflow.nodes.items() if node.kind not in _NOTES and name not in serving]
        return nested(self._block(flow, self.workflow.edges))

    def name(self, node: str) -> str:
        """What a node's result is called in the command."""
        if node not in self._names:
            word = re.sub(r"\W+", "_", node.lower()).strip("_") or "node"
            word = f"n_{word}" if word[0].isdigit() or word in _RESERVED or keyword.iskeyword(word) else word
            word, taken = word[:50], set(self._names.values())
            number, found = 2, word
            while found in taken:
                number, found = number + 1, f"{word}_{number}"
            self._names[node] = found
        return self._names[node]

    # --- blocks ---

    def _block(self, nodes: Sequence[str], edges: Sequence[Edge], given: Mapping[str, Items] | None = None) -> list[Document]:
        """The steps of some nodes; `given` are the items that come into a node from outside what is looked at."""
        given = given or {}
        starts = [name for name in nodes if not any(edge.target == name for edge in edges if edge.kind == "main")]
        steps: list[Document] = []
        for group in groups(nodes, edges, sorted(starts, key=self._standing)):
            if is_loop(group, [edge for edge in edges if edge.source in group and edge.target in group]):
                steps += self._loop(group, edges, given)
            else:
                steps += self._one(self.workflow.nodes[group[0]], edges, given)
        return steps

    def _standing(self, name: str) -> tuple[float, float]:
        x, y = self.workflow.nodes[name].position
        return (y, x)

    def _one(self, node: Node, edges: Sequence[Edge], given: Mapping[str, Items]) -> list[Document]:
        place = self._place(node, edges, given)
        if node.disabled:
            read = replace(place.passed_on(), outcome="left out", note=remark("It is switched off there; its items pass by."))
        else:
            read = self._read(node, place)
        self._tell(node, read.outcome, read.note)
        for output, items in enumerate(read.outputs):
            self._out[node.name, output] = items
        return [{**step, WHEN: place.items.when} for step in read.steps]

    def _read(self, node: Node, place: Place) -> Read:
        kind = node.kind.lower()
        if node.type.startswith(FOREIGN) and isinstance(node.parameters.get("step"), dict):
            return _own(node, place)
        if node.type.startswith(("n8n-nodes-base.", "@n8n/")) and kind in plugins.names("flows.n8n.nodes"):
            reader: NodeReader = plugins.load("flows.n8n.nodes", kind, NodeReader)()
            if reader.starts and (trigger := reader.trigger(node)) is not None:
                self.triggers.append(trigger)
            try:
                return reader.read(node, place)
            except NotPlain as error:
                return self._opaque(node, place, remark("Kept as it is: {why}.", why=error))
        return self._opaque(node, place, remark("There is no counterpart here; it is kept as it is and does not run."))

    def _opaque(self, node: Node, place: Place, note: LocalText) -> Read:
        serving = [self.workflow.nodes[edge.source].dumped() for edge in self.workflow.edges if _serves(edge, node.name)]
        block: Document = {"name": verbatim(node.name), "type": verbatim(node.type), "node": _as_text([node.dumped(), *serving])}
        if node.rest.get("credentials"):
            note = joined(note, remark("Its account must be connected here."))
        return replace(place.per_item({"n8n.node": block}), outcome="opaque", note=note)

    # --- loops ---

    def _loop(self, group: Group, edges: Sequence[Edge], given: Mapping[str, Items]) -> list[Document]:
        heads = [name for name in group if name in given or any(e.target == name and e.source not in group for e in edges)]
        batches = [name for name in heads or group if self.workflow.nodes[name].kind == _BATCHES]
        head = batches[0] if batches else heads[0] if heads else group[0]
        if len(heads) > 1:
            self._tell(
                self.workflow.nodes[head],
                "approximated",
                remark("This loop is entered at several places; here it begins at one."),
            )
        if batches:
            return self._over_items(self.workflow.nodes[head], group, edges, given)
        return self._again_and_again(head, group, edges, given)

    def _over_items(self, head: Node, group: Group, edges: Sequence[Edge], given: Mapping[str, Items]) -> list[Document]:
        """Loop Over Items. Version 3 has the outputs done, loop; version 2 loop, done; and other default batch sizes."""
        done, loop = (0, 1) if head.version >= 3 else (1, 0)
        size = head.parameters.get("batchSize", 1 if head.version >= 3 else 10)
        size = size if isinstance(size, int) and size > 0 else 1
        name, place = self.name(head.name), self._place(head, edges, given)
        inside = self._inside(head, loop, done, group, edges)
        item = f"{name}_item"
        self._out[head.name, loop] = Items(item, one=size == 1, line=f"{name}[]")
        inner = [edge for edge in edges if edge.source in inside or edge.source == head.name]
        steps = self._block(inside, [edge for edge in inner if edge.target != head.name])
        back = self._carried([edge for edge in inner if edge.target == head.name and edge.source in inside])
        leaving = self._leaving(inside, head.name, edges)
        over = place.items.list if size == 1 else f"({place.items.list} | batch({size}))"
        kept = {"back": together(back, name).list, **{key: items.list for key, (_e, items) in leaving.items()}}
        collect = "{{ {" + ", ".join(f"'{key}': {expr}" for key, expr in kept.items()) + "} }}"
        self._out[head.name, done] = Items(f"({name} | map(attribute='back') | list | flat)", line=name)
        for key, (edge, _items) in leaving.items():
            self._out[edge.source, edge.output] = Items(f"({name} | map(attribute='{key}') | list | flat)", line=f"{name}.{key}")
        self._tell(head, "mapped", _loop_remark(size))
        body = nested(steps) or [{"set": {"item": "{{ " + item + " }}"}}]
        whole = {"for_each": "{{ " + over + " }}", "item": item, "steps": body, "collect": collect, "as": name, WHEN: ()}
        # What comes after the loop and leads back to it is done once: n8n would begin the loop anew.
        after = [member for member in group if member != head.name and member not in inside]
        if not after:
            return [whole]
        self._tell(head, "approximated", remark("What leads back to this loop from behind it is done once."))
        return [whole, *self._block(after, [edge for edge in edges if edge.target != head.name])]

    def _inside(self, head: Node, loop: int, done: int, group: Group, edges: Sequence[Edge]) -> list[str]:
        """The nodes run in every pass: those on the loop, and those only reached from them."""
        begun = [edge.target for edge in edges if edge.source == head.name and edge.output == loop and edge.kind == "main"]
        ended = [edge.target for edge in edges if edge.source == head.name and edge.output == done and edge.kind == "main"]
        body = reachable(begun, edges, head.name)
        elsewhere = reachable([*ended, *self._other_starts(head.name, body, edges)], edges, head.name)
        return [name for name in self.workflow.nodes if name in body and (name in group or name not in elsewhere)]

    def _other_starts(self, head: str, body: set[str], edges: Sequence[Edge]) -> list[str]:
        return [
            name
            for name in {edge.source for edge in edges if edge.kind == "main"}
            if name not in body and name != head and not any(edge.target == name for edge in edges if edge.kind == "main")
        ]

    def _leaving(self, inside: Sequence[str], head: str, edges: Sequence[Edge]) -> dict[str, tuple[Edge, Items]]:
        """The edges out of a loop's body to nodes that run after it, and what they carry, by a name for each."""
        found: dict[str, tuple[Edge, Items]] = {}
        for edge in edges:
            outside = edge.target not in inside and edge.target != head and edge.kind == "main"
            if edge.source in inside and outside and (edge.source, edge.output) in self._out:
                key = f"out_{self.name(edge.source)}_{edge.output}"
                found.setdefault(key, (edge, self._out[edge.source, edge.output]))
        return found

    def _again_and_again(self, head: str, group: Group, edges: Sequence[Edge], given: Mapping[str, Items]) -> list[Document]:
        """A way back through other nodes: done again with the items that came back, as long as there are any."""
        name = f"{self.name(head)}_loop"
        arriving = [edge for edge in edges if edge.target == head and edge.source not in group]
        entering = together([*self._given(head, given), *self._carried(arriving)], name)
        inner = [edge for edge in edges if edge.source in group and edge.target != head]
        steps = self._block(group, [e for e in inner if e.target in group], {head: Items(f"{name}.waiting", line=name)})
        back = self._carried([edge for edge in edges if edge.target == head and edge.source in group])
        leaving = self._leaving(group, head, edges)
        before: Document = {"waiting": "{{ " + entering.list + " }}", **{key: [] for key in leaving}}
        after: Document = {"waiting": "{{ " + together(back, name).list + " }}"}
        for key, (edge, items) in leaving.items():
            after[key] = "{{ " + f"({name}.{key} + {items.list})" + " }}"
            self._out[edge.source, edge.output] = Items(f"{name}.{key}", line=f"{name}.{key}")
        loop: Document = {
            "while": "{{ " + f"{name}.waiting" + " }}",
            "limit": LIMIT,
            "steps": [*nested(steps), {"set": after, "as": name}],
        }
        return [{"set": before, "as": name, WHEN: ()}, {**loop, WHEN: ()}]

    # --- what a node sees ---

    def _given(self, name: str, given: Mapping[str, Items]) -> list[Items]:
        return [given[name]] if name in given else []

    def _carried(self, edges: Sequence[Edge]) -> list[Items]:
        return [self._out[edge.source, edge.output] for edge in edges if (edge.source, edge.output) in self._out]

    def _place(self, node: Node, edges: Sequence[Edge], given: Mapping[str, Items]) -> Place:
        name = self.name(node.name)
        incoming = [edge for edge in edges if edge.target == node.name and edge.kind == "main"]
        count = max((edge.input for edge in incoming), default=0) + 1
        by_input = [
            together(
                [
                    *(self._given(node.name, given) if index == 0 else []),
                    *self._carried([e for e in incoming if e.input == index]),
                ],
                name,
            )
            for index in range(min(count, 20))
        ]
        if not incoming and node.name not in given:
            by_input = [Items("{}", one=True, line=name)]
        items = by_input[0]
        only = items.expr if items.one else f"({items.list} | first)"
        item, number = (only, "1") if items.one else ("item", "number")
        sees = self._sight(items, item, number)
        scripts = Scripts(item, items.list, number, sees.paired, sees.all_of)
        return Place(
            name,
            by_input,
            replace(self._sight(items, only, "1"), script=scripts.keep(f"{name}_js") if items.one else None),
            replace(sees, script=scripts.keep("js")),
            scripts,
        )

    def _sight(self, items: Items, item: str, number: str) -> Sight:
        def all_of(node: str) -> str:
            if (node, 0) not in self._out:
                raise NotPlain(f"“{node}” comes later or does not exist")
            return self._out[node, 0].list

        def paired(node: str) -> str:
            found = self._out.get((node, 0))
            if found is None:
                raise NotPlain(f"“{node}” comes later or does not exist")
            if found.one:
                return found.expr
            return f"{found.expr}[{number} - 1]" if found.line == items.line and not items.one else f"({found.list} | first)"

        return Sight(item, items.list, number, paired, all_of)

    def _tell(self, node: Node, outcome: Outcome, note: LocalText = _NONE) -> None:
        self.report = [entry for entry in self.report if entry.node != node.name]
        self.report.append(Entry(node.name, node.type, outcome, note))


def _as_text(nodes: Sequence[Json]) -> str:
    """Nodes as JSON in which nothing looks like an expression of ours."""
    text = json.dumps(nodes, ensure_ascii=False, indent=1)
    return re.sub(r"\{(?=[{%#])", r"\\u007b", text)


def _loop_remark(size: int) -> LocalText:
    return remark("A loop over each item.") if size == 1 else remark("A loop over {size} items at a time.", size=size)


def _own(node: Node, place: Place) -> Read:
    """A step of ours that n8n had no node for, back as it was; what it gives is the item's `value` there."""
    step = dict(node.parameters["step"])
    name = str(step.get("as") or place.name)
    return Read([{**step, "as": name}], [Items("{'value': " + name + "}", one=True, when=place.items.when, line=name)])


def _serves(edge: Edge, name: str) -> bool:
    return edge.target == name and edge.kind != "main"
