"""n8n's Switch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assistant.domain.base import Json
from assistant.flows.n8n.conditions import condition
from assistant.flows.n8n.javascript import NotPlain
from assistant.flows.n8n.reading import Items, NodeReader, Place, Read
from assistant.flows.n8n.to_jinja import bare
from assistant.flows.n8n.workflow import Node


class Switch(NodeReader):
    """Each item goes the way of the first rule that holds; without one the fallback's way, or none."""

    def read(self, node: Node, place: Place) -> Read:
        if node.parameters.get("mode") == "expression":
            way, count = bare(node.parameters.get("output"), place.each), node.parameters.get("numberOutputs", 4)
            count = count if isinstance(count, int) and 0 < count <= 50 else 4
        else:
            rules = _rules(node)
            options = node.parameters.get("options")
            fallback = options.get("fallbackOutput") if isinstance(options, Mapping) else None
            last = len(rules) if fallback == "extra" else fallback if isinstance(fallback, int) else -1
            way = _way([condition(rule.get("conditions"), place.each) for rule in rules], last)
            count = len(rules) + (fallback == "extra")
        if place.items.one:
            outputs = [replace(place.items, when=(*place.items.when, f"{place.name}.way == {index}")) for index in range(count)]
            return Read(place.plain({"set": {"way": "{{ " + way + " }}"}}), outputs)
        loop = place.loop({"set": {"item": "{{ item }}", "way": "{{ " + way + " }}"}}, "done")
        picked = [
            f"({place.name} | selectattr('way', 'equalto', {index}) | map(attribute='item') | list)" for index in range(count)
        ]
        return Read([loop], [Items(expr, line=f"{place.name}.{index}") for index, expr in enumerate(picked)])


def _rules(node: Node) -> list[Mapping[str, Json]]:
    rules = node.parameters.get("rules")
    found = rules.get("values") if isinstance(rules, Mapping) else None
    if not isinstance(found, list):
        raise NotPlain("its rules are of an old version")
    return [rule for rule in found if isinstance(rule, Mapping)]


def _way(conditions: list[str], otherwise: int) -> str:
    way = str(otherwise)
    for index, holds in reversed(list(enumerate(conditions))):
        way = f"({index} if {holds} else {way})"
    return way
