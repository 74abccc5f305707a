"""Commands found by what words mean, where an embeddings model is connected: vectors of their sentences and of what was said.

The vectors only help the matchers that go by likeness. Without a model, or while it does not answer, everything goes by words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import anyio
import anyio.to_thread

from assistant.domain.plan import Plan
from assistant.errors import LanguageModelError
from assistant.llm.embed import Embedder
from assistant.understanding.match import Vector
from assistant.understanding.reply import is_yes_or_no

MOST = 10_000
"""Sentences of commands that get a vector; the later commands of a larger registry are found by words."""
AT_ONCE = 512
"""Sentences asked for before looking whether the commands changed."""
PATIENCE = 1.0
"""Seconds what was said may wait for its meaning."""
EVERY, REST = 3.0, 60.0
"""Seconds between looks for new sentences, and after a failure."""
_WORD_FOR_WORD = ("template", "learned")


class Learner(Protocol):
    """Who learns meanings: the understanding, as this side sees it."""

    def sentences(self) -> Sequence[str]: ...
    def mean(self, vectors: Mapping[str, Vector]) -> None: ...
    def hear(self, vectors: Mapping[str, Vector]) -> None: ...


class Meaning:
    """All methods on the event loop."""

    def __init__(self, embedder: Embedder, learner: Learner) -> None:
        self._embedder = embedder
        self._learner = learner
        self._known: dict[str, Vector] = {}
        self._model = ""

    async def run(self) -> None:
        """Serve until cancelled."""
        while True:
            try:
                await self.learn()
            except LanguageModelError:
                await anyio.sleep(REST)
            await anyio.sleep(EVERY)

    async def learn(self) -> None:
        """Have a vector for every sentence of the commands as they are now. Raises LanguageModelError."""
        if self._model != self._embedder.model:
            self._model, self._known = self._embedder.model, {}
            await anyio.to_thread.run_sync(self._learner.mean, self._known)
        if not self._embedder.connected:
            return
        texts = self._learner.sentences()[:MOST]
        missing = [text for text in texts if text not in self._known]
        if not missing:
            return
        known = {text: self._known[text] for text in texts if text in self._known}
        for first in range(0, len(missing), AT_ONCE):
            some = missing[first : first + AT_ONCE]
            known |= dict(zip(some, await self._embedder.vectors(some), strict=True))
        self._known = known
        await anyio.to_thread.run_sync(self._learner.mean, known)

    async def look_up(self, plan: Plan) -> bool:
        """Whether the meaning of clauses that fit no phrase is known now, so that the sentence is worth reading again."""
        if not self._known or not self._embedder.connected:
            return False
        texts = [
            planned.clause.text
            for planned in plan.clauses
            if not is_yes_or_no(planned.clause.text)
            and not (planned.candidates and planned.candidates[0].matcher in _WORD_FOR_WORD)
        ]
        return bool(texts) and await self.hear(texts)

    async def hear(self, texts: Sequence[str]) -> bool:
        """Know what these clauses mean, if that can be had in time."""
        with anyio.move_on_after(PATIENCE):
            try:
                vectors = await self._embedder.vectors(texts)
            except LanguageModelError:
                return False
            self._learner.hear(dict(zip(texts, vectors, strict=True)))
            return True
        return False
