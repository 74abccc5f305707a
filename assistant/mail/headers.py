"""The headers of a letter as an owner reads them, whatever their writer's program did to them. Nothing here raises."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from assistant.domain.letter import Address

LONGEST = 20_000
"""Characters of one header that are looked at."""
MOST = 500
"""Addresses, or references, of one header."""
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(r"(\?=)[ \t\r\n]+(=\?[^?\s]{1,60}\?[bBqQ]\?)")
_ID = re.compile(r"<\s*([^<>\s]{1,900})\s*>")
_ADDRESS = re.compile(r"[^\s<>@,;:\"()\[\]]{1,64}@[^\s<>@,;:\"()\[\]]{1,255}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_HALF = re.compile("[\ud800-\udfff]")
"""Halves of characters, which UTF-7 may hold: they can be neither kept nor sent."""
_CYRILLIC = re.compile("[а-яё]")
_ALIASES = {
    "unknown-8bit": "",
    "default": "",
    "cp-1251": "cp1251",
    "x-cp1251": "cp1251",
    "win-1251": "cp1251",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "iso-8859-1": "cp1252",
    "us-ascii": "",
    "ascii": "",
}
"""What programs mean by a name; a larger set of the same instead of one that lacks characters."""
_NOT_TEXT = frozenset(
    {"idna", "punycode", "unicode_escape", "unicode-escape", "raw_unicode_escape", "raw-unicode-escape", "undefined"}
)


def decoded(raw: bytes, charset: str) -> str:
    """Bytes as text: in the encoding that is named, else in UTF-8, else in the likeliest one."""
    name = _ALIASES.get(charset.lower(), charset.lower()).strip("'\" ")
    if name and name not in _NOT_TEXT:
        try:
            return _HALF.sub("\ufffd", raw.decode(name))
        except (LookupError, ValueError):
            pass
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(raw)


def _guessed(raw: bytes) -> str:
    """Which of the usual encodings gives the most small Cyrillic letters, else Western European."""
    if raw.count(b"\xd0") + raw.count(b"\xd1") > len(raw) / 4:
        return raw.decode("utf-8", "replace")
    if chinese := _chinese(raw):
        return chinese
    best, most = "", 0
    for name in ("cp1251", "koi8-r", "cp866"):
        text = raw.decode(name, "replace")
        count = len(_CYRILLIC.findall(text))
        if count > most:
            best, most = text, count
    high = sum(byte > 127 for byte in raw)
    return best if most and most * 2 > high and most > 3 else raw.decode("cp1252", "replace")


def _chinese(raw: bytes) -> str:
    """The text in the usual Chinese encoding when most of it then are Chinese characters of everyday use, else nothing."""
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    high = [letter for letter in text if ord(letter) > 127]
    return text if len(high) > 3 and sum("\u4e00" <= letter <= "\u9fff" for letter in high) * 10 > len(high) * 9 else ""


def raw_header(message: Message, name: str) -> str:
    """A header as it stands, unfolded; bytes outside ASCII decoded."""
    wanted = name.lower()
    for known, value in message.raw_items():
        if known.lower() == wanted:
            return _unfolded(str(value)[:LONGEST])
    return ""


def _unfolded(value: str) -> str:
    flat = re.sub(r"\r?\n[ \t]*|\r", " ", value)
    if any("\udc80" <= letter <= "\udcff" for letter in flat):
        return decoded(flat.encode("utf-8", "surrogateescape"), "")
    return flat


def words(value: str) -> str:
    """A header's text with its encoded words decoded, in one line, without characters that steer a terminal or a reading order."""
    text = _decoded_words(value)
    return " ".join(_CONTROL.sub(" ", text.encode("utf-8", "replace").decode("utf-8")).split())


def _decoded_words(value: str) -> str:
    parts: list[tuple[bytes, str]] = []
    text, at = "", 0
    joined = _BETWEEN.sub(r"\1\2", value)
    for hit in _WORD.finditer(joined):
        between = joined[at : hit.start()]
        charset, raw = hit[1].split("*")[0], _word_bytes(hit[2], hit[3])
        if between or (parts and parts[-1][1].lower() != charset.lower()):
            text += _flush(parts) + between
        # A letter of more than one byte may be cut between two words.
        parts.append((raw, charset))
        at = hit.end()
    return text + _flush(parts) + joined[at:]


def _flush(parts: list[tuple[bytes, str]]) -> str:
    text = decoded(b"".join(raw for raw, _charset in parts), parts[0][1]) if parts else ""
    parts.clear()
    return text


def _word_bytes(how: str, coded: str) -> bytes:
    plain = coded.encode("utf-8", "surrogateescape")
    if how in "qQ":
        return quopri.decodestring(plain, header=True)
    try:
        return base64.b64decode(plain + b"=" * (-len(plain) % 4))
    except (binascii.Error, ValueError):
        return plain


def addresses(message: Message, *names: str) -> tuple[Address, ...]:
    """Everybody in these headers, each address once; groups are their members."""
    found: dict[str, Address] = {}
    for name in names:
        value = raw_header(message, name)
        for address in _addresses(value):
            found.setdefault(address.email.lower() or address.name, address)
            if len(found) >= MOST:
                break
    return tuple(found.values())


def _addresses(value: str) -> list[Address]:
    try:
        pairs = getaddresses([value])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # The library stumbles over some broken lists, and calls itself for each bracket in a bracket.
        pairs = []
    found = []
    for name, email in pairs:
        shown, email = words(name).strip("'\" "), email.strip()
        if _ADDRESS.fullmatch(email):
            found.append(Address(name="" if shown.lower() == email.lower() else shown[:200], email=email))
    if not found:
        found = [Address(email=hit[0]) for hit in _ADDRESS.finditer(words(value))]
    if not found and (shown := words(value)):
        found = [Address(name=shown[:200])]
    return found


def date(message: Message, *names: str) -> datetime | None:
    """The first of these headers that is a date, with a zone; None when none is or it cannot be true."""
    for name in names:
        value = raw_header(message, name).rpartition(";")[2] if name == "Received" else raw_header(message, name)
        if not value:
            continue
        try:
            found = parsedate_to_datetime(words(value))
            found = found if found.tzinfo else found.replace(tzinfo=UTC)
            if 1970 <= found.astimezone(UTC).year <= 2100:
                return found
        except (ValueError, TypeError, LookupError, OverflowError, AttributeError):
            continue
    return None


def message_ids(value: str) -> tuple[str, ...]:
    """The ids in a header, without brackets, in order, each once."""
    ids = _ID.findall(value[:LONGEST])
    if not ids and "@" in value and len(value.split()) == 1:
        ids = [value.strip().strip("<>")[:900]]
    return tuple(dict.fromkeys(ids))[:MOST]
