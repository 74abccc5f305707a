"""n8n's call of another workflow."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.flows.n8n.javascript import NotPlain
from assistant.flows.n8n.reading import NodeReader, Place, Read
from assistant.flows.n8n.remarks import remark
from assistant.flows.n8n.workflow import Node


class ExecuteWorkflow(NodeReader):
    """Another command is carried out; it must be taken over too, under the name the workflow has."""

    def read(self, node: Node, place: Place) -> Read:
        given = node.parameters.get("workflowId")
        name = given.get("cachedResultName") or given.get("value") if isinstance(given, Mapping) else given
        word = re.sub(r"[^\w-]+", "-", str(name or "").lower()).strip("-")[:80]
        if not word or str(name).startswith("="):
            raise NotPlain("which workflow it calls is an expression")
        read = place.per_item({"command": {"name": word}})
        return Read(
            read.steps, read.outputs, "approximated", remark("It calls the command `{name}`, which must exist here.", name=word)
        )
