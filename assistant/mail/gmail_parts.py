"""A letter as Gmail's API tells it, part by part, as bytes again: all but the contents of its attachments."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from email import message_from_bytes, policy
from email.message import Message
from typing import Any

_OWN_WORDS = re.compile(r"charset\s*=\s*\"?[^\";\s]+\"?", re.IGNORECASE)
DEEPEST = 20


def letter_bytes(payload: Mapping[str, Any]) -> bytes:
    """The letter of a `format=full` answer. Attachments are there with their names and types, but empty."""
    return _part(payload, 0).as_bytes()


def decoded(text: str) -> bytes:
    """The bytes of a field in the API's base64."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def encoded(raw: bytes) -> str:
    """Bytes for a field of the API."""
    return base64.urlsafe_b64encode(raw).decode()


def _part(part: Mapping[str, Any], depth: int) -> Message:
    made = Message()
    content = decoded(str(part.get("body", {}).get("data") or ""))
    inner: Sequence[Mapping[str, Any]] = part.get("parts") or ()
    kind = str(part.get("mimeType") or "text/plain").lower()
    for header in part.get("headers") or ():
        name, value = str(header.get("name") or ""), _one_line(str(header.get("value") or ""))
        if not re.fullmatch(r"[!-9;-~]{1,100}", name) or name.lower() == "content-transfer-encoding":
            continue
        if name.lower() == "content-type" and kind.startswith("text/"):
            value = _in_its_charset(value, content)
        made[name] = value
    if "content-type" not in made:
        made["Content-Type"] = kind if re.fullmatch(r"[\w.+-]+/[\w.+-]+", kind) else "application/octet-stream"
    if (inner or kind.startswith("multipart/") or kind == "message/rfc822") and depth < DEEPEST:
        made.set_payload([_part(each, depth + 1) for each in inner])
        if kind.startswith("multipart/") and not made.get_boundary():
            made.set_boundary(f"=_{depth}_{len(inner)}_symbiote")
        return made
    if kind.startswith("message/"):
        # Letters about letters may not be in base64 (RFC 2046, 5.2).
        blocks = content.replace(b"\r\n", b"\n").split(b"\n\n") if kind == "message/delivery-status" else [content]
        made.set_payload([message_from_bytes(block, policy=policy.compat32) for block in blocks])
        return made
    made["Content-Transfer-Encoding"] = "base64"
    made.set_payload(base64.encodebytes(content).decode("ascii"))
    return made


def _one_line(value: str) -> str:
    """A header value that cannot begin another header; what is no ASCII stays as its bytes."""
    return " ".join(value.split()).encode().decode("ascii", "surrogateescape")


def _in_its_charset(value: str, content: bytes) -> str:
    """The type of a text with the charset it is really in: the API gives UTF-8 also for what was written in another one."""
    if content.isascii():
        return value
    try:
        content.decode()
    except UnicodeDecodeError:
        return value
    return _OWN_WORDS.sub('charset="utf-8"', value) if _OWN_WORDS.search(value) else f'{value}; charset="utf-8"'
