"""Where a sentence might be cut into commands: at joining words, at marks, and before what sounds like a new order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.understanding.manner import led_in
from assistant.understanding.openers import FIRST_WORD, Opener, Openers
from assistant.understanding.tokens import FILLERS, Token, tokens, word_set

Kind = Literal["sequence", "addition", "weak", "comma", "stop", "bare"]
"""What joins: "а потом", "а также", "и", a comma, a full stop or semicolon, nothing at all."""

_WRITTEN: dict[Kind, str] = {
    "sequence": "потом|а потом|и потом|ну и потом|затем|а затем|и затем|после этого|а после этого|и после этого|после чего|"
    "а после|и после|дальше|а дальше|далее|и далее|следом|и сразу|и тут же|"
    "then|and then|but then|after that|and after that|afterwards|and afterwards|after this|next|and next|once done|"
    "when done|when you're done|when that's done|and finally|finally|and lastly|lastly",
    "addition": "а ещё|и ещё|ещё|да ещё|а также|и также|также|так же|а так же|а заодно|и заодно|заодно|плюс|плюс к этому|"
    "кроме того|к тому же|и кроме того|вдобавок|и к тому же|и плюс|а кроме того|и вдобавок|"
    "also|and also|but also|plus|and plus|as well as|in addition|and in addition|additionally|besides|"
    "on top of that|and additionally|and while you're at it|while you're at it|oh and",
    "weak": "и|а|да|но|and|but|&",
}
_CONNECTORS: dict[tuple[str, ...], Kind] = {
    tuple(words.replace("ё", "е").split()): kind for kind, listed in _WRITTEN.items() for words in listed.split("|")
}
_LONGEST = max(len(words) for words in _CONNECTORS)
DANGLING = word_set(
    "и а или в во на с со к ко о об обо про за для от до по из у под над при без через между что чтобы как "
    "and or in on at to for with of from by about the a an my your his her our their this these those into onto than that if "
    "until till as between"
)
"""Nobody ends a clause with these: more is coming."""
_ONLY_BEFORE = word_set("next еще")
"""Joining words that far more often belong to the clause: "next week", "что мне еще надо сделать"."""
_STRENGTH: tuple[Kind, ...] = ("sequence", "addition", "weak")
_STOPS = ".;!?\n"


@dataclass(frozen=True, slots=True)
class Cut:
    """What stands before ends at `left`, what follows begins at `right` (characters).

    `kind` is the strongest thing that joins, `marked` whether a comma or stop stands there too, `opener` what begins,
    `learned` how much its first word is one of the learned phrases', `dangling` whether the word before waits for more.
    """

    left: int
    right: int
    kind: Kind
    marked: bool
    opener: Opener
    learned: float
    dangling: bool
    polite: bool


def cuts(text: str, openers: Openers) -> Iterator[Cut]:
    """Every place worth weighing, in order; before the first one stands more than politeness, hesitation and a lead-in, but for
    a lead-in that begins a phrase itself and is told from what follows: "hello, and then remind me ..."."""
    said = tokens(text)
    begun = max(led_in(said), default=0)
    spoken = next((i for i, token in enumerate(said) if token.word not in FILLERS), 0)
    at = 1 + spoken
    while at < len(said):
        length, kind = _connector(said, at)
        if at + length >= len(said):
            return
        if length == 1 and said[at].word in _ONLY_BEFORE and not _joins(text, said, at, openers):
            at += 1
            continue
        marks = text[said[at - 1].end : said[at].start] + (text[said[at].end : said[at + length].start] if length else "")
        kind = kind or _mark(marks)
        first = at + length
        if first <= begun and not (kind in ("sequence", "stop") and openers.learned(said[spoken].word) > FIRST_WORD):
            at = first + 1
            continue
        opener, learned = openers.kind(said, first), openers.learned(said[first].word)
        if kind or (opener not in ("", "auxiliary", "infinitive") and learned > FIRST_WORD and said[at - 1].word not in DANGLING):
            marked = any(mark in marks for mark in "," + _STOPS)
            yield Cut(
                said[at - 1].end,
                said[first].start,
                kind or "bare",
                marked,
                opener,
                learned,
                said[at - 1].word in DANGLING,
                said[first].word in FILLERS,
            )
        at = first + 1


def _joins(text: str, said: tuple[Token, ...], at: int, openers: Openers) -> bool:
    """Whether such a word is set off by a mark, or an order or a question follows it."""
    marks = text[said[at - 1].end : said[at].start] + text[said[at].end : said[at + 1].start]
    return any(mark in marks for mark in "," + _STOPS) or openers.kind(said, at + 1) in ("order", "question")


def _connector(said: tuple[Token, ...], at: int) -> tuple[int, Kind | None]:
    """How many joining words stand at `at`, and the strongest kind among them ("and then", "and also after that")."""
    total, found = 0, None
    while kind_and_length := _one_connector(said, at + total):
        kind, length = kind_and_length
        found = kind if found is None or _STRENGTH.index(kind) < _STRENGTH.index(found) else found
        total += length
    return total, found


def _one_connector(said: tuple[Token, ...], at: int) -> tuple[Kind, int] | None:
    for length in range(min(_LONGEST, len(said) - at), 0, -1):
        kind = _CONNECTORS.get(tuple(token.word for token in said[at : at + length]))
        if kind:
            return kind, length
    return None


def _mark(marks: str) -> Kind | None:
    if any(mark in marks for mark in _STOPS):
        return "stop"
    return "comma" if "," in marks else None
