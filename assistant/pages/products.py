"""Products on a page of results: by the shop's selectors where it has some, else by marks of schema.org, else by structure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bs4 import BeautifulSoup, Tag

from assistant.domain.market import Product, ProductPage, Shop
from assistant.domain.value import Money
from assistant.pages import prices, structure
from assistant.pages.once import once

_CURRENCY = re.compile(r"[₽$€£¥₸₴₺₹₾]|\b(?:руб|р|rub|usd|eur|gbp|тг|тенге|zł)\b", re.IGNORECASE)
_OLD = re.compile(
    r"\b(?:old|was|before|crossed|strike|strikethrough|list|regular|previous|зачеркнут\w*)\b|old|strike", re.IGNORECASE
)
_OUT_OF_FIVE = re.compile(r"(\d(?:[.,]\d{1,2})?)\s*(?:/|из|out of|of|von)\s*5\b", re.IGNORECASE)
_STARRED = re.compile(r"(?:★|⭐|рейтинг:?|rating:?)\s*(\d[.,]\d{1,2})\b|\b(\d[.,]\d{1,2})\s*(?:★|⭐)", re.IGNORECASE)
_REVIEWS = re.compile(
    r"(?<![\d.,])(\d[\d \u00a0\u202f.,]{0,14})\s{0,3}(тыс\.?|[kк]\b)?\s{0,3}(?:отзыв|оцен|review|rating|bewertung)", re.IGNORECASE
)
_BARE_COUNT = re.compile(r"\(\s{0,3}(\d[\d \u00a0\u202f.,]{0,14})\s{0,3}\)")
_GONE = re.compile(
    r"нет в наличии|нет в продаже|распродан|законч|out of stock|unavailable|sold out|ausverkauft|nicht verfügbar", re.IGNORECASE
)
_SPONSORED = re.compile(r"(?:реклама|промо|sponsored|promoted|advertisement|ad|anzeige|gesponsert)\.?", re.IGNORECASE)
_LONGEST_PRICE = 60
LONGEST_NAME = 300


def products(html: str, url: str, shop: Shop) -> ProductPage:
    """What a page of results shows. Raises StepRefused for a selector that is none."""
    soup = structure.parsed(html)
    found = [product for item in _items(soup, shop) if (product := _product(item, url, shop)) is not None]
    return ProductPage(
        products=tuple(once(found)),
        next=structure.following(soup, url, shop.next),
        more=structure.brings_more(soup, shop.more),
    )


def _items(soup: BeautifulSoup, shop: Shop) -> list[Tag]:
    if shop.item:
        return structure.chosen(soup, shop.item)
    marked = [tag for tag in soup.select('[itemtype$="schema.org/Product"]') if tag.find_parent(attrs={"itemtype": True}) is None]
    if marked:
        return marked[: structure.MOST]
    marks = _price_marks(soup)
    named: list[Tag] = []
    cards: list[Tag] = []
    for link in structure.links(soup):
        (cards if prices.all_in(structure.said(link)) else named).append(link)
    products = structure.holders(link for link in named if not _REVIEWS.search(structure.said(link)))
    found = structure.repeated(soup, marks, lambda tag: id(tag) in products)
    if found or not cards:
        return found
    # A shop whose whole card is one link, with the price in it.
    whole = structure.holders(cards)
    return structure.repeated(soup, marks, lambda tag: id(tag) in whole)


def _price_marks(soup: BeautifulSoup) -> list[Tag]:
    """The small elements that hold a price."""
    found: dict[int, Tag] = {}
    seen: dict[int, str] = {}
    for text in soup.find_all(string=_CURRENCY):
        for tag in [parent for parent, _ in zip(text.parents, range(3), strict=False)]:
            said = seen.get(id(tag)) or seen.setdefault(id(tag), structure.beginning(tag, "", _LONGEST_PRICE))
            if len(said) > _LONGEST_PRICE:
                break
            if prices.all_in(said):
                found[id(tag)] = tag
                break
        if len(found) >= structure.MOST_MARKS:
            break
    return list(found.values())


def _product(item: Tag, url: str, shop: Shop) -> Product | None:
    called, link = structure.heading(item)
    said = structure.pieces(item)
    name = structure.field(item, shop.title) if shop.title else _marked(item, "name") or _called(called, said)
    if not name:
        return None
    address = structure.field(item, shop.link if "@" in shop.link else f"{shop.link}@href") if shop.link else ""
    if not address and link is not None:
        address = structure.value(link, "href")
    return Product(
        shop=shop.name,
        name=name[:LONGEST_NAME],
        price=_price(item, said, shop),
        rating=_rating(item, said, shop),
        reviews=_reviews(item, said, shop),
        link=structure.whole(address, url) if address else "",
        sponsored=any(_SPONSORED.fullmatch(piece) for piece in said),
        available=not (_GONE.search(" ".join(said)) or re.search(r"OutOfStock|SoldOut", _marked(item, "availability"))),
    )


def _called(heading: str, said: Sequence[str]) -> str:
    """The name a heading gives; where it holds the price too, the longest text beside that."""
    if not prices.all_in(heading):
        return heading
    names = [piece for piece in said if len(re.findall(r"[^\W\d_]", piece)) >= 3 and not prices.all_in(piece)]
    return max((piece for piece in names if not _REVIEWS.search(piece)), key=len, default=heading)


def _marked(item: Tag, name: str) -> str:
    """What schema.org's marks say, the item's own alone."""
    tag = item.find(True, attrs={"itemprop": name})
    if not isinstance(tag, Tag):
        return ""
    return (structure.value(tag, "content") or structure.value(tag, "href"))[: structure.LONGEST_SAID] or structure.said(tag)


def _price(item: Tag, said: list[str], shop: Shop) -> Money | None:
    if shop.price:
        return prices.read(structure.field(item, shop.price), shop.currency)
    if marked := _marked(item, "price"):
        currency = _marked(item, "priceCurrency") or shop.currency
        if re.fullmatch(r"[A-Z]{3}", currency) and (amount := prices.number(marked)):
            return Money(amount=amount, currency=currency, text=marked)
    tags = [tag for tag in _price_tags(item) if not _is_old(tag, item)]
    for tag in sorted(tags, key=lambda tag: "price" not in structure.value(tag, "class").lower()):
        if found := prices.all_in(tag.get_text("")):
            return found[0]
    return next((found[0] for piece in said if (found := prices.all_in(piece))), None)


def _price_tags(item: Tag) -> list[Tag]:
    return [
        tag
        for tag in item.find_all(True)
        if len(text := structure.beginning(tag, "", _LONGEST_PRICE)) <= _LONGEST_PRICE and _CURRENCY.search(text)
    ]


def _is_old(tag: Tag, item: Tag) -> bool:
    """Whether a price is struck through: of before, not of now."""
    if (
        tag.find(["s", "del", "strike"]) is not None
        and tag.find(string=True, recursive=False) is None
        and len(tag.find_all(True)) == 1
    ):
        return True
    for each in [tag, *tag.parents]:
        if each.name in ("s", "del", "strike") or "line-through" in structure.value(each, "style"):
            return True
        if _OLD.search(structure.value(each, "class")):
            return True
        if each is item:
            break
    return False


def _rating(item: Tag, said: list[str], shop: Shop) -> float | None:
    texts = [structure.field(item, shop.rating)] if shop.rating else [f"{_marked(item, 'ratingValue')}/5", *said]
    for text in texts:
        if (
            hit := _OUT_OF_FIVE.search(text)
            or _STARRED.search(text)
            or (re.fullmatch(r"(\d(?:[.,]\d+)?)", text) if shop.rating else None)
        ):
            value = float(next(group for group in hit.groups() if group).replace(",", "."))
            if 0 < value <= 5:
                return value
    return None


def _reviews(item: Tag, said: list[str], shop: Shop) -> int:
    if shop.reviews:
        return _count(re.sub(r"[^\d.,]", "", structure.field(item, shop.reviews)), "")
    if marked := _marked(item, "reviewCount") or _marked(item, "ratingCount"):
        return _count(marked, "")
    for pattern in (_REVIEWS, _BARE_COUNT):
        for text in said:
            if hit := pattern.search(text):
                return _count(hit[1], hit[2] or "" if pattern is _REVIEWS else "")
    return 0


def _count(digits: str, scale: str) -> int:
    if scale:
        found = prices.number(digits.strip())
        return int((found or 0) * 1_000)
    plain = re.sub(r"\D", "", digits)
    return int(plain[:9]) if plain else 0
