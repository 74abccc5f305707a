"""n8n's Merge."""

from __future__ import annotations

from assistant.flows.n8n.javascript import NotPlain
from assistant.flows.n8n.reading import NodeReader, Place, Read
from assistant.flows.n8n.workflow import Node


class Merge(NodeReader):
    """The items of all inputs one after another, or side by side by their position."""

    def read(self, node: Node, place: Place) -> Read:
        mode = node.parameters.get("mode", "append")
        by = node.parameters.get("combineBy", node.parameters.get("combinationMode", ""))
        lists = [items.list for items in place.inputs]
        if mode == "append":
            return place.gives(" + ".join(lists))
        if mode in ("chooseBranch", "passThrough"):
            return place.gives(lists[0])
        if mode == "combine" and by in ("combineByPosition", "mergeByPosition"):
            return place.gives(f"{lists[0]} | beside({', '.join(lists[1:])})" if len(lists) > 1 else lists[0])
        raise NotPlain("this way of merging has no counterpart")
