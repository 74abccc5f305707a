"""n8n's Loop Over Items where nothing leads back to it."""

from __future__ import annotations

from assistant.flows.n8n.reading import Items, NodeReader, Place, Read
from assistant.flows.n8n.remarks import remark
from assistant.flows.n8n.workflow import Node


class SplitInBatches(NodeReader):
    """Without a way back only the first batch goes on, on the output `loop`."""

    def read(self, node: Node, place: Place) -> Read:
        size = node.parameters.get("batchSize", 1 if node.version >= 3 else 10)
        first = Items(f"{place.items.list}[:{size if isinstance(size, int) else 1}]", line=place.name)
        none = Items("[]", line=f"{place.name}.done")
        note = remark("Nothing leads back to it, so only its first batch goes on, as in n8n.")
        return Read([], [none, first] if node.version >= 3 else [first, none], "approximated", note)
