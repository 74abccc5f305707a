"""Events as lines for a terminal."""

from __future__ import annotations

import json
from typing import Any


def line_of(event: dict[str, Any]) -> str:
    """One event for a person to read; empty for those that would only make noise."""
    match event["type"]:
        case "utterance.received":
            return f"» {event['utterance']['text']}"
        case "run.started":
            return f"  {_title(event['title'])}"
        case "message.said":
            return "\n".join([f"  {event['text']}", *(f"    - {_item(item)}" for item in event["items"])])
        case "question.asked":
            return _question(event["question"])
        case "command.unmatched":
            near = "; ".join(_title(title) for title in event["closest"].values())
            return f"  No command fits “{event['text']}”." + (f" Nearest: {near}." if near else "")
        case "step.finished" if event["state"] in ("failed", "unconfirmed"):
            return f"  {event['kind']}: {event['state']}. {event['error']}".rstrip()
        case "run.finished" if event["state"] != "done":
            return f"  {event['state']}. {event['error']}".rstrip()
        case "transcript.final" if event["transcript"]["reason"]:
            return f"  (not taken: {event['transcript']['reason']})"
    return ""


def _question(question: dict[str, Any]) -> str:
    options = [f"    {number}. {option}" for number, option in enumerate(question["options"], start=1)]
    details = [f"    {key}: {_detail(question['named'].get(str(value), value))}" for key, value in question["details"].items()]
    also = [f"    + {json.dumps(params, ensure_ascii=False)}" for params in question["also"]]
    return "\n".join([f"  ? {question['text']}", *details, *also, *options])


def _detail(value: Any) -> str:
    """Lists and long texts line by line, indented."""
    text = "\n".join(map(_item, value)) if isinstance(value, list) else _item(value)
    return "".join(f"\n      {line}" for line in text.splitlines()) if "\n" in text else text


def _title(title: dict[str, str]) -> str:
    return title.get("en") or next(iter(title.values()), "")


def _item(item: Any) -> str:
    if isinstance(item, str):
        return item
    if isinstance(item, dict) and "text" in item:
        return str(item["text"])
    return json.dumps(item, ensure_ascii=False)
