"""Vectors of texts from the server's embeddings model, within the allowance; each text is asked for once and kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import anyio

from assistant.domain.model import Prompt
from assistant.errors import ModelOffline, ModelRefused
from assistant.llm.allowance import Allowance
from assistant.llm.connection import Connection, offline
from assistant.llm.prices import tokens_at_most
from assistant.settings import LlmSettings
from assistant.store.vectors import Vectors

BATCH = 64
"""Texts in one request."""
PATIENCE = 10.0
"""Seconds for one request."""
_PURPOSE = Prompt(instructions="", purpose="embed")


class Embedder:
    """All methods on the event loop; `settings` gives those of now."""

    def __init__(
        self, settings: Callable[[], LlmSettings], connection: Connection, allowance: Allowance, vectors: Vectors
    ) -> None:
        self._settings = settings
        self._connection = connection
        self._allowance = allowance
        self._vectors = vectors

    @property
    def model(self) -> str:
        """The model's name; empty: none."""
        settings = self._settings()
        return settings.embeddings_model if settings.base_url else ""

    @property
    def connected(self) -> bool:
        """Whether a model for this is named and its server was not found unreachable a moment ago."""
        settings = self._settings()
        return bool(settings.base_url and settings.embeddings_model) and not self._connection.down

    async def vectors(self, texts: Sequence[str]) -> list[list[float]]:
        """A vector for each text. Raises LanguageModelError."""
        if not self.connected:
            raise offline()
        settings = self._settings()
        known = await self._vectors.get(settings.embeddings_model, texts)
        missing = list(dict.fromkeys(text for text in texts if text not in known))
        for first in range(0, len(missing), BATCH):
            batch = missing[first : first + BATCH]
            made = dict(zip(batch, await self._made(batch, settings), strict=True))
            await self._vectors.put(settings.embeddings_model, made)
            known |= made
        return [known[text] for text in texts]

    async def _made(self, texts: Sequence[str], settings: LlmSettings) -> list[list[float]]:
        module = await self._connection.load()
        model = settings.embeddings_model
        entry = await self._allowance.reserve(_PURPOSE, model, tokens_at_most("".join(texts)), 0, settings)
        tokens, ok = 0, False
        try:
            with anyio.fail_after(PATIENCE):
                server = await self._connection.server()
                found, tokens = await server.embed(model, texts)
                ok = True
                return found
        except module.Stumble as error:
            if error.offline:
                self._connection.note_down(error.said)
            raise ModelOffline.saying(error.said) from None
        except module.Unsupported as error:
            raise ModelRefused(f"The model's server refused: {error}", ru=f"Сервер модели отказал: {error}") from None
        except TimeoutError as error:
            raise ModelOffline(
                f"The embeddings model did not answer within {PATIENCE:g} seconds.",
                ru=f"Модель эмбеддингов не ответила за {PATIENCE:g} с.",
            ) from error
        finally:
            with anyio.CancelScope(shield=True):
                await self._allowance.settle(entry, tokens, 0, settings, ok=ok)
