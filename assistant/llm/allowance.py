"""The owner's allowance: reserved before a call from the price table, settled after it, whatever becomes of the call."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from assistant import clock
from assistant.domain.base import new_id
from assistant.domain.model import LedgerEntry, Prompt, Spent
from assistant.errors import AllowanceSpent
from assistant.llm.prices import priced
from assistant.settings import LlmSettings
from assistant.store.ledger import Ledger
from assistant.store.memos import Memos

_MORE = "llm.more"
"""The memo of what the owner allowed beyond the day's limit: `2026-11-27 5.0`."""


class Allowance:
    """Keeps calls within the limits of the settings. All methods on the event loop."""

    def __init__(self, ledger: Ledger, memos: Memos) -> None:
        self._ledger = ledger
        self._memos = memos

    async def reserve(self, prompt: Prompt, model: str, tokens_in: int, tokens_out: int, settings: LlmSettings) -> LedgerEntry:
        """Enter the most a call can cost. Raises AllowanceSpent saying which limit it would pass."""
        cost = priced(model, settings).cost(tokens_in, tokens_out)
        if cost and cost > settings.allowance_call:
            raise AllowanceSpent(
                f"This call could cost {_money(cost, settings)}; one call may cost {_money(settings.allowance_call, settings)}. "
                "Shorten what is asked, or raise the allowance in the settings.",
                ru=f"Этот вызов может стоить {_money(cost, settings)}, а один вызов — не больше "
                f"{_money(settings.allowance_call, settings)}. Сократите запрос или увеличьте лимит в настройках.",
            )
        entry = LedgerEntry(
            id=new_id("call"),
            at=datetime.now(UTC).isoformat(),
            purpose=prompt.purpose,
            model=model,
            server=settings.base_url,
            run=prompt.run,
            turn=prompt.turn,
            cost=cost,
        )
        day = settings.allowance_day + await self.more()
        over = await self._ledger.reserve(entry, run_limit=settings.allowance_run, day_limit=day, midnight=midnight())
        if over == "run":
            raise AllowanceSpent(
                f"The allowance of one run, {_money(settings.allowance_run, settings)}, is spent.",
                ru=f"Лимит на одно выполнение, {_money(settings.allowance_run, settings)}, исчерпан.",
            )
        if over == "day":
            raise AllowanceSpent(
                f"Today's allowance, {_money(day, settings)}, is spent. Allow more in the settings, or wait.",
                ru=f"Лимит на сегодня, {_money(day, settings)}, исчерпан. Увеличьте его в настройках или подождите.",
            )
        return entry

    async def settle(self, entry: LedgerEntry, tokens_in: int, tokens_out: int, settings: LlmSettings, *, ok: bool) -> float:
        """What it really was; its cost."""
        cost = priced(entry.model, settings).cost(tokens_in, tokens_out)
        state = "settled" if ok else "failed"
        found = {"state": state, "tokens_in": tokens_in, "tokens_out": tokens_out, "cost": cost}
        await self._ledger.settle(entry.model_copy(update=found))
        return cost

    async def spent(self, run: str = "") -> Spent:
        """What was spent so far."""
        month = (clock.now() - timedelta(days=30)).astimezone(UTC).isoformat()
        return await self._ledger.spent(midnight=midnight(), month=month, run=run)

    async def more(self) -> float:
        """What the owner allowed today beyond the limit of a day."""
        day, _, amount = (await self._memos.get(_MORE)).partition(" ")
        return float(amount) if day == _today() else 0.0

    async def allow(self, amount: float) -> float:
        """Allow so much more today; what is allowed beyond the limit now."""
        allowed = await self.more() + amount
        await self._memos.set(_MORE, f"{_today()} {allowed}")
        return allowed


def midnight() -> str:
    """The last midnight of the owner's clock, in UTC."""
    return clock.now().replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC).isoformat()


def _today() -> str:
    return clock.now().date().isoformat()


def _money(amount: float, settings: LlmSettings) -> str:
    return f"{amount:.4g} {settings.currency}"
