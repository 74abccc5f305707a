"""n8n's Split Out."""

from __future__ import annotations

import re

from assistant.flows.n8n.javascript import NotPlain
from assistant.flows.n8n.reading import Items, NodeReader, Place, Read
from assistant.flows.n8n.workflow import Node

_PATH = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")


class SplitOut(NodeReader):
    """A list within each item becomes items of their own."""

    def read(self, node: Node, place: Place) -> Read:
        path = str(node.parameters.get("fieldToSplitOut", "")).strip()
        if not _PATH.fullmatch(path) or node.parameters.get("include", "noOtherFields") != "noOtherFields":
            raise NotPlain("it splits several fields, or keeps others")
        name = path.rsplit(".", 1)[-1]
        if place.items.one:
            return place.gives(f"{place.items.expr}.{path} | as_items('{name}')")
        read = place.per_item({"set": {"items": "{{ item." + path + " | as_items('" + name + "') }}"}})
        return Read([{**read.steps[0], "collect": "{{ done.items }}"}], [Items(f"({place.name} | flat)", line=place.name)])
