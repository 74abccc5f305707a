"""n8n's start by hand."""

from __future__ import annotations

from assistant.flows.n8n.reading import NodeReader, Place, Read
from assistant.flows.n8n.workflow import Node


class ManualTrigger(NodeReader):
    """The owner starts it: by saying one of the command's phrases."""

    starts = True

    def read(self, node: Node, place: Place) -> Read:
        return place.passed_on()
