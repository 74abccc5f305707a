"""«Лавка»: cards in a grid, roubles as "4 990 ₽", numbered pages; Russian."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tests.sites.catalogue import Goods
from tests.sites.shop import Order, Results, Shop, linked, picture

_STYLE = """
body{font:15px system-ui;margin:0;background:#f6f6f4;color:#222}header{background:#20603d;color:#fff;padding:14px 28px;display:flex;gap:24px;align-items:center}
header a{color:#fff;text-decoration:none}main{max-width:960px;margin:24px auto;padding:0 16px}.grid{display:grid;grid-template-columns:repeat(3,1fr);gap:16px}
.product{background:#fff;border:1px solid #ddd;border-radius:8px;padding:14px}.product h3{font-size:15px;margin:8px 0}.price{font-size:20px;font-weight:700}
.old{color:#999;text-decoration:line-through;font-size:13px}.ad{font-size:11px;color:#999}.pages{margin:20px 0;display:flex;gap:10px}
"""


class Lavka(Shop):
    """Search at /search?q=…&page=n, four to a page; what is sponsored stands on top of every first page again."""

    key = "lavka"
    page_size = 4

    def front(self) -> str:
        """The first page."""
        return _page("Лавка", "<h1>Лавка: техника для дома</h1><p>Найдите то, что нужно, в строке поиска.</p>")

    def results(self, found: Results) -> str:
        """Cards in a grid."""
        cards = "".join(_card(goods, "реклама") for goods in found.sponsored if found.number == 1)
        cards += "".join(_card(goods) for goods in found.goods)
        body = f"<h1>Результаты: «{escape(found.query)}»</h1>"
        if not cards:
            return _page("Ничего не найдено", body + "<p>Ничего не нашлось. Попробуйте другие слова.</p>")
        return _page(found.query, f'{body}<div class="grid">{cards}</div>{_pages(found)}')

    def item(self, goods: Goods) -> str:
        """One product."""
        return _page(
            goods.ru, f'<h1>{escape(goods.ru)}</h1>{picture(goods, "#20603d")}<p class="price">{_roubles(goods)}</p>{_buy(goods)}'
        )

    def cart(self, goods: Sequence[tuple[Goods, int]]) -> str:
        """The cart and the order form."""
        if not goods:
            return _page("Корзина", "<h1>Корзина</h1><p>Корзина пуста.</p>")
        rows = "".join(f"<tr><td>{escape(one.ru)}</td><td>{count}</td><td>{_roubles(one)}</td></tr>" for one, count in goods)
        form = """<h2>Оформление</h2><form method="post" action="/order"><p><label>Имя <input name="name" required></label></p>
<p><label>Адрес <input name="address" required></label></p><p><label>Телефон <input name="phone" type="tel"></label></p>
<p><label>Доставка <select name="delivery"><option value="courier">Курьер</option><option value="pickup">Самовывоз</option></select></label></p>
<button type="submit">Заказать</button></form>"""
        return _page("Корзина", f"<h1>Корзина</h1><table><tr><th>Товар<th>Штук<th>Цена</tr>{rows}</table>{form}")

    def thanks(self, order: Order) -> str:
        """What is shown after an order."""
        return _page("Спасибо", f"<h1>Спасибо!</h1><p>Заказ № {order.number} принят.</p>")


def _page(title: str, body: str) -> str:
    return f"""<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>{escape(title)} — Лавка</title><style>{_STYLE}</style></head><body>
<header><a href="/"><b>Лавка</b></a><form action="/search" role="search"><input name="q" aria-label="Поиск товаров"><button>Найти</button></form><a href="/cart">Корзина</a></header>
<main>{body}</main><footer><p>Доставка от 299 ₽. Рассрочка 0 ₽.</p></footer></body></html>"""


def _card(goods: Goods, ad: str = "") -> str:
    stars = (
        f'<span class="stars" title="Рейтинг {goods.rating} из 5">★ {str(goods.rating).replace(".", ",")}</span>'
        if goods.rating
        else ""
    )
    reviews = (
        f'<a class="reviews" href="{linked("/item", id=goods.id)}#reviews">{_grouped(goods.reviews)} {_word(goods.reviews)}</a>'
        if goods.reviews
        else "Нет отзывов"
    )
    label = f'<span class="ad">{ad}</span>' if ad else ""
    old = f'<span class="old">{_grouped(round((goods.roubles or 0) * 1.25 / 10) * 10)} ₽</span>' if goods.id % 3 == 0 else ""
    return f"""<article class="product">{label}<a href="{linked("/item", id=goods.id)}">{picture(goods, "#20603d")}</a>
<h3><a href="{linked("/item", id=goods.id)}">{escape(goods.ru)}</a></h3><div><span class="price">{_roubles(goods)}</span> {old}</div>
<div>{stars} {reviews}</div>{_buy(goods)}</article>"""


def _buy(goods: Goods) -> str:
    if not goods.stock:
        return '<p class="out">Нет в наличии</p>'
    return f'<form method="post" action="/cart/add"><input type="hidden" name="id" value="{goods.id}"><button>В корзину</button></form>'


def _pages(found: Results) -> str:
    numbers = "".join(
        f"<b>{number}</b>"
        if number == found.number
        else f'<a href="{linked("/search", q=found.query, page=number)}">{number}</a>'
        for number in range(1, found.pages + 1)
    )
    following = (
        f'<a href="{linked("/search", q=found.query, page=found.number + 1)}">Дальше →</a>' if found.number < found.pages else ""
    )
    return f'<nav class="pages" aria-label="Страницы">{numbers}{following}</nav>'


def _roubles(goods: Goods) -> str:
    return f"{_grouped(int(goods.roubles or 0))} ₽"


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")


def _word(count: int) -> str:
    tail = count % 10
    return (
        "отзыв"
        if tail == 1 and count % 100 != 11
        else "отзыва"
        if tail in (2, 3, 4) and count % 100 not in (12, 13, 14)
        else "отзывов"
    )
