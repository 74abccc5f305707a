"""n8n's Filter."""

from __future__ import annotations

from dataclasses import replace

from assistant.flows.n8n.conditions import condition
from assistant.flows.n8n.reading import Items, NodeReader, Place, Read
from assistant.flows.n8n.workflow import Node


class Filter(NodeReader):
    """Only items for which the conditions hold go on."""

    def read(self, node: Node, place: Place) -> Read:
        holds = condition(node.parameters.get("conditions"), place.sight_each)
        if place.items.one:
            place = replace(place, inputs=[Items(place.items.list)])
        loop = place.loop({"set": {"holds": "{{ " + holds + " }}"}}, "item if done.holds")
        return Read([loop], [Items(place.name, line=place.name)])
