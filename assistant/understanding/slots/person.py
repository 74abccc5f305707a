"""People: "Анне Петровой", "Иваном", "John Smith", "бухгалтеру"."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.base import Json
from assistant.domain.value import Person as PersonValue
from assistant.extensions.understanding import Found, SlotContext, SlotType
from assistant.understanding.grammar.addresses import EMAIL, spoken_email
from assistant.understanding.grammar.line import Line, line_of
from assistant.understanding.grammar.moments import near, pieces
from assistant.understanding.grammar.names import MOST_WORDS, dictionary_form, is_name, plain_form, run_of_names
from assistant.words import is_russian, readings

_NO_NAMES = frozenset(
    [
        "i",
        "i'm",
        "i'll",
        "the",
        "a",
        "an",
        "my",
        "me",
        "at",
        "on",
        "in",
        "to",
        "by",
        "for",
        "and",
        "or",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "today",
        "tomorrow",
        "please",
        "no",
        "yes",
    ]
)
_LEADS = frozenset(["с", "со", "к", "ко", "у", "от", "для", "о", "об", "про", "и", "to", "with", "from", "for", "and", "about"])


class Person(SlotType):
    """A Person. Where one is expected (read), any one to three words may be a name, in lower case too; so may a mail address."""

    def find(self, text: str, context: SlotContext) -> list[Found]:
        """Names in the text, in order: Russian ones known as names, others by their capitals; and mail addresses."""
        written = [Found(one.start(), one.end(), _by_address(one.group()), 0.9) for one in EMAIL.finditer(text)]
        names = [
            one for one in _all(line_of(text)) if not any(one.start < other.end and other.start < one.end for other in written)
        ]
        return sorted([*written, *names], key=lambda one: one.start)

    def read(self, text: str, context: SlotContext) -> Json | None:
        """The person a whole text names, be it by what they are ("новому клиенту"); nothing when it holds a time or number."""
        line = line_of(text)
        if EMAIL.fullmatch(text.strip()):
            return _by_address(text.strip())
        if (spoken := spoken_email(line, 0)) is not None and spoken[1] == len(line):
            return _by_address(spoken[0])
        words = [i for i, word in enumerate(line.words) if word[0].isalnum() and not (i == 0 and word in _LEADS)]
        if not 1 <= len(words) <= MOST_WORDS or any(not line.words[i][0].isalpha() for i in words):
            return None
        if words[-1] - words[0] + 1 != len(words) or pieces(line, words[0], near(context.now, context.language)):
            return None
        if any(pieces(line, i, near(context.now, context.language)) for i in words[1:]):
            return None
        return _value(line, words[0], words[-1] + 1)


def _all(line: Line) -> Iterator[Found]:
    i = 0
    while i < len(line):
        j = max(run_of_names(line, i), _foreign(line, i))
        if j > i:
            value = _value(line, i, j)
            if value is not None:
                yield Found(line.starts[i], line.ends[j - 1], value, 0.9)
        i = max(j, i + 1)


def _by_address(email: str) -> Json:
    return PersonValue(name=email.lower(), text=email).model_dump(mode="json")


def _foreign(line: Line, i: int) -> int:
    """The index after capitalised Latin words at `i` that do not open the sentence."""
    j = i
    while i > 0 and j < len(line) and j - i < MOST_WORDS and line.words[j][0].isascii() and line.words[j][0].isalpha():
        raw = line.text[line.starts[j] : line.ends[j]]
        if not raw[0].isupper() or line.words[j] in _NO_NAMES or (len(raw) > 1 and raw.isupper()):
            break
        j += 1
    return j


def _value(line: Line, i: int, j: int) -> Json | None:
    words, text = list(line.words[i:j]), line.raw(i, j)
    if not is_russian(text):
        name = text if text != text.lower() else text.title()
    elif (any(is_name(word) for word in words) and run_of_names(line, i) == j) or all(is_name(word) for word in words):
        name = dictionary_form(words)
    elif readings(words[0])[0].tag.POS in {"NOUN", "ADJF", None}:
        name = text if _abroad(words) else plain_form(words)
    else:
        return None
    return PersonValue(name=name, text=text).model_dump(mode="json")


def _abroad(words: list[str]) -> bool:
    return any(readings(word)[0].tag.POS is None for word in words)
