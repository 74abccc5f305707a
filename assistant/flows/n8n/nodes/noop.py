"""n8n's node that does nothing."""

from __future__ import annotations

from assistant.flows.n8n.reading import NodeReader, Place, Read
from assistant.flows.n8n.workflow import Node


class NoOp(NodeReader):
    """The items go on."""

    def read(self, node: Node, place: Place) -> Read:
        return place.passed_on()
