"""The language model: its connection, its models, what it costs."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from assistant.domain.base import LocalText
from assistant.domain.event.changed import LlmChanged
from assistant.domain.model import LedgerEntry, Spent
from assistant.llm.account import OfferedModel
from assistant.server.desk import Desk
from assistant.server.rpc import Done, Keyed, Method, Params, Result, RouteGroup
from assistant.settings import ModelPrice


class LlmStatus(Result):
    """The connection: `state` off, ready or unreachable (`detail` says why); prices for a million tokens and where they are from."""

    state: str
    detail: LocalText
    base_url: str
    model: str
    small_model: str
    embeddings_model: str
    has_key: bool
    key_place: str
    input_price: float
    output_price: float
    price_source: str
    currency: str
    way: str
    spent: Spent
    allowance_call: float
    allowance_run: float
    allowance_day: float
    more_today: float


class LlmModel(Result):
    """A model the server offers, with its price for a million tokens: free, yours, known, or assumed."""

    name: str
    input_price: float
    output_price: float
    price_source: str


class LlmModels(Result):
    """The models of the server."""

    models: Sequence[LlmModel]


class ConnectLlm(Params):
    """A server's address; `api_key` is not there when the one kept before shall be used, empty when there is none."""

    base_url: str = Field(min_length=1, max_length=500)
    api_key: str | None = Field(default=None, max_length=2_000)
    model: str = Field(default="", max_length=200)


class LlmTried(Result):
    """What came of trying the model."""

    ok: bool
    seconds: float
    detail: LocalText
    cost: float


class LedgerAsked(Params):
    """Which part of the ledger."""

    before: str = Field(default="", max_length=40)
    limit: int = Field(default=50, ge=1, le=500)


class LedgerShown(Result):
    """Calls, newest first, and the sums."""

    entries: Sequence[LedgerEntry]
    spent: Spent
    currency: str


class PriceSet(Params):
    """The owner's price of a model for a million tokens; both left out: forget it."""

    model: str = Field(min_length=1, max_length=200)
    input_price: float | None = Field(default=None, ge=0, le=100_000)
    output_price: float | None = Field(default=None, ge=0, le=100_000)


class AllowMore(Keyed):
    """So much more today."""

    amount: float = Field(gt=0, le=10_000)


class Allowed(Result):
    """What is allowed today beyond the limit of a day."""

    more_today: float


async def status(desk: Desk, params: Params) -> LlmStatus:
    """How things stand; asks no server."""
    found, settings = await desk.llm.status(), desk.settings.llm
    return LlmStatus(
        state=found.state,
        detail=found.detail,
        base_url=settings.base_url,
        model=settings.model,
        small_model=settings.small_model,
        embeddings_model=settings.embeddings_model,
        has_key=found.has_key,
        key_place=found.key_place,
        input_price=found.price.input,
        output_price=found.price.output,
        price_source=found.price_source,
        currency=settings.currency,
        way=found.way,
        spent=found.spent,
        allowance_call=settings.allowance_call,
        allowance_run=settings.allowance_run,
        allowance_day=settings.allowance_day,
        more_today=found.more,
    )


async def connect(desk: Desk, params: ConnectLlm) -> LlmModels:
    """Reach a server, keep its key in the keyring, and use it."""
    offered = await desk.llm.connect(params.base_url, params.api_key, params.model)
    await _tell(desk)
    return _shown(offered)


async def disconnect(desk: Desk, params: Params) -> Done:
    """Use no model any more and forget its key."""
    await desk.llm.disconnect()
    await _tell(desk)
    return Done()


async def test(desk: Desk, params: Params) -> LlmTried:
    """Ask the model something small."""
    tried = await desk.llm.test()
    await _tell(desk)
    return LlmTried(ok=tried.ok, seconds=tried.seconds, detail=tried.detail, cost=tried.cost)


async def models(desk: Desk, params: Params) -> LlmModels:
    """What the connected server offers."""
    return _shown(await desk.llm.models())


async def ledger(desk: Desk, params: LedgerAsked) -> LedgerShown:
    """What was paid for."""
    entries = await desk.llm.ledger(params.before, params.limit)
    spent = (await desk.llm.status()).spent
    return LedgerShown(entries=entries, spent=spent, currency=desk.settings.llm.currency)


async def prices(desk: Desk, params: PriceSet) -> Done:
    """Set the owner's price of one model, or forget it."""
    given = params.input_price is not None or params.output_price is not None
    price = ModelPrice(input=params.input_price or 0, output=params.output_price or 0) if given else None
    await desk.llm.set_price(params.model, price)
    return Done()


async def allow(desk: Desk, params: AllowMore) -> Allowed:
    """Allow more for today than the limit of a day."""
    return Allowed(more_today=await desk.llm.allow(params.amount))


def _shown(offered: Sequence[OfferedModel]) -> LlmModels:
    shown = [
        LlmModel(name=each.name, input_price=each.price.input, output_price=each.price.output, price_source=each.source)
        for each in offered
    ]
    return LlmModels(models=shown)


async def _tell(desk: Desk) -> None:
    found = await desk.llm.status()
    desk.tell(LlmChanged(state=found.state, model=desk.settings.llm.model, detail=found.detail))


class LlmRoutes(RouteGroup):
    """`llm.*`"""

    methods = {
        "status": Method(Params, LlmStatus, status),
        "connect": Method(ConnectLlm, LlmModels, connect),
        "disconnect": Method(Params, Done, disconnect),
        "test": Method(Params, LlmTried, test),
        "models": Method(Params, LlmModels, models),
        "ledger": Method(LedgerAsked, LedgerShown, ledger),
        "prices": Method(PriceSet, Done, prices),
        "allow": Method(AllowMore, Allowed, allow),
    }
