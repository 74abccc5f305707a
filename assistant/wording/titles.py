"""A title from words of a sentence: "встречу с Анной" becomes "Встреча с Анной"."""

from __future__ import annotations

from typing import Any

from assistant.words import WORD, is_russian, readings

_ARTICLES = ("a ", "an ", "the ")


def title(text: str) -> str:
    """The words as a title: a Russian accusative put into the nominative, an English article dropped, a capital in front."""
    text = text.strip()
    for article in _ARTICLES:
        if text.lower().startswith(article):
            text = text[len(article) :]
    if is_russian(text):
        text = _nominative(text)
    return text[:1].upper() + text[1:]


def nominative(text: str) -> str:
    """Words that stood after "для" as they stand by themselves: "встречи с Анной" becomes "встреча с Анной"."""
    return _nominative(text, "gent") if is_russian(text) else text


def _nominative(text: str, case: str = "accs") -> str:
    """Adjectives and the noun the text begins with, out of a case; what follows depends on them and stays."""
    pieces, end = [], 0
    for found in WORD.finditer(text):
        reading = _standing_in(found.group(), case)
        if reading is None:
            break
        pieces.append(text[end : found.start()] + _like(_inflected(reading), found.group()))
        end = found.end()
        if reading.tag.POS == "NOUN":
            break
    return "".join(pieces) + text[end:]


def _standing_in(word: str, case: str) -> Any | None:
    """The likeliest reading of a noun or adjective in a case; None when it already stands as a title would."""
    kinds = [reading for reading in readings(word) if reading.tag.POS in ("NOUN", "ADJF")]
    if not kinds or (kinds[0].tag.case == "nomn" and not any(reading.tag.case == case for reading in kinds)):
        return None
    return next((reading for reading in kinds if reading.tag.case == case), None)


def _inflected(reading: Any) -> str:
    found = reading.inflect({"nomn"})
    return str(found.word) if found else str(reading.word)


def _like(word: str, said: str) -> str:
    return word[:1].upper() + word[1:] if said[:1].isupper() else word
