"""Ridge regression on few examples, one output per command, solved in closed form over a sparse kernel.

scores = k(x) (K + aI)^-1 Y (regularised least-squares classification; R. Rifkin, 2002). k is a weighted sum of cosines, one
for each group of features, read from postings; large registries are solved anew over the nearest examples of each sentence.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.understanding.features import SIZE, WEIGHTS, Features

_GLOBAL = 1500
"""Up to so many examples one system is solved for all; beyond, one for the nearest of each sentence."""
_NEAREST = 64
_COMMON = 0.01
"""Features in more than this share of the examples do not help to find the nearest among many."""
_MEANT, _NARROW = 3.0, 3.0
"""How much meaning counts beside words, and how near it must be; chosen on HWU64's and BANKING77's validation sentences."""
_BATCH = 512
"""Examples weighed at once."""
_RIDGE = 0.3
_SHARES = np.asarray(WEIGHTS, dtype=np.float32) / sum(WEIGHTS)

Floats = NDArray[np.float32]
Numbers = NDArray[np.int32]
Small = NDArray[np.uint8]
Counted = tuple[Numbers, Small, Small]
"""Each feature of a sentence once: its number, its group, how often it occurs."""


class Ridge:
    """Learned once, never changed; safe in any thread."""

    def __init__(self, examples: Iterable[tuple[int, Counted]], classes: int) -> None:
        """Examples are (label below `classes`, counted features); they are taken one by one, so that they need not be kept."""
        labelled = list(examples)
        counted = [example for _label, example in labelled]
        self._labels = np.asarray([label for label, _example in labelled], dtype=np.int32)
        self._classes = classes
        self._count = len(counted)
        self._idf = _rarity([numbers for numbers, _groups, _times in counted], self._count)
        self._lengths = np.asarray([len(numbers) for numbers, _groups, _times in counted], dtype=np.int64)
        self._ends = np.cumsum(self._lengths)
        self._numbers = np.concatenate([np.zeros(0, dtype=np.int32), *(numbers for numbers, _groups, _times in counted)])
        weighed = (self._weigh(counted[first : first + _BATCH]) for first in range(0, self._count, _BATCH))
        self._values = np.concatenate([np.zeros(0, dtype=np.float32), *weighed])
        owners = np.repeat(np.arange(self._count, dtype=np.int32), self._lengths)
        self._squares = np.bincount(owners, weights=self._values * self._values, minlength=self._count).astype(np.float32)
        self._post(owners)
        self._alpha: Floats | None = None
        self._vectors = np.zeros((self._count, 0), dtype=np.float32)
        if 0 < self._count <= _GLOBAL:
            kernel = np.stack(
                [self._similar(self._numbers[span], self._values[span]) for span in map(self._span, range(self._count))]
            )
            self._alpha = _solve(kernel, self._labels, classes)

    @property
    def dimensions(self) -> int:
        """How long the vectors of meaning are; 0 without any."""
        return int(self._vectors.shape[1])

    def meaning(self, vectors: Floats) -> Ridge:
        """The same learned anew with a vector of length one for each example (or of nothing but zeros where there is none)."""
        other = copy.copy(self)
        other._vectors = vectors
        if self._alpha is not None:
            spans = map(self._span, range(self._count))
            words = np.stack([self._similar(self._numbers[span], self._values[span]) for span in spans])
            other._alpha = _solve(words + _meant(vectors @ vectors.T), self._labels, self._classes)
        return other

    def scores(self, sentence: Features, vector: Floats | None = None) -> list[tuple[int, float]]:
        """(class, score) of the likeliest classes, best first, at most ten; a class that fits fully has about 1.

        `vector` is the sentence's meaning, of length one, where meanings were learned.
        """
        if not self._count or not sentence:
            return []
        counted = count(sentence)
        numbers, values = counted[0], self._weigh([counted])
        near = self._similar(numbers, values)
        if vector is not None:
            near = near + _meant(self._vectors @ vector)
        if self._alpha is not None:
            outputs: Floats = near @ self._alpha
            names = np.arange(self._classes, dtype=np.int32)
        else:
            outputs, names = self._local(near, numbers, values, vector)
        best = np.argsort(-outputs)[:10]
        return [(int(names[i]), float(outputs[i])) for i in best]

    def nearer(self, sentence: Features, others: Sequence[Counted], label: int) -> int | None:
        """Which of some other sentences this one is most like, where it is less like every example of the class."""
        if not sentence or not others:
            return None
        counted = count(sentence)
        values = self._weigh([counted])
        own = self._similar(counted[0], values)[self._labels == label].max(initial=0.0)
        said = np.zeros(SIZE, dtype=np.float32)
        said[counted[0]] = values
        alike = [float(self._weigh([other]) @ said[other[0]]) for other in others]
        nearest = int(np.argmax(alike))
        return nearest if alike[nearest] > own else None

    def _local(self, near: Floats, numbers: Numbers, values: Floats, vector: Floats | None) -> tuple[Floats, Numbers]:
        """Ridge over the nearest examples only; `near` finds them, their kernel is exact."""
        chosen = np.argpartition(-near, _NEAREST)[:_NEAREST]
        spans = [self._span(i) for i in chosen]
        their_numbers = np.concatenate([self._numbers[span] for span in spans])
        their_values = np.concatenate([self._values[span] for span in spans])
        rows = np.repeat(np.arange(len(chosen)), self._lengths[chosen])
        said = np.zeros(SIZE, dtype=np.float32)
        said[numbers] = values
        exact = np.bincount(rows, weights=their_values * said[their_numbers], minlength=len(chosen)).astype(np.float32)
        kernel = _kernel(rows, their_numbers, their_values, self._squares[chosen])
        if vector is not None:
            theirs = self._vectors[chosen]
            exact, kernel = exact + _meant(theirs @ vector), kernel + _meant(theirs @ theirs.T)
        names, labels = np.unique(self._labels[chosen], return_inverse=True)
        outputs = exact @ _solve(kernel, labels.astype(np.int32), len(names))
        return np.asarray(outputs, dtype=np.float32), names

    def _span(self, example: int) -> slice:
        return slice(self._ends[example] - self._lengths[example], self._ends[example])

    def _weigh(self, sentences: Sequence[Counted]) -> Floats:
        """Sublinear in number, weighted by rarity; each group of features of its share's length. One sentence after another."""
        numbers, groups, times = (np.concatenate(parts) for parts in zip(*sentences, strict=True))
        values = (1 + np.log(times.astype(np.int32))).astype(np.float32) * self._idf[numbers]
        owners = np.repeat(np.arange(len(sentences)), [len(one) for one, _groups, _times in sentences])
        places = owners * len(WEIGHTS) + groups
        lengths = np.bincount(places, weights=values * values, minlength=len(sentences) * len(WEIGHTS))
        scale = np.sqrt(np.tile(_SHARES, len(sentences)) / np.maximum(lengths, 1e-9)).astype(np.float32)
        weighed: Floats = values * scale[places]
        return weighed

    def _post(self, owners: Numbers) -> None:
        """Postings by feature. Of many examples only the rarer features: the common ones cost most and tell least."""
        numbers, values = self._numbers, self._values
        if self._count > _GLOBAL:
            seen = np.bincount(numbers, minlength=SIZE)
            rare = seen[numbers] <= max(50, self._count * _COMMON)
            owners, numbers, values = owners[rare], numbers[rare], values[rare]
        order = np.argsort(numbers, kind="stable")
        self._owners, self._weights = owners[order], values[order]
        self._starts = np.searchsorted(numbers[order], np.arange(SIZE + 1)).astype(np.int32)

    def _similar(self, numbers: Numbers, values: Floats) -> Floats:
        """The kernel of a weighed sentence with every example."""
        starts = self._starts[numbers]
        lengths = self._starts[numbers + 1] - starts
        before = np.cumsum(lengths) - lengths
        where = np.repeat(starts - before, lengths) + np.arange(lengths.sum())
        weights = self._weights[where] * np.repeat(values, lengths)
        found: Floats = np.bincount(self._owners[where], weights=weights, minlength=self._count).astype(np.float32)
        return found


def count(sentence: Features) -> Counted:
    """Features counted."""
    both = np.fromiter(itertools.chain.from_iterable(sentence), dtype=np.int32, count=2 * len(sentence)).reshape(-1, 2)
    numbers, first, times = np.unique(both[:, 0], return_index=True, return_counts=True)
    return numbers, both[first, 1].astype(np.uint8), np.minimum(times, 255).astype(np.uint8)


def unit(vectors: Floats) -> Floats:
    """Each of length one; nothing stays nothing."""
    found: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.float32(1e-9))
    return found


def _meant(cosines: Floats) -> Floats:
    """The kernel of meanings, a narrow bell around each."""
    found: Floats = (_MEANT * np.exp(_NARROW * (cosines - 1))).astype(np.float32)
    return found


def _kernel(rows: NDArray[np.intp], numbers: Numbers, values: Floats, squares: Floats) -> Floats:
    """The kernel of some examples with one another: a feature that only one of them has tells nothing but its own square."""
    once = np.zeros(SIZE, dtype=np.int16)
    once[numbers] = rows
    shared = np.zeros(SIZE, dtype=np.bool_)
    shared[numbers[once[numbers] != rows]] = True
    columns = np.flatnonzero(shared)
    place = np.empty(SIZE, dtype=np.int32)
    place[columns] = np.arange(len(columns), dtype=np.int32)
    both = shared[numbers]
    dense = np.zeros((len(squares), len(columns)), dtype=np.float32)
    dense[rows[both], place[numbers[both]]] = values[both]
    found: Floats = dense @ dense.T
    np.fill_diagonal(found, squares)
    return found


def _rarity(examples: Sequence[Numbers], count: int) -> Floats:
    seen = np.bincount(np.concatenate([*examples, np.zeros(0, dtype=np.int32)]), minlength=SIZE)
    return (np.log((1 + count) / (1 + seen)) + 1).astype(np.float32)


def _solve(kernel: Floats, labels: Numbers, classes: int) -> Floats:
    wanted = np.zeros((len(labels), classes), dtype=np.float32)
    wanted[np.arange(len(labels)), labels] = 1.0
    return np.linalg.solve(kernel + _RIDGE * np.eye(len(labels), dtype=np.float32), wanted).astype(np.float32)
