"""An advertisement for a product, drafted from what is known: nothing is claimed that nobody has seen."""

from __future__ import annotations

from pydantic import Field

from assistant.domain.base import Frozen, Language
from assistant.domain.market import Ranked
from assistant.domain.value import Money
from assistant.market import said
from assistant.market.texts import ADVERT
from assistant.wording import numbers

LONGEST_HEADLINE = 90


class Advert(Frozen):
    """What to say about a product. `points` are reasons, `keywords` what buyers search for."""

    headline: str = Field(max_length=300)
    text: str = Field(max_length=2_000)
    points: tuple[str, ...] = Field(default=(), max_length=10)
    keywords: tuple[str, ...] = Field(default=(), max_length=30)
    by: str = "template"


def drafted(product: Ranked, language: Language) -> Advert:
    """A draft without a model."""
    words, known = ADVERT[language], facts(product, language)
    points = [words["point_rating"]] if product.rating and product.reviews else []
    points += [words["point_price"]] if product.lowest.amount < product.highest.amount else []
    text = words["text"] if product.rating and product.reviews else words["text_unrated"]
    return Advert(
        headline=words["headline"].format(**known)[:LONGEST_HEADLINE],
        text=text.format(**known),
        points=tuple(point.format(**known) for point in points),
        keywords=tuple(words["keywords"].format(**{**known, "name": product.name.lower()}).split("|")),
    )


def facts(product: Ranked, language: Language) -> dict[str, str]:
    """What is known of a product, as it is said."""

    def money(amount: float) -> str:
        return said.money(Money(amount=amount, currency=product.price.currency), language)

    return {
        "name": product.name,
        "price": money(product.price.amount),
        "low": money(product.lowest.amount),
        "high": money(product.highest.amount),
        "rating": numbers.number(product.rating or 0, language, 1),
        "reviews": numbers.number(product.reviews, language),
        "shops": ", ".join(product.shops),
    }


def as_text(advert: Advert, product: Ranked, language: Language) -> str:
    """The draft as a plain text file."""
    words = ADVERT[language]
    points = "\n".join(f"- {point}" for point in advert.points)
    lines = [words["file"], product.name, "", advert.headline, "", advert.text, "", f"{words['points']}:", points, ""]
    return "\n".join([*lines, f"{words['words']}: {', '.join(advert.keywords)}", ""])
