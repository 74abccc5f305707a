"""n8n's start by another workflow."""

from __future__ import annotations

from assistant.flows.n8n.reading import NodeReader, Place, Read
from assistant.flows.n8n.workflow import Node


class ExecuteWorkflowTrigger(NodeReader):
    """Another command starts it with a `command` step."""

    starts = True

    def read(self, node: Node, place: Place) -> Read:
        return place.passed_on()
