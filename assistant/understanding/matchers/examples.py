"""Commands that were said in other words: a classifier that learns from the phrases themselves, a few for each command."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.domain.base import Language
from assistant.domain.command import Command
from assistant.extensions import Candidate, Matcher
from assistant.understanding.features import Features, features
from assistant.understanding.phrases import parse, samples
from assistant.understanding.ridge import Ridge
from assistant.understanding.tokens import content

_SAMPLES = 6
"""Sentences learned from one template ..."""
_MANY = 500
_SAMPLES_OF_MANY = 2
"""... and in a registry of more commands than this, where learning must stay quick."""


class ExampleMatcher(Matcher):
    """Few-shot: needs no model, no download, and a second to learn a thousand phrases."""

    rank = 20

    def __init__(self) -> None:
        self._learned: tuple[tuple[str, ...], Ridge] = ((), Ridge((), 0))

    def fit(self, commands: Sequence[Command]) -> None:
        names = tuple(command.name for command in commands)
        self._learned = names, Ridge(_examples(commands), len(names))

    def match(self, text: str, language: Language) -> Sequence[Candidate]:
        names, ridge = self._learned
        scored = ridge.scores(features(content(text)))
        return [Candidate(names[label], min(max(score, 0.0), 1.0)) for label, score in scored if score > 0]


def _examples(commands: Sequence[Command]) -> Iterator[tuple[int, Features]]:
    limit = _SAMPLES if len(commands) <= _MANY else _SAMPLES_OF_MANY
    for label, command in enumerate(commands):
        for phrase in (phrase for phrases in command.phrases.values() for phrase in phrases):
            for sentence in samples(parse(phrase), limit, phrase):
                yield label, features(sentence)
