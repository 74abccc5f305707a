"""Kaufhof: blocks of nameless classes with schema.org marks, euros as "1.299,00 €", a link to the next page; English and German."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tests.sites.catalogue import Goods
from tests.sites.shop import Order, Results, Shop, linked, picture

_STYLE = """
body{font:16px Verdana,sans-serif;margin:0 auto;max-width:820px;padding:20px}.x1{display:grid;grid-template-columns:140px 1fr 160px;gap:12px;padding:16px 0;border-top:1px solid #ccd}
.q7{font-weight:bold;font-size:18px;text-align:right}.k2{color:#557;font-size:13px}
"""


class Kaufhof(Shop):
    """Search at /suche?q=…&page=n, three to a page."""

    key = "kaufhof"
    page_size = 3
    search_path = "/suche"

    def front(self) -> str:
        """The first page."""
        return _page("Kaufhof", "<h1>Kaufhof</h1>")

    def results(self, found: Results) -> str:
        """Blocks of a table without a table."""
        rows = "".join(map(_block, found.goods))
        if not rows:
            return _page(found.query, f"<p>Keine Treffer für „{escape(found.query)}“.</p>")
        following = (
            f'<a rel="next" href="{linked("/suche", q=found.query, page=found.number + 1)}">Nächste Seite</a>'
            if found.number < found.pages
            else ""
        )
        return _page(
            found.query, f"<h2>{escape(found.query)}</h2>{rows}<p>Seite {found.number} von {found.pages} {following}</p>"
        )

    def item(self, goods: Goods) -> str:
        """One product."""
        return _page(goods.en, f'<h1>{escape(goods.en)}</h1><p class="q7">{_euros(goods)}</p>{_buy(goods)}')

    def cart(self, goods: Sequence[tuple[Goods, int]]) -> str:
        """The cart and the order form."""
        rows = "".join(f"<p>{count} × {escape(one.en)} — {_euros(one)}</p>" for one, count in goods) or "<p>Leer.</p>"
        form = """<form method="post" action="/order"><label for="n">Name</label><input id="n" name="name"><label for="a">Adresse</label><input id="a" name="address">
<input type="hidden" name="delivery" value="post"><button>Bestellen</button></form>"""
        return _page("Warenkorb", f"<h1>Warenkorb</h1>{rows}{form if goods else ''}")

    def thanks(self, order: Order) -> str:
        """What is shown after an order."""
        return _page("Danke", f"<h1>Danke! Bestellung {order.number}</h1>")


def _page(title: str, body: str) -> str:
    return f"""<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{escape(title)} – Kaufhof</title><style>{_STYLE}</style></head><body>
<form action="/suche"><input name="q" type="search" aria-label="Suche"><button>Suchen</button> <a href="/cart">Warenkorb</a></form>{body}</body></html>"""


def _block(goods: Goods) -> str:
    rating = (
        f'<span itemprop="aggregateRating" itemscope itemtype="https://schema.org/AggregateRating"><meta itemprop="ratingValue" content="{goods.rating}">'
        f'<meta itemprop="reviewCount" content="{goods.reviews}">{str(goods.rating).replace(".", ",")}/5</span>'
        if goods.rating
        else "<span>Noch keine Bewertungen</span>"
    )
    stock = "InStock" if goods.stock else "OutOfStock"
    return f"""<div class="x1" itemscope itemtype="https://schema.org/Product"><div>{picture(goods, "#446")}</div>
<div><a itemprop="url" href="{linked("/item", id=goods.id)}"><span itemprop="name">{escape(goods.en)}</span></a><div class="k2">{rating}</div></div>
<div class="q7" itemprop="offers" itemscope itemtype="https://schema.org/Offer"><meta itemprop="price" content="{goods.euros or 0:.2f}"><meta itemprop="priceCurrency" content="EUR">
<link itemprop="availability" href="https://schema.org/{stock}">{_euros(goods)}{_buy(goods)}</div></div>"""


def _euros(goods: Goods) -> str:
    return f"{goods.euros or 0:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".") + " €"


def _buy(goods: Goods) -> str:
    if not goods.stock:
        return '<div class="k2">Ausverkauft</div>'
    return (
        f'<form method="post" action="/cart/add"><input type="hidden" name="id" value="{goods.id}"><button>Kaufen</button></form>'
    )
