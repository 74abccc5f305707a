"""A market report as one HTML page: figures, charts, the ranking, how it was worked out. No scripts, nothing from elsewhere."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape

from assistant.domain.base import Language
from assistant.domain.market import Product, Ranked
from assistant.domain.value import Money
from assistant.market import charts, said
from assistant.market.page import page
from assistant.market.rank import WEIGHTS, Ranking
from assistant.market.texts import REPORT
from assistant.wording import numbers, times

MOST_BARS = 10
MOST_ROWS = 60


@dataclass(frozen=True, slots=True)
class Report:
    """What a report is about. `failed` are shops or pages that could not be read."""

    title: str
    ranking: Ranking
    day: date
    language: Language
    rates: Mapping[str, float] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    failed: Sequence[str] = ()


def html(report: Report) -> str:
    """The page."""
    words = REPORT[report.language]
    top = report.ranking.ranked[:MOST_BARS]
    parts = [_head(report), _figures(report)]
    if top:
        parts += [
            _chart(words["made_of"], words["made_of_about"], _made_of(report, top)),
            _chart(words["field"], words["field_about"], _field(report, top)),
        ]
    if wide := [one for one in (*report.ranking.ranked, *report.ranking.unknown) if len(one.shops) > 1][:MOST_BARS]:
        parts.append(_chart(words["spread"], words["spread_about"], _spread(report, wide)))
    if report.ranking.ranked:
        parts.append(f"<section><h2>{words['table']}</h2>{_table(report, report.ranking.ranked, known=True)}</section>")
    if report.ranking.unknown:
        about = f"<h2>{words['unknown']}</h2><p class='soft'>{words['unknown_about']}</p>"
        parts.append(f"<section>{about}{_table(report, report.ranking.unknown, known=False)}</section>")
    parts.append(_how(report))
    return page(report.title, "".join(parts), report.language)


def _head(report: Report) -> str:
    words, ranking = REPORT[report.language], report.ranking
    every = (*ranking.ranked, *ranking.unknown)
    shops = list(dict.fromkeys(shop for one in every for shop in one.shops))
    lead = words["lead"].format(
        products=said.counted(len(every), words["products"], report.language),
        offers=said.counted(ranking.offers, words["offers"], report.language),
        count=said.counted(len(shops), words["shops"], report.language),
        shops=escape(", ".join(shops)) or "—",
        date=_day(report),
    )
    best = next((one for one in ranking.ranked if one.margin and one.margin.amount > 0), None)
    if best is None or best.margin is None:
        chosen = f'<p class="best none">{words["no_best"]}</p>'
    else:
        why = words["best_why"].format(
            margin=_money(best.margin, report), share=_percent(best.share or 0, report), reviews=_number(best.reviews, report),
            score=_number(best.score, report),
        )  # fmt: skip
        chosen = f'<div class="best"><small>{words["best"]}</small><strong>{_linked(best.name, best.link)}</strong><p>{escape(why)}</p></div>'
    return (
        f"<header><p class='kind'>{words['report']}</p><h1>{escape(report.title)}</h1><p class='soft'>{lead}</p></header>{chosen}"
    )


def _figures(report: Report) -> str:
    words, ranking = REPORT[report.language], report.ranking
    every = (*ranking.ranked, *ranking.unknown)
    shares = [one.share for one in ranking.ranked if one.share is not None]
    spreads = [one.highest.amount / one.lowest.amount - 1 for one in every if one.lowest.amount > 0]

    def noun(count: int, name: str) -> str:
        return numbers.plural(count, report.language, *words[name].split("|"))

    shown = [
        (_number(len(every), report), noun(len(every), "products")),
        (_number(ranking.offers, report), noun(ranking.offers, "offers")),
        (_percent(statistics.median(shares), report) if shares else "—", words["median_margin"]),
        (_percent(max(spreads, default=0.0), report), words["dearest"]),
    ]
    return "<div class='figures'>" + "".join(f"<div><b>{value}</b><span>{name}</span></div>" for value, name in shown) + "</div>"


def _chart(title: str, about: str, drawing: str) -> str:
    return f"<section class='chart'><h2>{title}</h2><p class='soft'>{about}</p>{drawing}</section>"


def _made_of(report: Report, top: Sequence[Ranked]) -> str:
    words = REPORT[report.language]
    rows = []
    for place, one in enumerate(top, start=1):
        cost, margin, price = one.cost.amount if one.cost else 0, one.margin.amount if one.margin else 0, one.price.amount or 1
        commission = max(price - cost - margin, 0)
        whole = max(price, cost + commission)
        parts = (cost / whole, commission / whole, max(margin, 0) / whole)
        aside = _money(one.margin, report) if one.margin else ""
        rows.append(charts.Bar(f"{place}. {one.name}", parts, aside))
    return charts.bars(rows, [words["cost"], words["commission"], words["margin"]], words["made_of"])


def _spread(report: Report, wide: Sequence[Ranked]) -> str:
    words = REPORT[report.language]
    shops = list(dict.fromkeys(shop for one in wide for shop in one.shops))
    rows = []
    for one in wide:
        dots = [
            (shops.index(offer.shop), offered / one.price.amount - 1, f"{offer.shop}: {_price(offer, report)}")
            for offer, offered in _in_currency(one, report)
        ]
        if dots:
            rows.append(charts.Spread(one.name, tuple(dots)))
    return charts.spreads(rows, shops, words["spread"])


def _in_currency(one: Ranked, report: Report) -> Iterator[tuple[Product, float]]:
    """The offers of a product with their prices in the report's currency, those with no rate left out."""
    from_base = report.rates.get(one.price.currency, 1.0)
    for offer in one.offers:
        if offer.price is None:
            continue
        if offer.price.currency == one.price.currency:
            yield offer, offer.price.amount
        elif rate := report.rates.get(offer.price.currency):
            yield offer, offer.price.amount * rate / from_base


def _field(report: Report, top: Sequence[Ranked]) -> str:
    words = REPORT[report.language]
    dots = [
        charts.Bubble(
            place, f"{place}. {one.name}: {_percent(one.share or 0, report)}, {one.reviews}", one.share or 0, one.reviews
        )
        for place, one in enumerate(top, start=1)
    ]
    return charts.bubbles(dots, words["margin_axis"], words["reviews_axis"], words["field"])


def _table(report: Report, rows: Sequence[Ranked], *, known: bool) -> str:
    words = REPORT[report.language]
    names = [
        "place",
        "name",
        "price",
        "prices",
        *(["your_cost", "per_sale", "share"] if known else []),
        "rating",
        "reviews",
        *(["score"] if known else []),
    ]
    right = {"price", "your_cost", "per_sale", "share", "rating", "reviews", "score", "place"}
    head = "".join(f"<th scope='col'{_aligned(name in right)}>{words[name]}</th>" for name in names)
    body = []
    for place, one in enumerate(rows[:MOST_ROWS], start=1):
        shown = {
            "place": str(place),
            "name": _linked(one.name, one.link),
            "price": _money(one.price, report),
            "prices": "<br>".join(
                f"{escape(offer.shop)}: {_linked(_price(offer, report), offer.link)}" for offer in one.offers[:8]
            ),
            "your_cost": _money(one.cost, report) if one.cost else "—",
            "per_sale": _money(one.margin, report) if one.margin else "—",
            "share": _percent(one.share, report) if one.share is not None else "—",
            "rating": _number(one.rating, report) if one.rating else words["no_rating"],
            "reviews": _number(one.reviews, report),
            "score": f"<b>{_number(one.score, report)}</b>",
        }
        loss = " class='loss'" if one.margin is not None and one.margin.amount <= 0 else ""
        body.append(f"<tr{loss}>" + "".join(f"<td{_aligned(name in right)}>{shown[name]}</td>" for name in names) + "</tr>")
    return f"<div class='wide'><table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"


def _aligned(right: bool) -> str:
    return " class='n'" if right else ""


def _how(report: Report) -> str:
    words = REPORT[report.language]
    weights = {**WEIGHTS, **report.weights}
    lines = [
        words["how_1"],
        words["how_2"],
        words["how_3"].format(**{name: f"{weights[name]:g}" for name in WEIGHTS}),
        words["how_4"],
    ]
    rates = {code: rate for code, rate in report.rates.items() if code != report.ranking.currency}
    if rates:
        told = ", ".join(
            f"1 {code} = {_money(Money(amount=rate, currency=report.ranking.currency), report)}" for code, rate in rates.items()
        )
        lines.append(words["rates"].format(rates=told))
    if report.ranking.without_rate:
        lines.append(words["without_rate"].format(currencies=", ".join(report.ranking.without_rate)))
    if report.failed:
        lines.append(words["failed"].format(failed="; ".join(report.failed)))
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<section class='how'><h2>{words['how']}</h2><ul>{items}</ul><p class='soft'>{words['source'].format(date=_day(report))}</p></section>"


def _linked(text: str, link: str) -> str:
    safe = link.startswith(("http://", "https://"))
    return f'<a href="{escape(link)}" rel="noopener noreferrer nofollow">{escape(text)}</a>' if safe else escape(text)


def _price(offer: Product, report: Report) -> str:
    return _money(offer.price, report) if offer.price else "—"


def _money(value: Money, report: Report) -> str:
    return said.money(value, report.language)


def _number(value: float, report: Report) -> str:
    return numbers.number(value, report.language, 1 if value < 100 else 0)


def _percent(value: float, report: Report) -> str:
    return said.percent(value, report.language)


def _day(report: Report) -> str:
    return times.calendar_day(report.day, report.language)
