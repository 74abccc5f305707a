"""Commands near in meaning to some words, in any language, by an embeddings model where one is configured."""

from __future__ import annotations

from collections.abc import Mapping

import anyio.to_thread
import numpy

from assistant.domain.command import Command
from assistant.errors import LanguageModelError
from assistant.llm.embed import Embedder
from assistant.registry.conflicts import examples
from assistant.registry.phrases import samples

PHRASES = 4
"""Phrases of a command in each language that stand for it."""
COMMANDS = 300
"""Commands compared; a larger registry is narrowed by words before."""


class Nearest:
    """Finds nothing where no embeddings model is configured, and where it cannot be asked."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    async def commands(self, text: str, commands: Mapping[str, Command], limit: int) -> list[str]:
        """Names, nearest first."""
        if not self._embedder.connected or not commands:
            return []
        said = [(name, sentence) for name, command in list(commands.items())[:COMMANDS] for sentence in _said(command)]
        try:
            found = await self._embedder.vectors([text, *(sentence for _name, sentence in said)])
        except LanguageModelError:
            return []
        likeness = await anyio.to_thread.run_sync(_likeness, found)
        best: dict[str, float] = {}
        for (name, _sentence), value in zip(said, likeness, strict=True):
            best[name] = max(best.get(name, -1.0), value)
        return sorted(best, key=lambda name: (-best[name], name))[:limit]


def _said(command: Command) -> list[str]:
    return [
        sentence
        for language, texts in command.phrases.items()
        for phrase in texts[:PHRASES]
        for sentence in samples(phrase, examples(command.slots, language), 1)
    ]


def _likeness(vectors: list[list[float]]) -> list[float]:
    """The cosine of the first vector with each other one."""
    matrix = numpy.asarray(vectors, dtype=numpy.float32)
    matrix /= numpy.maximum(numpy.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    found: list[float] = (matrix[1:] @ matrix[0]).tolist()
    return found
