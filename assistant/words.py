"""Words as the assistant compares them: folded spelling and dictionary forms, Russian and English.

Dictionary forms come from pymorphy3 (Russian) and the Snowball stemmer (English). What is stored for
search, what is searched and what is matched all go through here, so they meet. Loaded at first use, safe in any thread.
"""

from __future__ import annotations

import functools
import re
import threading
from typing import Any

from assistant import dictionary

WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*", re.UNICODE)
_CYRILLIC = re.compile(r"[а-я]")
_one_at_a_time = threading.Lock()
"""Both analysers keep state while they look at a word."""


def fold(text: str) -> str:
    """Lower case with ё as е: the same number of characters, so that positions stay true."""
    return text.lower().replace("ё", "е")


def is_russian(text: str) -> bool:
    """Whether a text holds any Cyrillic letter."""
    return bool(_CYRILLIC.search(fold(text)))


@functools.lru_cache(maxsize=50_000)
def lemma(word: str) -> str:
    """The dictionary form of one word, folded: письмам -> письмо, meetings -> meet."""
    word = fold(word)
    with _one_at_a_time:
        if _CYRILLIC.search(word):
            return fold(dictionary.russian().parse(word)[0].normal_form)
        return str(dictionary.english().stemWord(word))


@functools.lru_cache(maxsize=20_000)
def readings(word: str) -> tuple[Any, ...]:
    """All ways to read one Russian word, likeliest first: pymorphy3 parses with `tag`, `normal_form`, `inflect`."""
    with _one_at_a_time:
        return tuple(dictionary.russian().parse(fold(word)))


def in_case(word: str, case: str) -> str:
    """A Russian noun or adjective in a case ("datv": Анна -> Анне), capitals kept; any other word as it is."""
    if not is_russian(word):
        return word
    reading = next((one for one in readings(word) if one.tag.POS in ("NOUN", "ADJF") and "nomn" in one.tag), None)
    found = reading.inflect({case}) if reading else None
    return word if found is None else str(found.word).capitalize() if word[:1].isupper() else str(found.word)


def query(text: str) -> str:
    """A full-text query (SQLite FTS5) for texts that hold all words of `text`, the last one as a beginning; empty for none."""
    words = [word for word in WORD.findall(text) if word]
    return " ".join([*(f'"{lemma(word)}"' for word in words[:-1]), *(f'"{lemma(word)}"*' for word in words[-1:])])


def lemmas(text: str) -> str:
    """All words of a text in their dictionary forms, separated by spaces."""
    return " ".join(lemma(word) for word in WORD.findall(text))
