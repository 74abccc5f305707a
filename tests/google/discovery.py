"""The discovery documents that Google's client library ships, as a strict judge of requests and answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import unquote

from googleapiclient.discovery_cache import get_static_doc

Document = Mapping[str, Any]
_COMMON = frozenset({"alt", "fields", "prettyPrint", "quotaUser", "key", "userIp", "uploadType", "upload_protocol"})


class Unfit(Exception):
    """A request, or an answer, is not as the document says."""


@dataclass(frozen=True, slots=True)
class Method:
    """One method of an API. `upload` is the path for a letter's or file's bytes, empty when there is none."""

    id: str
    verb: str
    path: str
    upload: str
    about: Document
    document: Document

    @property
    def scopes(self) -> frozenset[str]:
        """Any one of these allows it."""
        return frozenset(self.about.get("scopes", ()))

    def matched(self, verb: str, path: str) -> tuple[dict[str, str], bool] | None:
        """The parameters in the path, and whether it is the one for uploads; None for another method."""
        if verb != self.verb:
            return None
        for template, is_upload in ((self.path, False), (self.upload, True)):
            if template and (found := re.fullmatch(_pattern(template), path)):
                return {name: unquote(value) for name, value in found.groupdict().items()}, is_upload
        return None

    def params(self, given: Mapping[str, str], query: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        """The parameters with their types and defaults. Raises Unfit."""
        known: Mapping[str, Document] = self.about.get("parameters", {})
        if unknown := query.keys() - known.keys() - _COMMON - given.keys():
            raise Unfit(f"unknown parameters {sorted(unknown)}")
        raw = {**query, **{name: [value] for name, value in given.items()}}
        found: dict[str, Any] = {}
        for name, about in known.items():
            if name not in raw:
                if about.get("required"):
                    raise Unfit(f"{name} is required")
                if "default" in about:
                    found[name] = _parameter(name, about, about["default"])
                continue
            values = [_parameter(name, about, value) for value in raw[name]]
            if not about.get("repeated") and len(values) != 1:
                raise Unfit(f"{name} may be given once")
            found[name] = values if about.get("repeated") else values[0]
        return found

    def check_body(self, body: Any) -> None:
        """Raises Unfit for a body that is not as the document says."""
        wanted = self.about.get("request")
        if wanted is None:
            if body is not None:
                raise Unfit("no body is expected")
            return
        self._fits(body if body is not None else {}, wanted, "body", is_request=True)

    def check_answer(self, answer: Any) -> None:
        """Raises Unfit for an answer Google would never give."""
        wanted = self.about.get("response")
        if wanted is None:
            if answer is not None:
                raise Unfit("nothing is answered")
            return
        self._fits(answer, wanted, "answer", is_request=False)

    def _fits(self, value: Any, about: Document, where: str, *, is_request: bool) -> None:
        if "$ref" in about:
            self._fits(value, self.document["schemas"][about["$ref"]], where, is_request=is_request)
            return
        kind = about.get("type", "any")
        if kind == "object":
            self._fits_object(value, about, where, is_request=is_request)
        elif kind == "array":
            if not isinstance(value, list):
                raise Unfit(f"{where} is no list")
            for number, item in enumerate(value):
                self._fits(item, about["items"], f"{where}[{number}]", is_request=is_request)
        elif kind != "any":
            _fits_plain(value, about, where)

    def _fits_object(self, value: Any, about: Document, where: str, *, is_request: bool) -> None:
        if not isinstance(value, dict):
            raise Unfit(f"{where} is no object")
        known: Mapping[str, Document] = about.get("properties", {})
        others: Document | None = about.get("additionalProperties")
        for name, item in value.items():
            inner = known.get(name, others)
            if inner is None:
                raise Unfit(f"{where}.{name} is unknown")
            if item is not None or not is_request:
                self._fits(item, inner, f"{where}.{name}", is_request=is_request)
        for name, inner in known.items():
            if is_request and self.id in inner.get("annotations", {}).get("required", ()) and value.get(name) is None:
                raise Unfit(f"{where}.{name} is required")


def methods(*apis: tuple[str, str]) -> list[Method]:
    """Every method of these APIs."""
    found: list[Method] = []
    for name, version in apis:
        document = json.loads(get_static_doc(name, version))
        found += _methods(document, document)
    return found


def _methods(within: Document, document: Document) -> Iterator[Method]:
    for about in within.get("methods", {}).values():
        upload = about.get("mediaUpload", {}).get("protocols", {}).get("simple", {}).get("path", "")
        yield Method(about["id"], about["httpMethod"], f"/{document['servicePath']}{about['path']}", upload, about, document)
    for inner in within.get("resources", {}).values():
        yield from _methods(inner, document)


def _pattern(template: str) -> str:
    parts = re.split(r"\{(\w+)\}", template)
    return "".join(f"(?P<{part}>[^/]+)" if number % 2 else re.escape(part) for number, part in enumerate(parts))


def _parameter(name: str, about: Document, text: str) -> Any:
    value: Any = text
    match about["type"]:
        case "boolean":
            if text not in ("true", "false"):
                raise Unfit(f"{name} is neither true nor false")
            value = text == "true"
        case "integer":
            if not re.fullmatch(r"-?\d+", text):
                raise Unfit(f"{name} is no number")
            value = int(text)
            if ("minimum" in about and value < int(about["minimum"])) or ("maximum" in about and value > int(about["maximum"])):
                raise Unfit(f"{name} is out of bounds")
    if "pattern" in about and not re.search(about["pattern"], text):
        raise Unfit(f"{name} is not like {about['pattern']}")
    _fits_plain(value, about, name)
    return value


def _fits_plain(value: Any, about: Document, where: str) -> None:
    kinds: Mapping[str, tuple[type, ...]] = {"string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,)}
    kind = about["type"]
    if not isinstance(value, kinds[kind]) or (isinstance(value, bool) and kind != "boolean"):
        raise Unfit(f"{where} is no {kind}")
    if "enum" in about and value not in about["enum"]:
        raise Unfit(f"{where} is none of {about['enum']}")
    if isinstance(value, str):
        _fits_format(value, about.get("format", ""), where)


def _fits_format(value: str, form: str, where: str) -> None:
    try:
        match form:
            case "int64" | "int32" | "uint64" | "uint32":
                int(value)
            case "date":
                date.fromisoformat(value)
            case "date-time" | "google-datetime":
                if datetime.fromisoformat(value).tzinfo is None:
                    raise ValueError("without an offset")
            case "byte":
                if not re.fullmatch(r"[A-Za-z0-9_+/=-]*", value):
                    raise ValueError("no base64")
    except ValueError as error:
        raise Unfit(f"{where} is no {form}: {error}") from error
