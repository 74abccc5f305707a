"""Words that ask for nothing: what is told of somebody ("Иван отменил встречу"), and what is forbidden ("don't cancel it").

They are full of a command's own words, so a likeness takes them for it. A command whose phrases speak that very way ("я сделал
задачу …", "do not let me forget …") is not touched; nor is one that a phrase fits word for word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.command import Command
from assistant.understanding.cues import DETERMINERS
from assistant.understanding.manner import led_in
from assistant.understanding.openers import WANTED, Openers
from assistant.understanding.phrases import END, Word, compiled
from assistant.understanding.tokens import FILLERS, Token, word_set
from assistant.words import is_russian, readings

_NEVER = word_set("не do not never cannot")
_DO_NOT = (("do", "not"), ("never",), ("не",))
_WHO = word_set("i he she we they you somebody someone everybody it я ты он она оно мы вы они кто-то все никто")
_TOLD = word_set(
    "said says say told tells asked asks agreed agrees thinks think thought promised promises wanted mentioned suggested suggests "
    "decided hopes hoped believes guess suppose was were did had has would should went came is are already never talked"
)
"""With somebody before them, verbs that tell; as do those in "-ed"."""
_OPEN = word_set("ли что-нибудь кто-нибудь что-то когда-нибудь")
"""Where they stand, something is asked."""
_NEED = word_set("надо нужно стоит")
_MAY = word_set("можно can could would will why how")
"""Questions that begin with these may be polite orders."""
_UNASKED = 0.4
"""What is left of a likeness to words that tell or forbid something ..."""
_ASKED = 0.45
"""... and that ask something, for a command that does something."""
_TOLD_OF = 0.75
"""The same for what is told and a command that only looks something up."""
_NEAR = 5
"""So many words from its beginning a sentence has told who did something."""
_NAMED = 3
"""The same where the first word may be anything, a name perhaps."""
_ED = 4


@dataclass(frozen=True, slots=True)
class Mood:
    """Nothing is to be done. `verb` is the word that tells or is forbidden, in dictionary form, `before` what makes it so."""

    verb: str
    before: frozenset[str]
    forbids: bool = False
    asks: bool = False
    """It is a question, beginning with `verb`: something may be looked up, but nothing is to be done."""


class Moods:
    """How the phrases of every command tell and forbid. Learned once, never changed; safe in any thread."""

    def __init__(self, commands: Sequence[Command]) -> None:
        self._spoken = {command.name: _spoken(command) for command in commands}
        self._acting = frozenset(command.name for command in commands if command.effect != "reads")

    def left(self, command: str, heard: Mood | None) -> float:
        """What is left of a likeness of words in this mood to the command: all where it speaks so, more where it only looks something up."""
        if heard is None or (heard.asks and command not in self._acting):
            return 1.0
        if any((before, heard.verb) in self._spoken[command] for before in heard.before):
            return 1.0
        if not heard.forbids and command not in self._acting:
            return _TOLD_OF
        return _ASKED if heard.asks else _UNASKED

    def acts(self, command: str) -> bool:
        """Whether the command changes or sends something."""
        return command in self._acting


def mood(said: Sequence[Token]) -> Mood | None:
    """How these words tell or forbid something; None where they may ask for it."""
    for at in (0, *led_in(said)):
        rest = [token for token in said[at:] if token.word not in FILLERS]
        if rest and (found := _forbidden(rest) or _told(rest)):
            return found
    if rest and rest[0].word not in _MAY and Openers.kind(rest, 0) == "question":
        return Mood(rest[0].lemma, frozenset(("",)), asks=True)
    return None


def _forbidden(rest: Sequence[Token]) -> Mood | None:
    for words in _DO_NOT:
        begun = len(words)
        if len(rest) > begun and tuple(token.word for token in rest[:begun]) == words and _may_be_forbidden(rest[begun]):
            need = rest[begun].word in _NEED
            verb = next((token for token in rest[begun + 1 : _NEAR] if need and _is(token.word, "INFN")), rest[begun])
            return Mood(verb.lemma, frozenset(token.lemma for token in rest[:begun]) | {"not"}, forbids=True)
    return None


def _may_be_forbidden(token: Token) -> bool:
    return not is_russian(token.word) or _is(token.word, "impr") or _is(token.word, "INFN") or token.word in _NEED


def _told(rest: Sequence[Token]) -> Mood | None:
    if any(token.word in _OPEN for token in rest):
        return None
    return _told_in_russian(rest) if is_russian(rest[0].word) else _told_in_english(rest)


def _told_in_russian(rest: Sequence[Token]) -> Mood | None:
    """Somebody, or a day, and what was done: "Иван вчера сказал", "мы договорились"; an order anywhere asks all the same."""
    if any(_is(token.word, "impr") for token in rest if token.word not in _WHO):
        return None
    if not (rest[0].word in _WHO or _is(rest[0].word, "nomn") or _is(rest[0].word, "ADVB")) or _asks(rest):
        return None
    for at, token in enumerate(rest[1:_NEAR], 1):
        if _is(token.word, "VERB"):
            return Mood(token.lemma, frozenset(one.lemma for one in rest[:at]))
    return None


def _told_in_english(rest: Sequence[Token]) -> Mood | None:
    if _asks(rest):
        return None
    for at, token in enumerate(rest[1 : _NEAR if rest[0].word in _WHO | DETERMINERS else _NAMED], 1):
        past = token.word.endswith("ed") and len(token.word) > _ED and rest[at - 1].word in _WHO | _TOLD
        if token.word in _TOLD or token.word in _NEVER or past:
            return Mood(token.lemma, frozenset(one.lemma for one in rest[:at]))
    return None


def _asks(rest: Sequence[Token]) -> bool:
    """Whether it begins like an order, a question or a wish."""
    if rest[0].word == "we":
        return len(rest) > 1 and rest[1].word in WANTED
    return Openers.kind(rest, 0) != "" or rest[0].word in _TOLD | _NEVER


def _is(word: str, grammeme: str) -> bool:
    return is_russian(word) and grammeme in readings(word)[0].tag


def _spoken(command: Command) -> frozenset[tuple[str, str]]:
    """Words that stand side by side in its phrases, in dictionary form, where the first may tell or forbid, or is the beginning."""
    pairs: set[tuple[str, str]] = set()
    for phrase in (phrase for phrases in command.phrases.values() for phrase in phrases):
        automaton = compiled(phrase).network
        begun = [automaton.places[first] for first in automaton.first if first != END]
        pairs |= {("", place.lemma) for place in begun if isinstance(place, Word)}
        for at, place in enumerate(automaton.places):
            if isinstance(place, Word) and (place.word in _WHO or place.word in _NEVER):
                behind = [automaton.places[following] for following in automaton.follow[at] if following != END]
                pairs |= {(place.lemma, other.lemma) for other in behind if isinstance(other, Word)}
    return frozenset(pairs)
