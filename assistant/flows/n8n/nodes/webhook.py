"""n8n's webhook."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.domain.base import Json
from assistant.flows.n8n.reading import Items, NodeReader, Place, Read
from assistant.flows.n8n.remarks import remark
from assistant.flows.n8n.workflow import Node


class Webhook(NodeReader):
    """A request from outside starts it; what came is the slot `request`."""

    starts = True

    def read(self, node: Node, place: Place) -> Read:
        note = remark("The address changes: it is shown among the command's triggers. An answer is sent at once.")
        return Read([], [Items("request", one=True, line=place.name)], "approximated", note)

    def trigger(self, node: Node) -> Mapping[str, Json] | None:
        path = re.sub(r"[^a-z0-9-]+", "-", str(node.parameters.get("path", "")).lower()).strip("-")[:60]
        return {"webhook": path or "n8n"}
