"""Words that mean a command because the owner corrected a mistake: exactly those words, in any form, and no others.

Where another command has a test of the same words in other forms, only the very words count: a correction never changes who
wins a sentence that was not corrected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.base import Language
from assistant.domain.command import Command
from assistant.extensions.understanding import Candidate, Matcher
from assistant.understanding.tokens import content

_SURE = 0.985
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """What a phrase means; `exact`: only in these very words."""

    command: str
    words: Words
    reason: str
    exact: bool


class LearnedMatcher(Matcher):
    """Exact by dictionary forms; asked before all others."""

    rank = 5

    def __init__(self) -> None:
        self._learned: dict[Words, _Phrase] = {}

    def fit(self, commands: Sequence[Command]) -> None:
        learned = {
            _lemmas(phrase.text): (command.name, _words(phrase.text), phrase.reason)
            for command in commands
            for phrase in command.learned
        }
        tested = [test.say for command in commands for test in command.tests if test.say] if learned else []
        exact = {key for text in tested if (key := _lemmas(text)) in learned and learned[key][1] != _words(text)}
        self._learned = {key: _Phrase(*learned[key], key in exact) for key in learned}

    def match(self, text: str, language: Language) -> Sequence[Candidate]:
        learned = self._learned
        found = learned.get(_lemmas(text)) if learned else None
        if found is None or (found.exact and found.words != _words(text)):
            return []
        return [Candidate(found.command, _SURE, {}, found.reason)]


def _lemmas(text: str) -> Words:
    return tuple(token.lemma for token in content(text))


def _words(text: str) -> Words:
    return tuple(token.word for token in content(text))
