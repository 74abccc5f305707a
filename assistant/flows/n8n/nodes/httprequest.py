"""n8n's HTTP Request."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from assistant.domain.base import Json
from assistant.flows.n8n.javascript import NotPlain
from assistant.flows.n8n.reading import Items, NodeReader, Outcome, Place, Read
from assistant.flows.n8n.remarks import joined, remark
from assistant.flows.n8n.scripts import script_of
from assistant.flows.n8n.to_jinja import Sight, is_expression, value
from assistant.flows.n8n.workflow import Node

_KEY = "Its account must be connected: enter the key in the settings, under Secrets, and name it under `secrets`."
_METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")


class HttpRequest(NodeReader):
    """A request for each item. A list in the answer becomes items of its own, as in n8n."""

    def read(self, node: Node, place: Place) -> Read:
        given, sight = node.parameters, place.each
        method = str(given.get("method") or given.get("requestMethod") or "GET").upper()
        if method not in _METHODS:
            raise NotPlain("its method is an expression")
        request: dict[str, Json] = {"url": value(given.get("url", ""), sight)}
        if method != "GET":
            request["method"] = method
        if given.get("sendHeaders"):
            request["headers"] = _pairs(given.get("headerParameters"), sight)
        if given.get("sendQuery"):
            request["query"] = _pairs(given.get("queryParameters"), sight)
        if given.get("sendBody"):
            request.update(_body(given, place))
        whole, patient = _options(given)
        if patient:
            request["accept"] = [code for code in range(300, 600) if code % 100 < 32][:50]
        note = remark(_KEY) if _signs_in(given) else {}
        outcome: Outcome = "approximated" if note or whole else "mapped"
        if whole:
            note = joined(note, remark("The whole answer is `status`, `headers`, `body` here."))
            read = place.per_item({"http": request})
            return Read(read.steps, read.outputs, outcome, note)
        name = "data"
        if place.items.one:
            items = Items(f"({place.name}.body | as_items('{name}'))", when=place.items.when, line=place.name)
            return Read(place.plain({"http": request}), [items], outcome, note)
        loop = place.loop({"http": request}, f"done.body | as_items('{name}')")
        return Read([loop], [Items(f"({place.name} | flat)", line=place.name)], outcome, note)


def _pairs(given: Json, sight: Sight) -> dict[str, Json]:
    several = given.get("parameters") if isinstance(given, Mapping) else None
    if not isinstance(several, list):
        raise NotPlain("its headers or fields are an expression")
    return {
        str(one["name"]): value(one.get("value", ""), sight) for one in several if isinstance(one, Mapping) and one.get("name")
    }


def _body(given: Mapping[str, Json], place: Place) -> dict[str, Json]:
    match given.get("contentType", "json"):
        case "json":
            if given.get("specifyBody") == "json":
                return {"json": _json(given.get("jsonBody"), place)}
            return {"json": _pairs(given.get("bodyParameters"), place.each)}
        case "form-urlencoded":
            return {"form": _pairs(given.get("bodyParameters"), place.each)}
        case "raw":
            return {"body": value(given.get("body", ""), place.each)}
    raise NotPlain("it sends files")


def _json(given: Json, place: Place) -> Json:
    if not is_expression(given):
        try:
            return json.loads(given) if isinstance(given, str) else given
        except ValueError as error:
            raise NotPlain("its JSON cannot be read") from error
    if place.each.script is None:
        raise NotPlain("its JSON is an expression")
    source = script_of(str(given), as_json=True)
    return "{{ " + place.each.script(f"(out => typeof out === 'string' ? JSON.parse(out) : out)({source})") + " }}"


def _options(given: Mapping[str, Json]) -> tuple[bool, bool]:
    """Whether the whole answer is wanted, and whether no status is a failure. Raises NotPlain for files."""
    response: Any = given.get("options")
    for key in ("response", "response"):
        response = response.get(key) if isinstance(response, Mapping) else None
    if not isinstance(response, Mapping):
        return False, False
    if response.get("responseFormat") == "file":
        raise NotPlain("its answer is a file")
    return response.get("fullResponse") is True, response.get("neverError") is True


def _signs_in(given: Mapping[str, Json]) -> bool:
    return given.get("authentication", "none") not in ("none", "")
