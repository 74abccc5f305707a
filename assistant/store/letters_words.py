"""Words of letters and names as the index keeps and asks for them; a Russian name is also found in Latin letters."""

from __future__ import annotations

import re

from assistant.domain.letter import Address, LetterQuery
from assistant.words import WORD, fold, is_russian, lemma, readings

_LATIN = {
    **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziiklmnoprstufye", strict=True)),
    **{"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"},
}
_SAME = (
    ("kh", "h"),
    ("yu", "iu"),
    ("ya", "ia"),
    ("iy", "i"),
    ("yi", "i"),
    ("ey", "ei"),
    ("y", "i"),
    ("ks", "x"),
    ("ii", "i"),
    ("ie", "e"),
)


def in_latin(word: str) -> str:
    """A word in Latin letters, one spelling for the many in use: Юлия, Yulia, Iuliia -> iulia."""
    text = "".join(_LATIN.get(letter, letter) for letter in fold(word))
    for one, other in _SAME:
        text = text.replace(one, other)
    return text


def name_words(person: Address) -> str:
    """The words somebody is found by: of the name and of the address, in both alphabets."""
    name = WORD.findall(person.name)
    address = [word for word in re.split(r"[^\w]+|_", fold(person.email)) if word]
    forms = [*(fold(word) for word in name), *(lemma(word) for word in name), *(in_latin(word) for word in name), *address]
    forms += [in_latin(word) for word in address]
    return " ".join(dict.fromkeys(forms))


def name_query(name: str) -> list[tuple[str, ...]]:
    """For each word of a name the beginnings that stand for it."""
    return [tuple(dict.fromkeys(_forms(word))) for word in WORD.findall(name)]


def _forms(word: str) -> list[str]:
    """A name may be read in several ways: "Анне" is Анна or Анне."""
    bases = [fold(reading.normal_form) for reading in readings(word)[:20]] if is_russian(word) else []
    return [fold(word), *bases, *(in_latin(base) for base in [*bases, word])]


def text_query(query: LetterQuery) -> str | None:
    """The full-text query for the words and people of a query; empty when it has none, None when nothing can be found."""
    parts: list[str] = []
    if query.text:
        words = [lemma(word) for word in WORD.findall(query.text)]
        if not words:
            return None
        parts += [_quoted(word) for word in words[:-1]] + [f"{_quoted(words[-1])}*"]
    if query.subject:
        words = [lemma(word) for word in WORD.findall(query.subject)]
        parts += [f"subject : {_quoted(word)}" for word in words]
    for column, name in (("sender", query.sender), ("recipients", query.to)):
        if not name:
            continue
        forms = name_query(name.replace("@", " ")) if "@" in name else name_query(name)
        if not forms:
            return None
        parts += [f"{column} : ({' OR '.join(f'{_quoted(form)}*' for form in alternatives)})" for alternatives in forms]
    return " AND ".join(parts)


def _quoted(word: str) -> str:
    return '"' + word.replace('"', "") + '"'
