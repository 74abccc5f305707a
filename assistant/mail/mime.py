"""A letter's bytes as a Letter, whatever wrote them.

The library's parser gives the tree; its headers are decoded here, for those of its modern policy raise on what many programs
really send. Everything is bounded: what is beyond a bound is left out and said so in `faults`.
"""

from __future__ import annotations

import base64
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import Message

from assistant.domain.letter import Attachment, Invitation, Letter, Link
from assistant.errors import LetterUnreadable
from assistant.mail import headers
from assistant.mail.html import shown_text, without_invisible
from assistant.mail.invitation import invitation
from assistant.mail.quotes import separate

LARGEST = 50_000_000
"""Bytes of one letter."""
LONGEST = 300_000
"""Characters of its text."""
MOST_PARTS = 1_000
DEEPEST = 3
"""Letters within letters within ... that are read."""
_ODD = (ValueError, LookupError, TypeError, AttributeError, AssertionError, MessageError)
"""What the library raises on parts its writers did not think of."""
_SUBTYPES = {
    "plain": "txt",
    "html": "html",
    "calendar": "ics",
    "rfc822": "eml",
    "jpeg": "jpg",
    "pdf": "pdf",
    "png": "png",
    "gif": "gif",
}
_UNSAFE = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f]+')
_STEM, _ENDING = 200, 39
"""Bytes of a file's name and of its ending: most disks take 255, a second file of the name gets a number."""
_URL = re.compile(r"<\s*((?:https?|mailto):[^<>\s]{1,2000})\s*>", re.IGNORECASE)
_BULK = frozenset({"bulk", "list", "junk"})


def read_letter(raw: bytes) -> Letter:
    """The letter in these bytes. Raises LetterUnreadable when there are too many of them, or they are no letter."""
    try:
        return _read(_message(raw), 0)
    except RecursionError as error:
        raise LetterUnreadable("The letter is too deeply nested.", ru="Письмо слишком глубоко вложено.") from error


def attachment(raw: bytes, number: int) -> tuple[Attachment, bytes]:
    """One attachment of a letter with its content. Raises LetterUnreadable when there is none of that number."""
    gathered = _gathered(_message(raw), 0)
    for known, part in zip(gathered.attachments, gathered.parts, strict=True):
        if known.number == number:
            return known, _content(part)
    raise LetterUnreadable("The letter has no such attachment.", ru="В письме нет такого вложения.")


def _message(raw: bytes) -> Message:
    if len(raw) > LARGEST:
        raise LetterUnreadable(
            f"The letter is larger than {LARGEST // 1_000_000} MB.", ru=f"Письмо больше {LARGEST // 1_000_000} МБ."
        )
    if not raw.strip():
        raise LetterUnreadable("The letter is empty.", ru="Письмо пустое.")
    try:
        return message_from_bytes(raw, policy=policy.compat32)
    except (RecursionError, *_ODD) as error:
        raise LetterUnreadable("These bytes make no letter.", ru="Это не похоже на письмо.") from error


@dataclass(slots=True)
class _Gathered:
    """What was found in the parts of a letter."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    parts: list[Message] = field(default_factory=list)
    forwarded: list[Letter] = field(default_factory=list)
    invitation: Invitation | None = None
    faults: dict[str, None] = field(default_factory=dict)


def _read(message: Message, depth: int) -> Letter:
    found = _gathered(message, depth)
    text = "\n\n".join(part for part in (found.plain or found.html) if part.strip())
    if len(text) > LONGEST:
        text = text[:LONGEST]
        found.faults["the text was too long and was cut"] = None
    apart = separate(text)
    own = apart.own
    if not own and not apart.quoted and not apart.signature and found.forwarded and not found.attachments[1:]:
        own = found.forwarded[0].text
    ids = headers.message_ids(headers.raw_header(message, "Message-ID"))
    sender = headers.addresses(message, "From") or headers.addresses(message, "Sender", "Reply-To")
    answered = headers.message_ids(headers.raw_header(message, "In-Reply-To"))
    return Letter(
        message_id=ids[0] if ids else "",
        subject=headers.words(headers.raw_header(message, "Subject"))[:1_000],
        sender=sender[0] if sender else None,
        to=headers.addresses(message, "To"),
        cc=headers.addresses(message, "Cc"),
        reply_to=headers.addresses(message, "Reply-To"),
        date=headers.date(message, "Date", "Resent-Date", "Received"),
        text=own,
        quoted=apart.quoted,
        signature=apart.signature,
        hidden="\n".join(found.hidden)[:LONGEST],
        html_only=bool(found.html) and not found.plain,
        links=tuple(found.links),
        attachments=tuple(found.attachments),
        forwarded=tuple(found.forwarded),
        invitation=found.invitation,
        in_reply_to=answered[0] if answered else "",
        references=headers.message_ids(headers.raw_header(message, "References")),
        unsubscribe=tuple(_URL.findall(headers.raw_header(message, "List-Unsubscribe")))[:5],
        one_click="list-unsubscribe=one-click" in headers.raw_header(message, "List-Unsubscribe-Post").lower(),
        bulk=_is_bulk(message),
        faults=tuple(found.faults),
    )


def _is_bulk(message: Message) -> bool:
    automatic = headers.raw_header(message, "Auto-Submitted").strip().lower()
    return (
        bool(headers.raw_header(message, "List-Id") or headers.raw_header(message, "List-Unsubscribe"))
        or headers.raw_header(message, "Precedence").strip().lower() in _BULK
        or (bool(automatic) and automatic != "no")
        or bool(headers.raw_header(message, "Feedback-ID") or headers.raw_header(message, "X-Campaign-Id"))
    )


def _gathered(message: Message, depth: int) -> _Gathered:
    found = _Gathered()
    for count, (part, alternative) in enumerate(_leaves(message, 0)):
        for defect in part.defects:
            found.faults[type(defect).__name__.removesuffix("Defect")] = None
        if count >= MOST_PARTS:
            found.faults["there were too many parts, the rest was left out"] = None
            break
        _take(part, found, depth, alternative=alternative)
    return found


def _leaves(part: Message, level: int) -> Iterator[tuple[Message, bool]]:
    """The parts that hold something, in order; with each whether it is one of several forms of the same."""
    # Asked for the payload of a part that is none of several, the library decodes it, and may fail at that.
    payload = part.get_payload() if part.is_multipart() else None
    if part.get_content_type() == "message/rfc822" or not isinstance(payload, list):
        yield part, False
        return
    is_alternative = part.get_content_type() == "multipart/alternative"
    for inner in payload:
        if level < 50 and isinstance(inner, Message):
            for leaf, alternative in _leaves(inner, level + 1):
                yield leaf, alternative or is_alternative


def _take(part: Message, found: _Gathered, depth: int, *, alternative: bool) -> None:
    kind, is_attached = part.get_content_type(), _disposition(part) == "attachment"
    if kind == "message/rfc822":
        _take_letter(part, found, depth)
        return
    if kind == "text/calendar" and found.invitation is None:
        found.invitation = invitation(_text(part), str(_parameter(part, "method")))
        if alternative:
            return
    if kind.startswith("text/") and not is_attached and not (_name(part) and not kind.startswith(("text/plain", "text/html"))):
        _take_text(part, kind, found, alternative=alternative)
        return
    if kind.startswith("multipart/"):
        # Its boundary is nowhere: what stands there is all there is.
        _take_text(part, "text/plain", found, alternative=alternative)
        return
    _attach(part, found)


def _take_text(part: Message, kind: str, found: _Gathered, *, alternative: bool) -> None:
    text = _text(part)
    if kind == "text/html":
        shown = shown_text(text)
        found.hidden.extend([shown.hidden] if shown.hidden else [])
        found.links.extend(shown.links)
        found.html.append(shown.text)
        if not alternative and found.plain:
            found.plain.append(shown.text)
    elif text.strip():
        if not alternative and found.html and not found.plain:
            found.plain.extend(found.html)
        found.plain.append(without_invisible(text[: LONGEST + 1]))


def _take_letter(part: Message, found: _Gathered, depth: int) -> None:
    payload = part.get_payload() if part.is_multipart() else None
    inner = payload[0] if isinstance(payload, list) and payload else None
    if isinstance(inner, Message):
        inner = _decoded_letter(part, inner)
    letter: Letter | None = None
    if isinstance(inner, Message) and depth < DEEPEST and len(found.forwarded) < 20:
        letter = _read(inner, depth + 1)
        found.forwarded.append(letter)
    _attach(part, found, named=letter.subject if letter else "")


def _decoded_letter(part: Message, inner: Message) -> Message:
    """A letter within a letter that was transfer-encoded although it must not be: the library leaves it as it is."""
    how = headers.raw_header(part, "Content-Transfer-Encoding").strip().lower()
    if how not in ("base64", "quoted-printable"):
        return inner
    try:
        coded = inner.as_bytes().strip()
        raw = base64.b64decode(coded) if how == "base64" else quopri.decodestring(coded)
        return message_from_bytes(raw, policy=policy.compat32)
    except (RecursionError, *_ODD):
        return inner


def _attach(part: Message, found: _Gathered, *, named: str = "") -> None:
    kind = part.get_content_type()
    number = len(found.attachments) + 1
    name = _name(part) or (f"{_safe(named)}.eml" if named else f"{number}.{_SUBTYPES.get(kind.partition('/')[2], 'bin')}")
    inline = _disposition(part) == "inline" or bool(headers.raw_header(part, "Content-ID"))
    found.attachments.append(Attachment(number=number, name=name, type=kind, size=len(_content(part)), inline=inline))
    found.parts.append(part)


def _name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except _ODD:
        return ""
    return _safe(headers.words(without_invisible(str(name))))


def _safe(name: str) -> str:
    """A name that can be a file's: no folders, no marks of direction, not too long."""
    clean = _UNSAFE.sub("_", without_invisible(name)).strip(". ")
    stem, dot, ending = clean.rpartition(".")
    return f"{_cut(stem[:120], _STEM)}.{_cut(ending[:20], _ENDING)}" if dot and stem else _cut(clean[:120], _STEM)


def _cut(text: str, most: int) -> str:
    """The text in at most so many bytes: disks count those, and some letters have four."""
    return text.encode("utf-8", "replace")[:most].decode("utf-8", "ignore")


def _disposition(part: Message) -> str:
    try:
        return part.get_content_disposition() or ""
    except _ODD:
        return ""


def _parameter(part: Message, name: str) -> str:
    try:
        found = part.get_param(name)
        return str(found[2] if isinstance(found, tuple) else found or "")
    except _ODD:
        return ""


def _content(part: Message) -> bytes:
    """The bytes of a part, its transfer encoding taken off."""
    try:
        if part.get_content_type() == "message/rfc822" or part.is_multipart():
            payload = part.get_payload()
            inner = [each.as_bytes() for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []
            return b"\r\n".join(inner)
        content = part.get_payload(decode=True)
    except (RecursionError, *_ODD):
        return b""
    return content if isinstance(content, bytes) else b""


def _text(part: Message) -> str:
    charset = _parameter(part, "charset")
    return headers.decoded(_content(part), charset).replace("\r\n", "\n").replace("\x00", "")
