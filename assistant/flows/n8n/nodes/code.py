"""n8n's Code."""

from __future__ import annotations

from assistant.flows.n8n.javascript import NotPlain
from assistant.flows.n8n.reading import NodeReader, Place, Read
from assistant.flows.n8n.workflow import Node


class Code(NodeReader):
    """JavaScript over all items, or over each; it stays JavaScript."""

    def read(self, node: Node, place: Place) -> Read:
        if node.parameters.get("language", "javaScript") != "javaScript":
            raise NotPlain("its code is Python")
        step = place.scripts.step(str(node.parameters.get("jsCode") or "return items;"), items=True)
        return place.per_item(step, result="[0]") if node.parameters.get("mode") == "runOnceForEachItem" else place.over_all(step)
