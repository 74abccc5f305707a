"""Corrections in one breath: "в десять, нет, в одиннадцать" -> "в одиннадцать", "at ten, I mean at eleven" -> "at eleven".

Only a value can be corrected, by a value of the same kind that follows the correcting words at once: a time or day, an amount, a
length, a number, a name. Of a moment only the piece said again is replaced ("завтра в десять, нет, в одиннадцать" stays tomorrow). With no such
pair the words are the owner's sentence ("скажи нет", "нет, не надо") and nothing is touched.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.understanding.grammar.days import Near
from assistant.understanding.grammar.lengths import length
from assistant.understanding.grammar.line import Line, line_of
from assistant.understanding.grammar.moments import pieces
from assistant.understanding.grammar.money import amount
from assistant.understanding.grammar.names import run_of_names
from assistant.understanding.grammar.numbers import number
from assistant.words import is_russian

_WEAK = (("нет",), ("no",), ("sorry",), ("ой",), ("oops",), ("actually",), ("rather",), ("wait",))
"""Ordinary words too: they correct only where they are set off by commas, or where the text has none at all."""
_STRONG = (
    ("точнее",), ("вернее",), ("то", "есть"), ("в", "смысле"), ("ой", "нет"), ("нет", "лучше"), ("а", "нет"), ("извини",),
    ("no", "wait"), ("i", "mean"), ("make", "that"), ("or", "rather"), ("sorry", "i", "mean"), ("no", "sorry"), ("oh", "no"),
    ("no", "i", "mean"), ("нет", "точнее"), ("нет", "вернее"), ("ой", "точнее"), ("no", "make", "that"),
)  # fmt: skip
_BEGIN = frozenset(phrase[0] for phrase in (*_WEAK, *_STRONG))
_LEADS = frozenset(
    ["в", "во", "на", "за", "к", "с", "до", "через", "at", "on", "in", "for", "to", "by", "about", "с", "со", "для", "у"]
)
_ANY_DAY = date(2024, 1, 1)
"""Which day it is does not matter for telling what kind of words these are."""
_MOST = 8
"""Corrections in one clause that are followed; nobody makes more."""

Edit = tuple[int, int, str]
"""Characters from, to, and what stands there instead."""


def correct(text: str) -> str:
    """The clause with every correction carried out, the last word counting; unchanged when there is none."""
    for _round in range(_MOST):
        corrected = _once(text)
        if corrected is None:
            return text
        text = corrected
    return text


def _once(text: str) -> str | None:
    line = line_of(text)
    for first, behind in _markers(line):
        edits = _moment(line, first, behind) or _value(line, first, behind)
        if edits:
            for start, end, instead in sorted(edits, reverse=True):
                text = text[:start] + instead + text[end:]
            return text
    return None


def _markers(line: Line) -> Iterator[tuple[int, int]]:
    """Where correcting words stand: the index where the former value ends, and where the new one begins."""
    unmarked = "," not in line.words
    for i in range(1, len(line)):
        if line.words[i] not in _BEGIN:
            continue
        strong = max((line.match(i, phrase) for phrase in _STRONG), default=-1)
        end = strong if strong > 0 else line.match(i, *_WEAK)
        if end < 0:
            continue
        set_off = line.word(i - 1) in {",", "-", "–", "—", ".", "…"}
        if strong < 0 and not set_off and not (unmarked and line.word(i) in {"нет", "no", "ой", "sorry"}):
            continue
        before = i
        while line.word(before - 1) in {",", "-", "–", "—", ".", "…"}:
            before -= 1
        while line.word(end) in {",", ".", "…", "-"}:
            end += 1
        if before > 0 and end < len(line):
            yield before, end


def _moment(line: Line, first: int, behind: int) -> list[Edit]:
    """The pieces of the moment said again, put in place of those said before."""
    near = Near(_ANY_DAY, "ru" if is_russian(line.text) else "en")
    new = pieces(line, behind, near)
    if new is None:
        return []
    start, end = line.starts[behind], line.ends[new[1] - 1]
    old = next((found for i in range(first) if (found := pieces(line, i, near)) and found[1] == first), None)
    if old is None:
        return []
    said_again = {kind for kind in new[0].spans if kind in old[0].spans}
    if not said_again or not set(new[0].spans) <= set(old[0].spans) | {"clock", "part", "day"}:
        return []
    edits: list[Edit] = [(line.ends[first - 1], end, "")]
    kinds = sorted(said_again)
    for kind in kinds:
        i, j = old[0].spans[kind]
        k, m = new[0].spans[kind]
        replacement = line.raw(k, m)
        if line.word(k) not in _LEADS and line.word(i) in _LEADS:
            i += 1
        edits.append((line.starts[i], line.ends[j - 1], replacement))
    added = [line.raw(*span) for kind, span in new[0].spans.items() if kind not in said_again]
    edits[0] = (edits[0][0], end, "".join(f" {one}" for one in added))
    return edits if start < end else []


def _value(line: Line, first: int, behind: int) -> list[Edit]:
    """An amount, length, number or name said again as a whole; a number alone replaces only the number."""
    led = behind + (line.word(behind) in _LEADS)
    for kind in ("length", "amount", "number", "name"):
        new = _end(line, led, kind)
        if new < 0:
            continue
        for i in range(first):
            if _end(line, i, kind) == first:
                k = i - 1 if led > behind and line.word(i - 1) in _LEADS else i
                source = behind if k < i else led
                return [(line.starts[k], line.ends[new - 1], line.raw(source, new))]
    return _number_inside(line, first, led)


def _number_inside(line: Line, first: int, led: int) -> list[Edit]:
    """Such as "на 10 минут, нет, на 20": the new number, the old unit."""
    new = number(line, led)
    if new is None:
        return []
    for kind in ("length", "amount"):
        for i in range(first):
            old = number(line, i)
            if old and old[1] < first and _end(line, i, kind) == first:
                return [
                    (line.starts[i], line.ends[old[1] - 1], line.raw(led, new[1])),
                    (line.ends[first - 1], line.ends[new[1] - 1], ""),
                ]
    return []


def _end(line: Line, i: int, kind: str) -> int:
    """The index after a value of that kind at token `i`, or -1."""
    if kind == "name":
        end = run_of_names(line, i)
        return end if end > i else -1
    if kind == "amount":
        told = amount(line, i)
        return told[1] if told and told[0].currency else -1
    found = length(line, i) if kind == "length" else number(line, i)
    return found[1] if found else -1
