"""What a reader of one n8n node type works with: the items that come in, what goes out, and what is to be said of it.

n8n runs a node once for each item it is given; an `Items` says which items, so that a reader makes one plain step of a
single item and a `for_each` of many.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar, Literal

from assistant.domain.base import Json
from assistant.domain.command import LocalText
from assistant.flows.n8n.scripts import Scripts
from assistant.flows.n8n.to_jinja import Sight
from assistant.flows.n8n.workflow import Node

Document = dict[str, Json]
"""A step or a whole command as it stands in a command file."""
Outcome = Literal["mapped", "approximated", "opaque", "left out"]


@dataclass(frozen=True, slots=True)
class Items:
    """Items on an edge: `expr` is a list of them, or the only one when `one`; there are none unless all of `when` hold.

    Items with the same `line` correspond one to one, in the same order.
    """

    expr: str
    one: bool = False
    when: tuple[str, ...] = ()
    line: str = ""

    @property
    def list(self) -> str:
        """An expression for the list, whatever holds."""
        found = f"[{self.expr}]" if self.one else self.expr
        return f"({found} if {' and '.join(self.when)} else [])" if self.when else found


def together(several: Sequence[Items], line: str) -> Items:
    """The items of several edges into one input, in order."""
    if len(several) == 1:
        return several[0]
    if not several:
        return Items("[]", line=line)
    return Items("(" + " + ".join(items.list for items in several) + ")", line=line)


@dataclass(frozen=True, slots=True)
class Read:
    """A node as steps. `outputs` are what its outputs give; `note` says what is not quite the same, or must be done."""

    steps: Sequence[Document]
    outputs: Sequence[Items]
    outcome: Outcome = "mapped"
    note: LocalText = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands. `name` is what its steps save under; `inputs` the items of each input.

    `each` is what expressions see where one item is worked on: the only one, or `item` within a `for_each`. `scripts` collects
    the JavaScript of the node's expressions that has no counterpart; it is run before the node's own step.
    """

    name: str
    inputs: Sequence[Items]
    sight: Sight
    """What expressions see in a plain step."""
    sight_each: Sight
    """What expressions see within a `for_each` over the items."""
    scripts: Scripts

    @property
    def items(self) -> Items:
        """The items of the first input."""
        return self.inputs[0] if self.inputs else Items("{}", one=True)

    @property
    def each(self) -> Sight:
        """What expressions see where one item is worked on."""
        return self.sight if self.items.one else self.sight_each

    def per_item(self, step: Document, *, result: str = "", keeps_line: bool = True) -> Read:
        """A step that n8n does once for each item; what it gives (or `result`, a part of it) is the item that goes on."""
        if self.items.one:
            return Read(self.plain(step), [replace(self.items, expr=f"{self.name}{result}")])
        line = self.items.line if keeps_line else self.name
        return Read([self.loop(step, f"done{result}")], [Items(self.name, line=line)])

    def plain(self, step: Document) -> list[Document]:
        """The step, and the scripts it needs before it, outside of any loop."""
        return [*self.scripts.steps(f"{self.name}_js"), {**step, "as": self.name}]

    def loop(self, step: Document, collect: str) -> Document:
        """The step for each of the items; `collect` is what is kept of a pass, in which the step's result is `done`."""
        return {
            "for_each": "{{ " + self.items.list + " }}",
            "item": "item",
            "steps": [*self.scripts.steps("js"), {**step, "as": "done"}],
            "collect": "{{ " + collect + " }}",
            "as": self.name,
        }

    def over_all(self, step: Document) -> Read:
        """A step that works on all items at once and gives a list of items; without items n8n does not run it."""
        if self.items.one:
            return Read(self.plain(step), [Items(self.name, when=self.items.when, line=self.name)])
        ((kind, given),) = step.items()
        seen = {**{key: value for key, value in given.items() if key != "number"}, "item": "{{ " + self.sight.item + " }}"}
        guarded: Document = {kind: seen, "if": "{{ " + self.items.list + " }}", "as": self.name}
        return Read([guarded], [Items(f"({self.name} | default([], true))", line=self.name)])

    def gives(self, expression: str) -> Read:
        """A list worked out of the incoming list, without a step for each item."""
        step: Document = {"set": {"items": "{{ " + expression + " }}"}, "as": self.name}
        return Read([step], [Items(f"{self.name}.items", line=self.name)])

    def passed_on(self) -> Read:
        """Nothing is done; the items go on."""
        return Read([], [self.items])


class NodeReader(ABC):
    """Reads nodes of one n8n type; the file's name is the type's last part in lower case."""

    starts: ClassVar[bool] = False
    """True for a trigger: it begins the flow."""

    @abstractmethod
    def read(self, node: Node, place: Place) -> Read:
        """The node as steps. Raises NotPlain when it has none: it is then kept as it is."""

    def trigger(self, node: Node) -> Mapping[str, Json] | None:
        """For a trigger: what it is among the `triggers` of a command; None when the owner starts it by saying so."""
        return None
