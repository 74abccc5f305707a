"""n8n's Aggregate."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.flows.n8n.javascript import NotPlain
from assistant.flows.n8n.reading import Items, NodeReader, Place, Read
from assistant.flows.n8n.workflow import Node


class Aggregate(NodeReader):
    """All items become one: a list of them, or lists of single fields."""

    def read(self, node: Node, place: Place) -> Read:
        if node.parameters.get("aggregate") == "aggregateAllItemData":
            if node.parameters.get("include", "allFields") != "allFields":
                raise NotPlain("it keeps only some fields")
            field = str(node.parameters.get("destinationFieldName") or "data")
            step = {"set": {field: "{{ " + place.items.list + " }}"}, "as": place.name}
            return Read([step], [Items(place.name, one=True, line=place.name)])
        given = node.parameters.get("fieldsToAggregate")
        several = given.get("fieldToAggregate") if isinstance(given, Mapping) else None
        if not isinstance(several, list) or not all(isinstance(one, Mapping) for one in several):
            raise NotPlain("its fields cannot be read")
        fields = {}
        for one in several:
            name = str(one.get("fieldToAggregate", ""))
            if "'" in name or not name:
                raise NotPlain("its fields cannot be read")
            target = str(one.get("outputFieldName") or name.rsplit(".", 1)[-1])
            fields[target] = "{{ " + place.items.list + f" | map(attribute='{name}') | list" + " }}"
        return Read([{"set": fields, "as": place.name}], [Items(place.name, one=True, line=place.name)])
