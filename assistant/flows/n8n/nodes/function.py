"""n8n's Function, the Code node of old."""

from __future__ import annotations

from assistant.flows.n8n.reading import NodeReader, Place, Read
from assistant.flows.n8n.workflow import Node


class Function(NodeReader):
    """JavaScript over all items; it stays JavaScript."""

    def read(self, node: Node, place: Place) -> Read:
        return place.over_all(place.scripts.step(str(node.parameters.get("functionCode") or "return items;"), items=True))
