"""The text of an HTML letter as its reader sees it; what is in it but not shown stands apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from assistant.domain.letter import Link

LONGEST = 2_000_000
"""Characters of HTML that are looked at."""
MOST_LINKS = 200
_DEEPEST = 500
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"])
_SILENT = frozenset(["script", "style", "head", "title", "template", "noscript", "svg", "math", "object", "iframe", "select"])
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|(?<![\w-])opacity\s*:\s*0(?:\.0+)?\s*(?:;|$|!)"
    r"|font-size\s*:\s*[01](?:\.\d+)?\s*(?:px|pt|em|rem|%)?\s*(?:;|$|!)|(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:;|$|!)"
    r"|text-indent\s*:\s*-\d{3,}|(?:left|top)\s*:\s*-\d{3,}"
    r"|(?<![\w-])color\s*:\s*(?:#fff(?:fff)?\b|white\b|transparent\b|rgba\([^)]*,\s*0(?:\.0+)?\s*\))",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(r"background(?:-color)?\s*:", re.IGNORECASE)
_NO_SHOW = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad\u034f\u061c\u180e\U000e0000-\U000e007f]")
_SPACES = re.compile(r"[ \t\r\f\v\u00a0\u2000-\u200a\u3000]+")


@dataclass(frozen=True, slots=True)
class ShownText:
    """What an HTML letter shows, what it hides, where its links lead. Quoted lines begin with `> `."""

    text: str
    hidden: str = ""
    links: tuple[Link, ...] = ()


def shown_text(html: str) -> ShownText:
    """Read an HTML letter. Never raises, whatever the HTML is."""
    reader = _Reader()
    reader.feed(_without_declarations(html[:LONGEST]))
    reader.close()
    return ShownText(_tidy("".join(reader.shown)), _tidy("".join(reader.hidden)), tuple(reader.links))


def without_invisible(text: str) -> str:
    """A text without characters that are not seen: marks of direction, joiners, tags."""
    return _NO_SHOW.sub("", text)


def _without_declarations(html: str) -> str:
    """Without comments and declarations: html.parser takes quadratic time for those that never end."""
    parts, at = [], 0
    while (start := html.find("<!--", at)) >= 0:
        parts.append(html[at:start])
        end = html.find("-->", start + 4)
        if end < 0:
            at = len(html)
            break
        at = end + 3
    parts.append(html[at:])
    rest = "".join(parts)
    end = rest.rfind(">") + 1
    return re.sub(r"<[!?][^>]*>", "", rest[:end]) + rest[end:].replace("<", " ")


@dataclass(slots=True)
class _Open:
    tag: str
    hides: bool
    silent: bool
    quotes: bool


@dataclass(slots=True)
class _Anchor:
    url: str
    words: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shown: list[str] = []
        self.hidden: list[str] = []
        self.links: list[Link] = []
        self._open: list[_Open] = []
        self._hiding = self._silent = self._quotes = self._pre = 0
        self._anchor: _Anchor | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        told = {name: value or "" for name, value in attrs}
        self._break(tag)
        if tag == "li":
            self._put("- ")
        elif tag == "img" and told.get("alt", "").strip() and not _is_hiding(tag, told):
            self._put(f" {told['alt'].strip()} ")
        elif tag == "a":
            self._end_anchor()
            self._anchor = _Anchor(told.get("href", "").strip())
        if tag not in _VOID and len(self._open) < _DEEPEST:
            quotes = tag == "blockquote" or bool({"gmail_quote", "yahoo_quoted"} & set(told.get("class", "").split()))
            self._open.append(_Open(tag, _is_hiding(tag, told), tag in _SILENT, quotes))
            self._count(self._open[-1], 1)

    def handle_endtag(self, tag: str) -> None:
        """An element ends, and with it all that was left open within it."""
        if tag == "a":
            self._end_anchor()
        for index in range(len(self._open) - 1, max(-1, len(self._open) - 50), -1):
            if self._open[index].tag == tag:
                self._break(tag)
                for each in self._open[index:]:
                    self._count(each, -1)
                del self._open[index:]
                break
        self._break(tag)

    def handle_data(self, data: str) -> None:
        """Words between tags."""
        self._put(data if self._pre else _SPACES.sub(" ", data.replace("\n", " ")))

    def close(self) -> None:
        """The letter ends."""
        super().close()
        self._end_anchor()

    def _count(self, element: _Open, by: int) -> None:
        self._hiding += by * element.hides
        self._silent += by * element.silent
        self._quotes += by * element.quotes
        self._pre += by * (element.tag == "pre")

    def _break(self, tag: str) -> None:
        if tag == "br":
            self._put("\n")
        elif tag in _BLOCKS:
            into = self.hidden if self._hiding else self.shown
            self._put("" if into and into[-1].rstrip(_MARK).endswith("\n") else "\n")
        elif tag in ("td", "th"):
            self._put(" ")

    def _put(self, text: str) -> None:
        into = self.hidden if self._hiding else self.shown
        if self._silent or not text or (text == " " and (not into or into[-1].rstrip(_MARK).endswith("\n"))):
            return
        if self._anchor is not None and not self._hiding:
            self._anchor.words.append(text)
        into.append(text.replace("\n", "\n" + _MARK * min(self._quotes, 5)) if self._quotes and not self._hiding else text)

    def _end_anchor(self) -> None:
        anchor, self._anchor = self._anchor, None
        if anchor is not None and anchor.url and len(self.links) < MOST_LINKS:
            self.links.append(Link(text=" ".join("".join(anchor.words).split())[:200], url=anchor.url[:2_000]))


_MARK = "\x00"
"""Stands for one depth of quoting at the beginning of a line until all lines are known."""


def _is_hiding(tag: str, told: dict[str, str]) -> bool:
    if "hidden" in told or (tag == "input" and told.get("type", "").lower() == "hidden"):
        return True
    style = told.get("style", "")[:2_000]
    if told.get("color", "").lower() in ("#fff", "#ffffff", "white") and tag == "font":
        style += ";color:white"
    hit = _HIDING.search(style)
    # White words on a coloured ground are seen.
    return bool(hit) and not (hit is not None and hit[0].lower().startswith("color") and _BACKGROUND.search(style) is not None)


def _tidy(text: str) -> str:
    lines: list[str] = []
    for raw in without_invisible(text).split("\n"):
        depth = len(raw) - len(raw.lstrip(_MARK))
        line = _SPACES.sub(" ", raw.replace(_MARK, "")).strip()
        line = ">" * depth + (" " if depth and line else "") + line
        if line.strip("> -") or (lines and lines[-1].strip("> ")):
            lines.append(line if line.strip("> -") else ">" * depth)
    return "\n".join(lines).strip()
