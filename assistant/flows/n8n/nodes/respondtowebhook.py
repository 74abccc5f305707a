"""n8n's answer to a webhook."""

from __future__ import annotations

from assistant.flows.n8n.reading import NodeReader, Place, Read
from assistant.flows.n8n.remarks import remark
from assistant.flows.n8n.workflow import Node


class RespondToWebhook(NodeReader):
    """The caller was answered when the request came; what would have been sent is only shown."""

    def read(self, node: Node, place: Place) -> Read:
        note = remark("A webhook here answers at once; this answer is not sent.")
        return Read([], [place.items], "approximated", note)
