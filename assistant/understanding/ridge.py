"""Ridge regression on few examples, one output per command, solved in closed form over a sparse cosine kernel.

scores = k(x) (K + aI)^-1 Y (regularised least-squares classification; R. Rifkin, 2002). Postings per feature make k(x) a
few hundred additions, so that ten thousand commands need no matrix.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.understanding.features import SIZE

Features = Sequence[tuple[int, float]]
_GLOBAL = 2000
"""Up to so many examples one system is solved for all; beyond, one for the nearest of each sentence."""
_NEAREST = 192
_RIDGE = 0.3


class Ridge:
    """Learned once, never changed; safe in any thread."""

    def __init__(self, examples: Sequence[Features], labels: Sequence[int], classes: int) -> None:
        """`labels[i]` below `classes` belongs to `examples[i]`."""
        self._labels = np.asarray(labels, dtype=np.int64)
        self._classes = classes
        self._count = len(examples)
        numbers = [np.fromiter((number for number, _ in example), dtype=np.int64, count=len(example)) for example in examples]
        weights = [np.fromiter((w for _, w in example), dtype=np.float32, count=len(example)) for example in examples]
        self._idf = _inverse_frequency(numbers, self._count)
        rows = [self._normal(n, w) for n, w in zip(numbers, weights, strict=True)]
        self._post(rows)
        self._alpha: NDArray[np.float32] | None = None
        if 0 < self._count <= _GLOBAL:
            kernel = np.stack([self._similar(n, w) for n, w in rows])
            self._alpha = _solve(kernel, self._labels, classes)
        self._rows = rows if self._alpha is None else []

    def scores(self, sentence: Features) -> list[tuple[int, float]]:
        """(class, score) of the likeliest classes, best first, at most ten; a class that fits fully has about 1."""
        if not self._count or not sentence:
            return []
        numbers = np.fromiter((number for number, _ in sentence), dtype=np.int64, count=len(sentence))
        weights = np.fromiter((w for _, w in sentence), dtype=np.float32, count=len(sentence))
        near = self._similar(*self._normal(numbers, weights))
        if self._alpha is not None:
            outputs, names = near @ self._alpha, np.arange(self._classes)
        else:
            outputs, names = self._local(near)
        best = np.argsort(-outputs)[:10]
        return [(int(names[i]), float(outputs[i])) for i in best]

    def _local(self, near: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        chosen = np.argpartition(-near, _NEAREST)[:_NEAREST]
        kernel = np.stack([self._similar(*self._rows[i])[chosen] for i in chosen])
        names, labels = np.unique(self._labels[chosen], return_inverse=True)
        return near[chosen] @ _solve(kernel, labels, len(names)), names

    def _normal(self, numbers: NDArray[np.int64], weights: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Features once each, sublinear in their number, weighted by rarity, of length 1."""
        numbers, where = np.unique(numbers, return_inverse=True)
        counts = np.bincount(where)
        largest = np.zeros(len(numbers), dtype=np.float32)
        np.maximum.at(largest, where, weights)
        values = largest * (1 + np.log(counts)).astype(np.float32) * self._idf[numbers]
        length = float(np.sqrt((values * values).sum()))
        return numbers, (values / length if length else values)

    def _post(self, rows: Sequence[tuple[NDArray[np.int64], NDArray[np.float32]]]) -> None:
        numbers = np.concatenate([n for n, _ in rows]) if rows else np.zeros(0, dtype=np.int64)
        values = np.concatenate([v for _, v in rows]) if rows else np.zeros(0, dtype=np.float32)
        owners = np.repeat(np.arange(len(rows), dtype=np.int32), [len(n) for n, _ in rows])
        order = np.argsort(numbers, kind="stable")
        self._owners, self._values = owners[order], values[order]
        self._starts = np.searchsorted(numbers[order], np.arange(SIZE + 1)).astype(np.int32)

    def _similar(self, numbers: NDArray[np.int64], values: NDArray[np.float32]) -> NDArray[np.float32]:
        """The cosine of a normalised sentence with every example."""
        starts, ends = self._starts[numbers], self._starts[numbers + 1]
        lengths = ends - starts
        where = np.repeat(starts - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths) + np.arange(lengths.sum())
        weights = self._values[where] * np.repeat(values, lengths)
        return np.bincount(self._owners[where], weights=weights, minlength=self._count).astype(np.float32)


def _inverse_frequency(numbers: Sequence[NDArray[np.int64]], count: int) -> NDArray[np.float32]:
    seen = np.zeros(SIZE, dtype=np.int32)
    for example in numbers:
        seen[np.unique(example)] += 1
    return (np.log((1 + count) / (1 + seen)) + 1).astype(np.float32)


def _solve(kernel: NDArray[np.float32], labels: NDArray[np.int64], classes: int) -> NDArray[np.float32]:
    wanted = np.zeros((len(labels), classes), dtype=np.float32)
    wanted[np.arange(len(labels)), labels] = 1.0
    system = kernel + _RIDGE * np.eye(len(labels), dtype=np.float32)
    return np.linalg.solve(system, wanted).astype(np.float32)
