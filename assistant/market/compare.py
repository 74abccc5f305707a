"""Offers of several shops beside one another, in one currency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.market import Offer, Product
from assistant.domain.value import Money
from assistant.market import alike


@dataclass(frozen=True, slots=True)
class Compared:
    """Groups of offers of one product each, the cheapest first in each; `without_rate` are currencies that cannot be turned into
    `currency`, `priceless` how many products showed no price."""

    currency: str
    groups: tuple[tuple[Offer, ...], ...]
    without_rate: tuple[str, ...] = ()
    priceless: int = 0


def compared(offers: Sequence[Product], currency: str, rates: Mapping[str, float], phrase: str = "") -> Compared:
    """Compare offers. Products that most shops have come first, then those whose name says more of the phrase, then the cheapest."""
    priced = [offer for offer in offers if offer.price is not None]
    currency = currency or usual(priced, rates)
    wanted = alike.tokens(phrase)
    groups = [_group(group, currency, rates) for group in alike.groups(priced, wanted)]
    unknown = {
        offer.price.currency for offer in priced if offer.price is not None and in_currency(offer.price, currency, rates) is None
    }
    return Compared(
        currency=currency,
        groups=tuple(sorted(groups, key=lambda group: _order(group, wanted))),
        without_rate=tuple(sorted(unknown)),
        priceless=len(offers) - len(priced),
    )


def usual(offers: Sequence[Product], rates: Mapping[str, float]) -> str:
    """The currency the rates are for when there are any, else that of most offers."""
    if base := next((code for code, rate in rates.items() if rate == 1), ""):
        return base
    counted = Counter(offer.price.currency for offer in offers if offer.price is not None)
    return counted.most_common(1)[0][0] if counted else ""


def in_currency(price: Money, currency: str, rates: Mapping[str, float]) -> Money | None:
    """A price in another currency; None without a rate. `rates` say what one unit costs in the owner's currency."""
    if price.currency == currency:
        return Money(amount=price.amount, currency=currency)
    known = {**rates, currency: rates.get(currency, 1.0)}
    if not known.get(price.currency) or not known[currency]:
        return None
    return Money(amount=round(price.amount * known[price.currency] / known[currency], 2), currency=currency)


def _group(group: Sequence[Product], currency: str, rates: Mapping[str, float]) -> tuple[Offer, ...]:
    costs = [in_currency(offer.price, currency, rates) if offer.price else None for offer in group]
    here = [cost.amount for cost, offer in zip(costs, group, strict=True) if cost is not None and offer.available]
    lowest = min(here, default=None)
    found = [
        Offer(product=offer, cost=cost, dearer=round(cost.amount / lowest - 1, 4) if cost is not None and lowest else None)
        for offer, cost in zip(group, costs, strict=True)
    ]
    return tuple(
        sorted(found, key=lambda each: (not each.product.available, each.cost is None, each.cost.amount if each.cost else 0))
    )


def _order(group: Sequence[Offer], wanted: frozenset[str]) -> tuple[int, int, float]:
    said = max(len(wanted & alike.tokens(each.product.name)) for each in group)
    return -said, -len(group), min((each.cost.amount for each in group if each.cost), default=float("inf"))
