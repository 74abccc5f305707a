"""Events as lines for a terminal."""

from __future__ import annotations

import json
from typing import Any

from assistant.cli.language import language, spoken
from assistant.domain.base import Language
from assistant.domain.both import both


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
            said = spoken(both("No command fits “{text}”.", "Ни одна команда не подходит: «{text}».", text=event["text"]))
            return f"  {said}" + (f" {spoken(both('Nearest: {near}.', 'Ближе всего: {near}.', near=near))}" if near else "")
        case "step.finished" if event["state"] in ("failed", "unconfirmed"):
            return f"  {event['kind']}: {_state(event['state'])}. {event['error']}".rstrip()
        case "run.finished" if event["state"] != "done":
            return f"  {_state(event['state'])}. {event['error']}".rstrip()
        case "transcript.final" if event["transcript"]["reason"]:
            return f"  ({spoken(both('not taken: {why}', 'не принято: {why}', why=event['transcript']['reason']))})"
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


def _title(title: dict[Language, str]) -> str:
    return spoken(title)


def _state(state: str) -> str:
    return _STATES.get(state, state) if language() == "ru" else state


_STATES = {
    "failed": "не удалось",
    "unconfirmed": "не подтверждено",
    "cancelled": "отменено",
    "skipped": "пропущено",
    "waiting": "ждёт",
    "paused": "приостановлено",
}


def _item(item: Any) -> str:
    if isinstance(item, str):
        return item
    if isinstance(item, dict) and "text" in item:
        return str(item["text"])
    return json.dumps(item, ensure_ascii=False)
