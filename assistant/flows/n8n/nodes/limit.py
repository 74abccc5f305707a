"""n8n's Limit."""

from __future__ import annotations

from assistant.flows.n8n.javascript import NotPlain
from assistant.flows.n8n.reading import NodeReader, Place, Read
from assistant.flows.n8n.workflow import Node


class Limit(NodeReader):
    """Only the first (or the last) items go on."""

    def read(self, node: Node, place: Place) -> Read:
        count = node.parameters.get("maxItems", 1)
        if not isinstance(count, int) or count < 0:
            raise NotPlain("its number is an expression")
        kept = f"[-{count}:]" if node.parameters.get("keep") == "lastItems" and count else f"[:{count}]"
        return place.gives(f"{place.items.list}{kept}")
