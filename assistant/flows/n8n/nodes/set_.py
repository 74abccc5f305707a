"""n8n's Edit Fields."""

from __future__ import annotations

import json
from collections.abc import Mapping

from assistant.domain.base import Json
from assistant.flows.n8n.javascript import NotPlain
from assistant.flows.n8n.reading import NodeReader, Place, Read
from assistant.flows.n8n.scripts import script_of
from assistant.flows.n8n.to_jinja import Sight, bare, is_expression, value
from assistant.flows.n8n.workflow import Node


class Set(NodeReader):
    """Fields of each item set anew; what the item had before is kept only when the node says so."""

    def read(self, node: Node, place: Place) -> Read:
        if node.parameters.get("mode") == "raw":
            return _raw(node, place)
        fields = _fields(node, place.each)
        keeps = node.parameters.get("includeOtherFields") is True or (
            node.version < 3.3 and not node.parameters.get("keepOnlySet")
        )
        if not keeps:
            return place.per_item({"set": fields})
        own = ", ".join(f"'{name}': {bare_value}" for name, bare_value in _bare_fields(node, place.each).items())
        merged = "{{ " + place.each.item + " | with_fields({" + own + "}) }}"
        # `set` gives a mapping of its own; the item as a whole stands in it under a name.
        return place.per_item({"set": {"item": merged}}, result=".item")


def _assignments(node: Node) -> list[tuple[str, Json]]:
    new = node.parameters.get("assignments")
    if isinstance(new, Mapping) and isinstance(new.get("assignments"), list):
        return [(str(one.get("name", "")), one.get("value")) for one in new["assignments"] if isinstance(one, Mapping)]
    fields = node.parameters.get("fields")
    if isinstance(fields, Mapping) and isinstance(fields.get("values"), list):
        return [(str(one.get("name", "")), _typed(one)) for one in fields["values"] if isinstance(one, Mapping)]
    old = node.parameters.get("values")
    if isinstance(old, Mapping):
        return [
            (str(one.get("name", "")), one.get("value"))
            for group in old.values()
            if isinstance(group, list)
            for one in group
            if isinstance(one, Mapping)
        ]
    return []


def _typed(one: Mapping[str, Json]) -> Json:
    return next((item for key, item in one.items() if key.endswith("Value")), "")


def _fields(node: Node, sight: Sight) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for name, given in _assignments(node):
        place = found
        *path, last = name.split(".")
        for part in path:
            inner = place.setdefault(part, {})
            if not isinstance(inner, dict):
                raise NotPlain(f"the field {name[:60]} is set twice")
            place = inner
        place[last] = value(given, sight)
    return found


def _bare_fields(node: Node, sight: Sight) -> dict[str, str]:
    found = {}
    for name, given in _assignments(node):
        if "." in name or "'" in name or "\\" in name:
            raise NotPlain("a field within a field is set beside others")
        found[name] = bare(given, sight)
    return found


def _raw(node: Node, place: Place) -> Read:
    """The JSON of raw mode: written out, or the value of an expression."""
    given = node.parameters.get("jsonOutput")
    if is_expression(given):
        source = script_of(str(given), as_json=True)
        return place.per_item(
            place.scripts.step(f"const out = {source};\nreturn typeof out === 'string' ? JSON.parse(out) : out;")
        )
    try:
        parsed = json.loads(given) if isinstance(given, str) else given
    except ValueError as error:
        raise NotPlain("its JSON cannot be read") from error
    if not isinstance(parsed, dict):
        raise NotPlain("its JSON is no mapping")
    return place.per_item({"set": parsed})
