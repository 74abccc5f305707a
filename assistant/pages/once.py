"""The same product found more than once, on a page or on several; apart from what reads pages, which is loaded at the first page."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain.market import Product


def once(found: Sequence[Product]) -> list[Product]:
    """Each product once; one that stands there as an advertisement too is kept as the other."""
    kept: dict[tuple[str, str], Product] = {}
    for product in found:
        key = (product.shop, product.link or f"{product.name}|{product.price.amount if product.price else ''}")
        if key not in kept or (kept[key].sponsored and not product.sponsored):
            kept[key] = product
    return list(kept.values())
