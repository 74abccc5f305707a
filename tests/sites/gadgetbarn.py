"""GadgetBarn: a list of rows, dollars as "$1,299.00", more rows behind a button that a script serves; English."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tests.sites.catalogue import Goods
from tests.sites.serving import Asked, Given
from tests.sites.shop import Order, Results, Shop, linked, picture

_STYLE = """
*{box-sizing:border-box}body{font:14px/1.5 Georgia,serif;margin:0;color:#111}#top{border-bottom:3px solid #b33;padding:12px 20px}
#top form{display:inline}ul.hits{list-style:none;padding:0;margin:0 20px}ul.hits>li{display:flex;gap:18px;border-bottom:1px solid #eee;padding:14px 0}
.ttl{font-size:17px;color:#06c}.a-price{font-size:19px}.a-price sup{font-size:11px}.note{color:#777;font-size:12px}.gone{color:#b33}
"""
_SCRIPT = """
const more = document.getElementById("more");
if (more) more.addEventListener("click", async () => {
  const answer = await fetch(more.dataset.next);
  const part = document.createElement("template");
  part.innerHTML = await answer.text();
  const rows = part.content.querySelectorAll("li");
  document.querySelector("ul.hits").append(...rows);
  const next = part.content.querySelector("[data-next]");
  if (next) more.dataset.next = next.dataset.next; else more.remove();
});
"""


class GadgetBarn(Shop):
    """Search at /s?q=…, five at first and five more for each click of "Load more"."""

    key = "gadgetbarn"
    page_size = 5
    search_path = "/s"

    def __post_init__(self) -> None:
        super().__post_init__()
        self.site.pages["/s/more"] = self._more

    def front(self) -> str:
        """The first page."""
        return _page("GadgetBarn", '<h1 style="margin:20px">Gadgets by the barnful</h1>')

    def results(self, found: Results) -> str:
        """Rows, the sponsored one among them."""
        rows = [_row(goods) for goods in found.goods]
        for goods in found.sponsored:
            rows.insert(1, _row(goods, "Sponsored"))
        if not rows:
            return _page(found.query, f'<p class="note" style="margin:20px">No results for “{escape(found.query)}”.</p>')
        more = f'<button id="more" data-next="{_next(found)}" style="margin:20px">Load more</button>' if found.pages > 1 else ""
        return _page(
            found.query, f'<p style="margin:20px">{len(found.goods)} results shown</p><ul class="hits">{"".join(rows)}</ul>{more}'
        )

    def _more(self, asked: Asked) -> Given:
        number = asked.fields.get("page", "2")
        found = self.found(asked.fields.get("q", ""), int(number) if number.isdigit() else 2)
        following = f'<i data-next="{_next(found)}"></i>' if found.number < found.pages else ""
        return Given("".join(map(_row, found.goods)) + following)

    def item(self, goods: Goods) -> str:
        """One product."""
        return _page(
            goods.en,
            f'<h1 style="margin:20px">{escape(goods.en)}</h1><div style="margin:20px">{_price(goods)}{_buy(goods)}</div>',
        )

    def cart(self, goods: Sequence[tuple[Goods, int]]) -> str:
        """The cart and the order form."""
        if not goods:
            return _page("Cart", '<p style="margin:20px">Your cart is empty.</p>')
        rows = "".join(f"<p>{escape(one.en)} × {count} {_price(one)}</p>" for one, count in goods)
        form = """<form method="post" action="/order"><input name="name" placeholder="Full name" required><input name="address" placeholder="Address" required>
<input name="phone" placeholder="Phone"><fieldset><legend>Delivery</legend><label><input type="radio" name="delivery" value="standard" checked>Standard</label>
<label><input type="radio" name="delivery" value="express">Express</label></fieldset><button>Place order</button></form>"""
        return _page("Cart", f'<div style="margin:20px"><h1>Your cart</h1>{rows}{form}</div>')

    def thanks(self, order: Order) -> str:
        """What is shown after an order."""
        return _page("Thank you", f'<h1 style="margin:20px">Thank you! Order #{order.number} is placed.</h1>')


def _page(title: str, body: str) -> str:
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)} | GadgetBarn</title><style>{_STYLE}</style></head><body>
<div id="top"><a href="/">GadgetBarn</a> <form action="/s"><input name="q" placeholder="Search"><button>Go</button></form> <a href="/cart">Cart</a></div>
{body}<p class="note" style="margin:20px">Free shipping over $35.00</p><script>{_SCRIPT}</script></body></html>"""


def _row(goods: Goods, label: str = "") -> str:
    rating = (
        f'<span role="img" aria-label="{goods.rating} out of 5 stars">{"★" * round(goods.rating)}</span> <span>({goods.reviews:,} ratings)</span>'
        if goods.rating
        else ""
    )
    note = f'<div class="note">{label}</div>' if label else ""
    return f"""<li>{picture(goods, "#b33")}<div>{note}<a class="ttl" href="{linked("/item", id=goods.id)}">{escape(goods.en)}</a><div>{rating}</div>
<div>{_price(goods)}</div>{_buy(goods)}</div></li>"""


def _price(goods: Goods) -> str:
    return f'<span class="a-price">${goods.dollars or 0:,.2f}</span>'


def _buy(goods: Goods) -> str:
    if not goods.stock:
        return '<div class="gone">Currently unavailable</div>'
    return f'<form method="post" action="/cart/add"><input type="hidden" name="id" value="{goods.id}"><button>Add to cart</button></form>'


def _next(found: Results) -> str:
    return linked("/s/more", q=found.query, page=found.number + 1)
