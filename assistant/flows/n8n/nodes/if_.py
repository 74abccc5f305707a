"""n8n's If."""

from __future__ import annotations

from dataclasses import replace

from assistant.flows.n8n.conditions import condition
from assistant.flows.n8n.reading import Items, NodeReader, Place, Read
from assistant.flows.n8n.workflow import Node


class If(NodeReader):
    """Each item goes one way or the other: outputs are true, false."""

    def read(self, node: Node, place: Place) -> Read:
        holds = condition(node.parameters.get("conditions"), place.each, node.parameters.get("combineOperation"))
        if place.items.one:
            when, test = place.items.when, f"{place.name}.holds"
            outputs = [replace(place.items, when=(*when, test)), replace(place.items, when=(*when, f"not {test}"))]
            return Read(place.plain({"set": {"holds": "{{ " + holds + " }}"}}), outputs)
        loop = place.loop({"set": {"item": "{{ item }}", "holds": "{{ " + holds + " }}"}}, "done")
        outputs = [
            Items(f"({place.name} | {pick}('holds') | map(attribute='item') | list)", line=f"{place.name}.{pick}")
            for pick in ("selectattr", "rejectattr")
        ]
        return Read([loop], outputs)
