"""Commands that were said in other words: a classifier that learns from the phrases themselves, a few for each command."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

import numpy as np

from assistant.domain.base import Language
from assistant.domain.command import Command
from assistant.extensions.understanding import Candidate, Matcher
from assistant.understanding.features import PLAIN, features
from assistant.understanding.kept import Kept
from assistant.understanding.phrases import Gap, Word, compiled, parse, samples
from assistant.understanding.ridge import Counted, Ridge, count, unit
from assistant.understanding.tokens import Token, content

_LIMIT = 10
_LOOKED_AT = 3
"""Of so many, the likeliest, it is asked whether their own tests speak against them."""
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
_NAMED_NOT = 0.5
"""What is left of a score when the sentence is more like one that a command names as not its own than like any of its phrases."""


@dataclass(frozen=True, slots=True)
class _Learned:
    names: tuple[str, ...]
    ridge: Ridge
    known: frozenset[str]
    """Dictionary forms of all words in the phrases, the commonest ones left out."""
    free: frozenset[int]
    """Labels of the commands with a slot that takes any words."""
    texts: tuple[str, ...]
    """The examples as they are said, without what fills their slots."""
    nots: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """By label, the sentences that a command's own tests name as not its own."""
    meant: Ridge | None = None
    """The same examples learned with their meaning, where vectors of them are known."""


class ExampleMatcher(Matcher):
    """Few-shot: needs no model, no download, and a second to learn a thousand phrases."""

    rank = 20

    def __init__(self) -> None:
        self._learned = _Learned((), Ridge((), 0), frozenset(), frozenset(), ())

    def fit(self, commands: Sequence[Command]) -> None:
        free = frozenset(
            label
            for label, command in enumerate(commands)
            if any(slot.type == "text" and command.takes_words(name) for name, slot in command.slots.items())
        )
        known = frozenset(
            place.lemma
            for command in commands
            for phrase in chain.from_iterable(command.phrases.values())
            for place in compiled(phrase).network.places
            if isinstance(place, Word)
        )
        examples = list(_examples(commands))
        self._learned = _Learned(
            tuple(command.name for command in commands),
            Ridge(((label, counted) for label, _text, counted in examples), len(commands)),
            known - PLAIN,
            free,
            tuple(text for _label, text, _counted in examples),
            {label: nots for label, command in enumerate(commands) if (nots := _nots(command))},
        )

    def sentences(self) -> Sequence[str]:
        return tuple(dict.fromkeys(self._learned.texts))

    def mean(self, vectors: Mapping[str, Sequence[float]]) -> None:
        learned = self._learned
        size = len(next(iter(vectors.values()), ()))
        meanings = np.zeros((len(learned.texts), size), dtype=np.float32)
        for row, text in enumerate(learned.texts):
            if text in vectors:
                meanings[row] = vectors[text]
        self._learned = replace(learned, meant=learned.ridge.meaning(unit(meanings)) if meanings.any() else None)

    def match(self, text: str, language: Language) -> Sequence[Candidate]:
        learned, said = self._learned, content(text)
        return _candidates(learned, said, dict(learned.ridge.scores(features(said))))

    def match_meaning(self, text: str, language: Language, vector: Sequence[float]) -> Sequence[Candidate] | None:
        learned, said = self._learned, content(text)
        if learned.meant is None or learned.meant.dimensions != len(vector):
            return None
        meaning = unit(np.asarray([vector], dtype=np.float32))[0]
        return _candidates(learned, said, dict(learned.meant.scores(features(said), meaning)))


def _candidates(learned: _Learned, said: Sequence[Token], scores: dict[int, float]) -> list[Candidate]:
    if learned.free and max(scores.values(), default=0.0) < _CLEAR:
        for label, score in _without_unknown(learned, said):
            scores[label] = max(scores.get(label, 0.0), score)
    _hear_nots(learned, said, scores)
    best = sorted(scores.items(), key=lambda pair: -pair[1])[:_LIMIT]
    return [Candidate(learned.names[label], min(score, 1.0)) for label, score in best if score > 0]


def _hear_nots(learned: _Learned, said: Sequence[Token], scores: dict[int, float]) -> None:
    """Take from the likeliest what their own tests speak against, where it would be nobody else's."""
    sentence = features(said)
    for label in sorted(scores, key=lambda label: -scores[label])[:_LOOKED_AT]:
        nots = learned.nots.get(label, ())
        nearest = learned.ridge.nearer(sentence, [_counted(text) for text in nots], label) if scores[label] > 0 else None
        if nearest is not None and learned.ridge.scores(features(content(nots[nearest])))[0][0] == label:
            scores[label] *= _NAMED_NOT


def _without_unknown(learned: _Learned, said: Sequence[Token]) -> list[tuple[int, float]]:
    """Scores of the commands with free slots as if every word no phrase knows were in one."""
    known: list[Token | Gap] = [token if token.lemma in learned.known | PLAIN else Gap("") for token in said]
    if all(isinstance(item, Gap) or item.lemma in PLAIN for item in known) or not any(isinstance(item, Gap) for item in known):
        return []
    return [
        (label, _BUT_FOR_THE_SLOTS * score) for label, score in learned.ridge.scores(features(known)) if label in learned.free
    ]


def _examples(commands: Sequence[Command]) -> Iterator[tuple[int, str, Counted]]:
    limit = next((fewer for many, fewer in _FEWER_SAMPLES if len(commands) > many), _SAMPLES)
    sentences = _kept.get if len(commands) <= _MANY else _sentences
    for label, command in enumerate(commands):
        for phrase in (phrase for phrases in command.phrases.values() for phrase in phrases):
            for text, counted in sentences((phrase, limit)):
                yield label, text, counted
    _kept.end_round()


def _nots(command: Command) -> tuple[str, ...]:
    return tuple(test.not_ for test in command.tests if test.not_ and content(test.not_))


@functools.lru_cache(maxsize=4096)
def _counted(text: str) -> Counted:
    return count(features(content(text)))


def _sentences(asked: tuple[str, int]) -> Sequence[tuple[str, Counted]]:
    """Sentences of a phrase, at most so many, with their features."""
    phrase, limit = asked
    return [(_said(sentence), count(features(sentence))) for sentence in samples(parse(phrase), limit, phrase)]


def _said(sentence: Sequence[Word | Gap]) -> str:
    return " ".join(item.word for item in sentence if isinstance(item, Word))


_kept: Kept[tuple[str, int], Sequence[tuple[str, Counted]]] = Kept(_sentences, spare=500)
