"""Commands that were said in other words: a classifier that learns from the phrases themselves, a few for each command."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from assistant.domain.base import Language
from assistant.domain.command import Command
from assistant.extensions import Candidate, Matcher
from assistant.understanding.features import PLAIN, features
from assistant.understanding.kept import Kept
from assistant.understanding.phrases import Gap, Word, compiled, parse, samples
from assistant.understanding.ridge import Counted, Ridge, count
from assistant.understanding.tokens import Token, content

_LIMIT = 10
_SAMPLES = 6
"""Sentences learned from one template ..."""
_FEWER_SAMPLES = ((2000, 1), (500, 2))
"""... and in a registry of more commands than this, where learning must stay quick."""


_MANY = 2_000
"""Of so many commands the features are worked out again each time: keeping them would take hundreds of megabytes."""
_CLEAR = 0.5
"""A score from which nobody asks what else it could be."""
_BUT_FOR_THE_SLOTS = 0.32
"""How much a fit counts that needs all unknown words to be a free slot's: enough to be offered, not to be run."""


@dataclass(frozen=True, slots=True)
class _Learned:
    names: tuple[str, ...]
    ridge: Ridge
    known: frozenset[str]
    """Dictionary forms of all words in the phrases, the commonest ones left out."""
    free: frozenset[int]
    """Labels of the commands with a slot that takes any words."""


class ExampleMatcher(Matcher):
    """Few-shot: needs no model, no download, and a second to learn a thousand phrases."""

    rank = 20

    def __init__(self) -> None:
        self._learned = _Learned((), Ridge((), 0), frozenset(), frozenset())

    def fit(self, commands: Sequence[Command]) -> None:
        free = frozenset(
            label for label, command in enumerate(commands) if any(slot.type == "text" for slot in command.slots.values())
        )
        known = frozenset(
            place.lemma
            for command in commands
            for phrase in chain.from_iterable(command.phrases.values())
            for place in compiled(phrase).network.places
            if isinstance(place, Word)
        )
        self._learned = _Learned(
            tuple(command.name for command in commands), Ridge(_examples(commands), len(commands)), known - PLAIN, free
        )

    def match(self, text: str, language: Language) -> Sequence[Candidate]:
        learned, said = self._learned, content(text)
        scores = dict(learned.ridge.scores(features(said)))
        if learned.free and max(scores.values(), default=0.0) < _CLEAR:
            for label, score in _without_unknown(learned, said):
                scores[label] = max(scores.get(label, 0.0), score)
        best = sorted(scores.items(), key=lambda pair: -pair[1])[:_LIMIT]
        return [Candidate(learned.names[label], min(score, 1.0)) for label, score in best if score > 0]


def _without_unknown(learned: _Learned, said: Sequence[Token]) -> list[tuple[int, float]]:
    """Scores of the commands with free slots as if every word no phrase knows were in one."""
    known: list[Token | Gap] = [token if token.lemma in learned.known | PLAIN else Gap("") for token in said]
    if all(isinstance(item, Gap) or item.lemma in PLAIN for item in known) or not any(isinstance(item, Gap) for item in known):
        return []
    return [
        (label, _BUT_FOR_THE_SLOTS * score) for label, score in learned.ridge.scores(features(known)) if label in learned.free
    ]


def _examples(commands: Sequence[Command]) -> Iterator[tuple[int, Counted]]:
    limit = next((fewer for many, fewer in _FEWER_SAMPLES if len(commands) > many), _SAMPLES)
    sentences = _kept.get if len(commands) <= _MANY else _sentences
    for label, command in enumerate(commands):
        for phrase in (phrase for phrases in command.phrases.values() for phrase in phrases):
            for counted in sentences((phrase, limit)):
                yield label, counted
    _kept.end_round()


def _sentences(asked: tuple[str, int]) -> Sequence[Counted]:
    """The features of sentences of a phrase, at most so many."""
    phrase, limit = asked
    return [count(features(sentence)) for sentence in samples(parse(phrase), limit, phrase)]


_kept: Kept[tuple[str, int], Sequence[Counted]] = Kept(_sentences, spare=500)
