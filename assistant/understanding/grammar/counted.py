"""Whether a number counts what stands behind it: "в 2 магазина" is two shops, "в 2 позвони" is a time."""

from __future__ import annotations

from assistant.understanding.grammar.line import Line
from assistant.words import readings

_PLAIN_ENGLISH = frozenset(
    [
        "this",
        "is",
        "his",
        "its",
        "yes",
        "was",
        "as",
        "us",
        "has",
        "does",
        "always",
        "perhaps",
        "tuesdays",
        "mondays",
        "wednesdays",
        "thursdays",
        "fridays",
        "saturdays",
        "sundays",
    ]
)
_ALWAYS = frozenset(
    [
        "%",
        "$",
        "€",
        "£",
        "₽",
        "°",
        "percent",
        "degrees",
        "dollars",
        "people",
        "items",
        "dozen",
        "hundred",
        "thousand",
        "million",
        "times",
    ]
)
_GENITIVE = frozenset({"gent", "gen1", "gen2", "accs"})


def countable_at(line: Line, i: int, count: int) -> bool:
    """Whether token `i` is something `count` may count: a Russian noun in the genitive, an English plural."""
    word = line.word(i)
    if word in _ALWAYS:
        return True
    if not word[:1].isalpha():
        return False
    if "а" <= word[0] <= "я":
        return _russian(word, line.word(i + 1), count)
    return word.endswith("s") and not word.endswith(("ss", "'s", "’s")) and word not in _PLAIN_ENGLISH


def _russian(word: str, following: str, count: int) -> bool:
    best = readings(word)[0].tag
    if "ADJF" in best and best.case in _GENITIVE and following[:1].isalpha():
        return "NOUN" in readings(following)[0].tag
    if "NOUN" not in best or "Name" in best or "Surn" in best:
        return False
    one_of_few = count % 10 in {2, 3, 4} and count // 10 % 10 != 1
    return any(
        reading.tag.POS == "NOUN"
        and reading.tag.case in _GENITIVE
        and (reading.tag.number == "sing") == (one_of_few or count % 10 == 1)
        for reading in readings(word)
    ) or (count % 10 == 1 and best.case == "nomn")
