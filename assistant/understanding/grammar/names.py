"""Names of people: Russian ones in any case to their dictionary form, ё as е ("Петру" -> "Петр"); others as said."""

from __future__ import annotations

from typing import Any

from assistant.understanding.grammar.line import Line
from assistant.words import fold, is_russian, readings

_NAME_TAGS = ("Name", "Patr", "Surn")
MOST_WORDS = 3
"""Name, patronymic, surname."""
_INITIAL = 1


def is_name(word: str) -> bool:
    """Whether a Russian word can be a first name, patronymic or surname in the singular."""
    return is_russian(word) and bool(_named(word))


def plainly_name(word: str) -> bool:
    """Whether a name is the likeliest reading of a Russian word, so that it needs no capital."""
    first = readings(word)[0].tag
    return is_russian(word) and ("Name" in first or "Patr" in first)


def run_of_names(line: Line, i: int) -> int:
    """The index after the names that begin at token `i`, at most three, or `i` when there are none.

    A word counts when a name is its likeliest reading, or when it is written with a capital and can be one (or, behind a
    first name, when nothing is known of it but its capital).
    """
    j = i
    while j < len(line) and j - i < MOST_WORDS and _counts(line, j, i):
        j += 1
    return j


def dictionary_form(words: list[str]) -> str:
    """The names in the nominative, one agreeing with the other: "анне петровой" -> "Анна Петрова"."""
    gender = next((reading.tag.gender for word in words for reading in _named(word)[:1] if "Surn" not in reading.tag), None)
    return " ".join(_capital(_nominative(word, gender)) for word in words)


def plain_form(words: list[str]) -> str:
    """A person called by what they are: "новому клиенту" -> "новый клиент"; what hangs on the noun stays."""
    head = next((k for k, word in enumerate(words) if readings(word)[0].tag.POS == "NOUN"), 0)
    gender = readings(words[head])[0].tag.gender
    forms = []
    for k, word in enumerate(words):
        wanted = {"nomn", gender} if k < head and gender else {"nomn"}
        inflected = readings(word)[0].inflect(wanted) if k <= head else None
        forms.append(fold(inflected.word if inflected else word))
    return " ".join(forms)


def _counts(line: Line, j: int, i: int) -> bool:
    word, capital = line.words[j], line.text[line.starts[j]].isupper()
    if not word[0].isalpha() or len(word) <= _INITIAL:
        return False
    if not is_russian(word):
        return False
    if plainly_name(word):
        return True
    known = bool(_named(word))
    if j > i and known and "Surn" in readings(word)[0].tag:
        return True
    return (
        capital and j > 0 and (known or (j > i and "UNKN" not in readings(word)[0].tag and readings(word)[0].tag.POS == "NOUN"))
    )


def _named(word: str) -> list[Any]:
    """Readings as a name in the singular; those that do not decline last ("Анне" the Dutch name behind "Анна")."""
    found = [one for one in readings(word) if any(tag in one.tag for tag in _NAME_TAGS) and "plur" not in one.tag]
    return sorted(found, key=lambda one: ("Fixd" in one.tag, "Name" not in one.tag and "Patr" not in one.tag))


def _nominative(word: str, gender: str | None) -> str:
    found = _named(word)
    agreeing = [one for one in found if gender is None or one.tag.gender in {gender, "ms-f", None}] or found
    for reading in agreeing:
        inflected = reading.inflect({"nomn", "sing"})
        if inflected:
            return str(inflected.word)
    return word


def _capital(form: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in fold(form).split("-"))
