"""n8n's Wait."""

from __future__ import annotations

from dataclasses import replace

from assistant.flows.n8n.javascript import NotPlain
from assistant.flows.n8n.reading import NodeReader, Place, Read
from assistant.flows.n8n.to_jinja import value
from assistant.flows.n8n.workflow import Node

_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400}


class Wait(NodeReader):
    """A time goes by, once for all items."""

    def read(self, node: Node, place: Place) -> Read:
        if node.parameters.get("resume", "timeInterval") == "specificTime":
            step = {"wait": {"until": value(node.parameters.get("dateTime", ""), place.sight)}}
        elif node.parameters.get("resume", "timeInterval") == "timeInterval":
            amount = value(node.parameters.get("amount", 5 if node.version >= 1.1 else 1), place.sight)
            unit = str(node.parameters.get("unit", "seconds" if node.version >= 1.1 else "hours"))
            if unit not in _SECONDS:
                raise NotPlain(f"the unit {unit[:20]} has no counterpart")
            step = {"wait": {"seconds": amount * _SECONDS[unit] if isinstance(amount, int | float) else amount}}
            if not isinstance(amount, int | float) and unit != "seconds":
                raise NotPlain("its length is an expression")
        else:
            raise NotPlain("it waits for a call from outside")
        if place.items.one:
            return Read([step], [place.items])
        guarded = {**step, "if": "{{ " + place.items.list + " }}"}
        return Read([guarded], [replace(place.items)])
