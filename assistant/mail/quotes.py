"""What the writer of a letter wrote, apart from what is quoted from others and from the signature."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SAID = re.compile(
    r"^(?:on\b.{4,200}\bwrote|.{4,200}\b(?:wrote|writes|пишет|писал(?:а|и)?|написал(?:а|и)?|сообщил(?:а)?))\s*:\s*$",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"^[-_*\s]{2,}\s*(?:original message|forwarded message|forwarded by|reply message|исходное сообщение|пересылаемое сообщение"
    r"|пересланное сообщение|переадресованное сообщение|конец пересылаемого сообщения)\b.{0,80}$",
    re.IGNORECASE,
)
_BEGIN = re.compile(r"^begin forwarded message:|^начало (?:пересылаемого|переадресованного) сообщения:", re.IGNORECASE)
_FROM = re.compile(r"^\*?(?:from|от|от кого)\*?\s*:\*?\s*\S", re.IGNORECASE)
_SENT = re.compile(r"^\*?(?:sent|date|to|отправлено|дата|кому|тема|subject)\*?\s*:\*?", re.IGNORECASE)
_REGARDS = re.compile(
    r"^(?:(?:best|kind|warm|with (?:best|kind))?\s*regards|best wishes|best|sincerely(?: yours)?|yours (?:truly|sincerely|faithfully)|cheers"
    r"|thanks and regards|с уважением|с наилучшими пожеланиями|с пожеланиями|искренне ваш[аи]?|всего (?:доброго|наилучшего|хорошего)"
    r"|хорошего дня|до связи)\s*[,.!]?\s*(?:[\w .«»\"-]{0,60})$",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    r"^(?:sent from (?:my|yahoo|outlook|mail|gmail|samsung)\b.{0,80}|get outlook for .{0,40}"
    r"|отправлено (?:с|со|из) .{0,80}|послано из .{0,80}|--\s*отправлено из .{0,80})$",
    re.IGNORECASE,
)
_LAST = 12
"""Lines at the end of a letter among which a closing formula begins the signature."""


@dataclass(frozen=True, slots=True)
class Separated:
    """A text in its three parts; together they hold every line that was not empty."""

    own: str
    quoted: str
    signature: str


def separate(text: str) -> Separated:
    """The three parts of a plain text."""
    own, quoted = _apart(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    own, signature = _signed(own)
    return Separated(_joined(own), _joined(quoted), _joined(signature))


def _apart(lines: list[str]) -> tuple[list[str], list[str]]:
    own: list[str] = []
    quoted: list[str] = []
    for index, line in enumerate(lines):
        bare = line.strip()
        if _ORIGINAL.match(bare) or _BEGIN.match(bare) or _is_outlook(lines, index):
            return own, quoted + lines[index:]
        if bare.startswith(">"):
            _take_opening(own, quoted)
            quoted.append(line)
        else:
            own.append(line)
    if not quoted:
        return _after_said(own)
    return own, quoted


def _is_outlook(lines: list[str], index: int) -> bool:
    """A block of From:, Sent:, To: within the text."""
    if not _FROM.match(lines[index].strip()):
        return False
    following = [line.strip() for line in lines[index + 1 : index + 6] if line.strip()]
    return sum(bool(_SENT.match(line)) for line in following[:4]) >= 2


def _take_opening(own: list[str], quoted: list[str]) -> None:
    """Move "On Monday Anna wrote:" over to the quote it opens; it may be broken over two lines."""
    kept = len(own)
    while kept and not own[kept - 1].strip():
        kept -= 1
    for count in (1, 2, 3):
        if kept >= count and _SAID.match(" ".join(line.strip() for line in own[kept - count : kept])):
            quoted.extend(own[kept - count :])
            del own[kept - count :]
            return


def _after_said(lines: list[str]) -> tuple[list[str], list[str]]:
    """Some programs quote without a mark: all after the opening is quoted."""
    for index, line in enumerate(lines):
        if (
            line.strip().lower().startswith("on ")
            and _SAID.match(line.strip())
            and any(each.strip() for each in lines[index + 1 :])
        ):
            return lines[:index], lines[index:]
    return lines, []


def _signed(lines: list[str]) -> tuple[list[str], list[str]]:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    for index in range(end - 1, -1, -1):
        if lines[index].rstrip("\r\n") in ("-- ", "--") and end - index <= 4 * _LAST:
            return lines[:index], lines[index + 1 :]
    for index in range(max(0, end - _LAST), end):
        bare = lines[index].strip()
        if (_REGARDS.match(bare) or _DEVICE.match(bare)) and any(line.strip() for line in lines[:index]):
            return lines[:index], lines[index:]
    return lines, []


def _joined(lines: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip()
