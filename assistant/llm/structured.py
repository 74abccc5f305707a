"""Answers of a shape: four ways to ask for one, from the strictest down, and how an answer is read back.

A way that a server or a model does not know is left for the next one, and what works is remembered. An answer that does
not have the shape is sent back once with what is wrong with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from assistant.domain.base import Json
from assistant.llm.shapes import faults_of

Way = Literal["json_schema", "json_object", "tools", "plain"]
WAYS: tuple[Way, ...] = ("json_schema", "json_object", "tools", "plain")
NAME = "answer"
_THOUGHTS = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"```[\w-]*[ \t]*\n(.*?)(?:\n```|\Z)", re.DOTALL)


def request(way: Way, schema: Mapping[str, Any]) -> dict[str, Any]:
    """What a request holds beside the messages to get an answer of this shape."""
    match way:
        case "json_schema":
            return {"response_format": {"type": "json_schema", "json_schema": {"name": NAME, "schema": schema, "strict": True}}}
        case "json_object":
            return {"response_format": {"type": "json_object"}}
        case "tools":
            tool = {"type": "function", "function": {"name": NAME, "description": "Give the answer.", "parameters": schema}}
            return {"tools": [tool], "tool_choice": {"type": "function", "function": {"name": NAME}}}
        case "plain":
            return {}


def told(way: Way, schema: Mapping[str, Any]) -> str:
    """What the model is told of the shape; nothing where the server sees to it."""
    if way in ("json_schema", "tools"):
        return ""
    return (
        "Answer with one JSON object and nothing else: no words around it, no code fence. It must fit this JSON Schema:\n"
        + json.dumps(schema, ensure_ascii=False)
    )


def below(way: Way) -> Way | None:
    """The next way down, None below the last."""
    index = WAYS.index(way) + 1
    return WAYS[index] if index < len(WAYS) else None


def read(text: str, schema: Mapping[str, Any]) -> tuple[Json, list[str]]:
    """The value in an answer and what is wrong with it; a value of the right shape comes with no faults."""
    found: list[str] = []
    for candidate in _candidates(text):
        try:
            value = json.loads(candidate)
        except (ValueError, RecursionError):
            continue
        value = _unwrapped(value, schema)
        faults = faults_of(value, schema)
        if not faults:
            return value, []
        found = found or faults
    return None, found or ["the answer is no JSON object"]


def has_json(text: str) -> bool:
    """Whether there is something like an object in an answer at all."""
    return "{" in without_thoughts(text)


def without_thoughts(text: str) -> str:
    """An answer without what a model thought aloud before it."""
    return _THOUGHTS.sub("", text).strip()


def _candidates(text: str) -> Sequence[str]:
    """What may be the object, likeliest first: all of it, a fenced block, from the first brace to the last."""
    text = without_thoughts(text)
    start, end = text.find("{"), text.rfind("}")
    return [text, *_FENCE.findall(text)[:5], *([text[start : end + 1]] if 0 <= start < end else [])]


def _unwrapped(value: Json, schema: Mapping[str, Any]) -> Json:
    """Local models like to print a tool call, or the schema's name, around the object."""
    if not isinstance(value, dict) or "arguments" in schema.get("properties", {}):
        return value
    for key in ("arguments", "parameters", NAME):
        if key in value and set(value) <= {"name", "type", key} and key not in schema.get("properties", {}):
            inner = value[key]
            if isinstance(inner, str):
                try:
                    inner = json.loads(inner)
                except ValueError:
                    return value
            return inner
    return value
