"""What is worth selling: the middle price over the shops, less the owner's cost and the shop's share; demand by reviews; rating."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.market import Product, Ranked
from assistant.domain.value import Money
from assistant.market import alike
from assistant.market.compare import in_currency, usual
from assistant.pages.once import once

WEIGHTS: Mapping[str, float] = {"margin": 50, "demand": 30, "rating": 20}
"""How much each part of the score counts, of a hundred."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a product costs the owner, by the name it has in his table: to buy and to deliver; `commission` is the shop's share of the
    price, 0.15 for fifteen percent."""

    name: str
    cost: Money
    delivery: float = 0.0
    commission: float = 0.0


@dataclass(frozen=True, slots=True)
class Ranking:
    """`ranked` have a known margin, best first; `unknown` have no cost in the owner's table, most reviewed first."""

    currency: str
    ranked: tuple[Ranked, ...]
    unknown: tuple[Ranked, ...] = ()
    without_rate: tuple[str, ...] = ()
    offers: int = 0


def ranking(
    offers: Sequence[Product], costs: Sequence[Cost], currency: str, rates: Mapping[str, float], weights: Mapping[str, float]
) -> Ranking:
    """Rank what was collected; what several searches have found in a shop counts once."""
    offers = once(offers)
    priced = [offer for offer in offers if offer.price is not None]
    currency = currency or (costs[0].cost.currency if costs else usual(priced, rates))
    known = [(offer, cost) for offer in priced if offer.price and (cost := in_currency(offer.price, currency, rates))]
    lost = {offer.price.currency for offer in priced if offer.price and in_currency(offer.price, currency, rates) is None}
    prices = {id(offer): cost.amount for offer, cost in known}
    common = frozenset(word for offer, _cost in known for word in alike.tokens(offer.phrase))
    found = [_weighed_up(group, prices, costs, currency, rates) for group in alike.groups([offer for offer, _ in known], common)]
    most = max((one.reviews for one in found), default=0)
    best = max((one.share for one in found if one.share is not None), default=0.0)
    scored = [one.model_copy(update={"score": _score(one, most, best, {**WEIGHTS, **weights})}) for one in found]
    ranked = sorted((one for one in scored if one.margin is not None), key=lambda one: (-one.score, -(one.share or 0), one.name))
    unknown = sorted((one for one in scored if one.margin is None), key=lambda one: (-one.reviews, one.name))
    return Ranking(currency, tuple(ranked), tuple(unknown), tuple(sorted(lost)), len(offers))


def _weighed_up(
    group: Sequence[Product], prices: Mapping[int, float], costs: Sequence[Cost], currency: str, rates: Mapping[str, float]
) -> Ranked:
    amounts = sorted(prices[id(offer)] for offer in group if offer.available) or sorted(prices[id(offer)] for offer in group)
    middle = round(statistics.median(amounts), 2)
    rated = [(offer.rating, max(offer.reviews, 1)) for offer in group if offer.rating is not None]
    rating = round(sum(value * count for value, count in rated) / sum(count for _value, count in rated), 2) if rated else None
    first = group[0]
    made = Ranked(
        name=first.name,
        phrase=first.phrase,
        shops=tuple(dict.fromkeys(offer.shop for offer in group)),
        price=Money(amount=middle, currency=currency),
        lowest=Money(amount=amounts[0], currency=currency),
        highest=Money(amount=amounts[-1], currency=currency),
        rating=rating,
        reviews=sum(offer.reviews for offer in group),
        link=next((offer.link for offer in sorted(group, key=lambda each: prices[id(each)]) if offer.link), ""),
        offers=tuple(group),
    )
    cost = cost_of(group, costs)
    paid = in_currency(cost.cost, currency, rates) if cost else None
    if cost is None or paid is None:
        return made
    delivery = in_currency(Money(amount=cost.delivery, currency=cost.cost.currency), currency, rates)
    whole = round(paid.amount + (delivery.amount if delivery else 0.0), 2)
    margin = round(middle * (1 - cost.commission) - whole, 2)
    return made.model_copy(
        update={
            "cost": Money(amount=whole, currency=currency),
            "margin": Money(amount=margin, currency=currency),
            "share": round(margin / middle, 4),
        }
    )


def cost_of(group: Sequence[Product], costs: Sequence[Cost]) -> Cost | None:
    """The cost whose name says most of what the offers are called, every number and every telling word of it."""
    best: tuple[int, Cost | None] = (0, None)
    for cost in costs:
        said = alike.tokens(cost.name)
        for offer in group:
            words, kind = alike.tokens(offer.name), alike.tokens(offer.phrase)
            wanted = said - kind
            if alike.is_russian(said) and not alike.is_russian(words):
                wanted = alike.latin(wanted)
            if wanted and wanted <= words and len(wanted) > best[0]:
                best = (len(wanted), cost)
    return best[1]


def _score(one: Ranked, most: int, best: float, weights: Mapping[str, float]) -> float:
    """0..100. What sells at a loss gets nothing, however popular it is."""
    if one.margin is not None and one.margin.amount <= 0:
        return 0.0
    whole = sum(weights[part] for part in WEIGHTS) or 1.0
    margin = (one.share or 0.0) / best if best > 0 else 0.0
    demand = math.log1p(one.reviews) / math.log1p(most) if most else 0.0
    rating = min(max(((one.rating or 3.0) - 3.0) / 2.0, 0.0), 1.0)
    return round(100 * (weights["margin"] * margin + weights["demand"] * demand + weights["rating"] * rating) / whole, 1)
