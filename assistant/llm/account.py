"""What the owner does about the language model: connects a server, tries it, chooses a model, sees what it costs."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

import anyio

from assistant.domain.base import LocalText
from assistant.domain.both import same
from assistant.domain.model import LedgerEntry, Prompt, Spent
from assistant.errors import LanguageModelError, ModelOffline, ModelRefused
from assistant.llm import prices
from assistant.llm.allowance import Allowance
from assistant.llm.client import LanguageModel
from assistant.llm.connection import Connection, address, offline
from assistant.llm.ways import Ways
from assistant.settings import LlmSettings, ModelPrice, Settings
from assistant.store.ledger import Ledger

_TRY = Prompt(
    instructions="This tries the connection. Set `works` to true and `word` to the word: hello.",
    answer={
        "type": "object",
        "properties": {"works": {"type": "boolean"}, "word": {"type": "string"}},
        "required": ["works", "word"],
        "additionalProperties": False,
    },
    purpose="test",
    longest=400,
)
_PATIENCE = 20.0
"""Seconds a server may take to tell its models."""

State = Literal["off", "ready", "unreachable"]


@dataclass(frozen=True, slots=True)
class OfferedModel:
    """A model of the server and its price for a million tokens."""

    name: str
    price: ModelPrice
    source: prices.Source


@dataclass(frozen=True, slots=True)
class Status:
    """The connection as it stands. `way` is how this model gives answers of a shape; `more` was allowed beyond the day's limit."""

    state: State
    detail: LocalText
    has_key: bool
    key_place: str
    price: ModelPrice
    price_source: prices.Source
    way: str
    spent: Spent
    more: float


@dataclass(frozen=True, slots=True)
class Tried:
    """Whether the model answered as it was asked to, in how long, at what cost."""

    ok: bool
    seconds: float
    detail: LocalText
    cost: float = 0.0


class Account:
    """All methods on the event loop. `change` writes one setting."""

    def __init__(
        self,
        settings: Callable[[], LlmSettings],
        change: Callable[[str, str, Any], Awaitable[Settings]],
        connection: Connection,
        model: LanguageModel,
        allowance: Allowance,
        ledger: Ledger,
        ways: Ways,
    ) -> None:
        self._settings = settings
        self._change = change
        self._connection = connection
        self._model = model
        self._allowance = allowance
        self._ledger = ledger
        self._ways = ways

    async def status(self) -> Status:
        """How things stand; asks no server."""
        settings = self._settings()
        priced = prices.priced(settings.model, settings)
        off = not settings.base_url or not settings.model
        down = self._connection.down
        return Status(
            state="off" if off else "unreachable" if down else "ready",
            detail=down,
            has_key=bool(await self._connection.key(settings.base_url)),
            key_place=await self._connection.key_place(),
            price=priced.price,
            price_source=priced.source,
            way="" if off else self._ways.of(settings.base_url, settings.model).way,
            spent=await self._allowance.spent(),
            more=await self._allowance.more(),
        )

    async def connect(self, said: str, key: str | None, model: str = "") -> list[OfferedModel]:
        """Connect a server: reach it first, then keep its key and its address; its models. With no key the one kept stays.

        A model that is named, or the only one, is chosen. Raises LanguageModelError and changes nothing when it cannot be reached.
        """
        base_url = address(said, with_key=bool(key))
        given = key if key is not None else await self._connection.key(base_url)
        base_url, names = await self._reach(base_url, given)
        if key:
            await self._connection.keep_key(base_url, key)
        elif key == "":
            await self._connection.forget_key(base_url)
        settings = self._settings()
        chosen = model or (settings.model if settings.model in names else names[0] if len(names) == 1 else "")
        await self._change("llm", "base_url", base_url)
        await self._change("llm", "model", chosen)
        for other in ("small_model", "embeddings_model"):
            if getattr(settings, other) and getattr(settings, other) not in names:
                await self._change("llm", other, "")
        self._connection.forget_down()
        return self._offered(names)

    async def disconnect(self) -> None:
        """Use no model any more; the key is forgotten, prices and limits stay."""
        settings = self._settings()
        if settings.base_url:
            await self._connection.forget_key(settings.base_url)
        for name in ("model", "small_model", "embeddings_model", "base_url"):
            await self._change("llm", name, "")
        await self._connection.close()

    async def models(self) -> list[OfferedModel]:
        """The models of the connected server. Raises LanguageModelError."""
        base_url = self._settings().base_url
        if not base_url:
            raise offline()
        _address, names = await self._reach(base_url, await self._connection.key(base_url))
        return self._offered(names)

    async def test(self) -> Tried:
        """Ask the model something small, as a step would."""
        self._connection.forget_down()
        began = time.monotonic()
        try:
            done = await self._model.ask(_TRY)
        except LanguageModelError as error:
            return Tried(ok=False, seconds=round(time.monotonic() - began, 2), detail=error.both)
        return Tried(
            ok=True, seconds=round(time.monotonic() - began, 2), detail=same(str(done.value["word"])[:100]), cost=done.cost
        )

    async def set_price(self, model: str, price: ModelPrice | None) -> None:
        """Set the owner's own price of a model, or none."""
        table = {name: kept.model_dump() for name, kept in self._settings().prices.items() if name != model}
        await self._change("llm", "prices", table | ({model: price.model_dump()} if price else {}))

    async def allow(self, amount: float) -> float:
        """Allow more for today; what is allowed beyond the limit now."""
        return await self._allowance.allow(amount)

    async def ledger(self, before: str, limit: int) -> Sequence[LedgerEntry]:
        """What was paid for, newest first."""
        return await self._ledger.entries(before=before, limit=limit)

    # --- within ---

    async def _reach(self, base_url: str, key: str) -> tuple[str, list[str]]:
        """The address that answers and its models; `/v1` is added where an owner left it out."""
        tries = [base_url] if urlsplit(base_url).path else [f"{base_url}/v1", base_url]
        failure: LanguageModelError = ModelRefused("There is no such server.", ru="Такого сервера нет.")
        for one in tries:
            try:
                names = await self._names(one, key)
                if names:
                    return one, names
                failure = ModelRefused(
                    f"The server at {one} offers no models; load one there first.",
                    ru=f"На сервере {one} нет моделей; сначала загрузите модель там.",
                )
            except LanguageModelError as error:
                failure = error
        raise failure

    async def _names(self, base_url: str, key: str) -> list[str]:
        module = await self._connection.load()
        server = await self._connection.reach(self._settings().model_copy(update={"base_url": base_url}), key)
        try:
            with anyio.fail_after(_PATIENCE):
                found: list[str] = await server.models()
                return found
        except module.Stumble as error:
            raise ModelOffline.saying(error.said) from None
        except module.Unsupported as error:
            raise ModelRefused(f"The server refused: {error}", ru=f"Сервер отказал: {error}") from None
        except TimeoutError as error:
            raise ModelOffline(f"The server at {base_url} does not answer.", ru=f"Сервер {base_url} не отвечает.") from error
        finally:
            with anyio.CancelScope(shield=True):
                await server.close()

    def _offered(self, names: Sequence[str]) -> list[OfferedModel]:
        found = ((name, prices.priced(name, self._settings())) for name in names)
        return [OfferedModel(name, priced.price, priced.source) for name, priced in found]
