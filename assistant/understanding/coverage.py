"""How much of a clause the phrases of a command speak of: what is about something else is told apart by its unknown words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.command import Command
from assistant.understanding.concepts import concepts
from assistant.understanding.features import PLAIN
from assistant.understanding.phrases import Word, compiled
from assistant.understanding.tokens import Token, word_set

_ASKING = word_set("что чего кто как какой когда где куда сколько which who how when where why there")
"""Besides the commonest words these tell nothing either of what a command is about."""
_USUAL = 0.65
"""The share of the words that is known where a command is meant in other words (validation sentences)."""


@dataclass(frozen=True, slots=True)
class _Known:
    lemmas: frozenset[str]
    concepts: frozenset[int]
    free: bool


class Coverage:
    """The words of every command. Learned once, never changed; safe in any thread."""

    def __init__(self, commands: Sequence[Command]) -> None:
        self._known = {command.name: _known(command) for command in commands}

    def share(self, command: str, said: Sequence[Token]) -> float:
        """Which share of the words, 0..1, the command's phrases have or have something alike; the commonest words do not count.

        Unknown words may be what a free text slot is for: a command that has one is not blamed for them, if it knows any.
        """
        known = self._known[command]
        words = [token.lemma for token in said if token.lemma not in PLAIN | _ASKING]
        if not words:
            return 1.0
        share = sum(word in known.lemmas or not known.concepts.isdisjoint(concepts([word])) for word in words) / len(words)
        return max(share, _USUAL) if known.free and share else share

    def says(self, command: str, said: Sequence[Token]) -> bool:
        """Whether any word is one of the command's own, and not only something alike."""
        return any(token.lemma in self._known[command].lemmas for token in said)


def _known(command: Command) -> _Known:
    lemmas = (
        {
            place.lemma
            for phrases in command.phrases.values()
            for phrase in phrases
            for place in compiled(phrase).network.places
            if isinstance(place, Word)
        }
        - PLAIN
        - _ASKING
    )
    free = any(slot.type == "text" and command.takes_words(name) for name, slot in command.slots.items())
    return _Known(frozenset(lemmas), frozenset(concepts(list(lemmas))), free)
