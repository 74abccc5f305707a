"""A little shop on loopback that an owner orders paper from: a search, a list of goods, a form, a page that says what came of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

GOODS = ("Бумага А4", "Бумага А3", "Бумага для факса", "Скрепки")
_PAGE = "<!doctype html><meta charset=utf-8><title>{title}</title><body>{body}"


class Shop:
    """`orders` are what was ordered, `basket` what lies in the basket. `word` is what stands on the button that orders."""

    def __init__(self) -> None:
        self.orders: list[dict[str, str]] = []
        self.basket: list[str] = []
        self.goods = list(GOODS)
        self.logins: list[dict[str, str]] = []
        self.word = "Оформить заявку"
        self.twice = False
        shop = self

        class Pages(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args: object) -> None:
                """Nothing is logged."""

            def do_GET(self) -> None:
                address = urlsplit(self.path)
                self._answer(200, shop.page(address.path, _fields(address.query)))

            def do_POST(self) -> None:
                sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self._answer(303, "", shop.take(self.path, _fields(sent)))

            def _answer(self, status: int, page: str, to: str = "") -> None:
                content = page.encode()
                self.send_response(status)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(content)))
                if to:
                    self.send_header("Location", to)
                self.end_headers()
                self.wfile.write(content)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
        self.host = f"127.0.0.1:{self._server.server_port}"
        self.url = f"http://{self.host}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def add(self, name: str) -> None:
        """Something new to sell."""
        self.goods.append(name)

    def close(self) -> None:
        """Serve no more."""
        self._server.shutdown()
        self._server.server_close()

    def page(self, path: str, query: dict[str, str]) -> str:
        """What is shown at an address."""
        match path.split("/")[1:]:
            case ["item"]:
                return _PAGE.format(title="Товар", body=self._item(query["name"]))
            case ["orders", number]:
                order = self.orders[int(number) - 1]
                return _PAGE.format(title="Принято", body=f"<h1>Заявка №{number} принята</h1><p>{escape(str(order))}")
            case ["login"]:
                return _PAGE.format(title="Вход", body=_LOGIN)
            case _:
                return _PAGE.format(title="Склад", body=self._list(query.get("q", "")))

    def take(self, path: str, sent: dict[str, str]) -> str:
        """Take what was sent; where it leads."""
        match path:
            case "/order":
                self.orders.append(sent)
                return f"/orders/{len(self.orders)}"
            case "/login":
                self.logins.append(sent)
                return "/"
            case _:
                self.basket.append(sent["name"])
                return "/"

    def _list(self, wanted: str) -> str:
        found = [name for name in self.goods if wanted.lower() in name.lower()]
        rows = "".join(
            f"<li><h3><a href='/item?name={name}'>{name}</a></h3><form method=post action=/basket><input type=hidden name=name "
            f"value='{name}'><button>В корзину</button></form>"
            for name in found
        )
        return f"<h1>Склад</h1><form action=/><label>Поиск <input name=q></label></form><ul id=goods>{rows}</ul>"

    def _item(self, name: str) -> str:
        button = f"<button>{self.word}</button>"
        return (
            f"<h1>{name}</h1><form method=post action=/order><input type=hidden name=name value='{name}'>"
            "<label>Количество <input name=amount></label><label>Доставка <select name=how><option>Курьер<option>Самовывоз</select></label>"
            f"<label><input type=checkbox name=urgent> Срочно</label>{button}{button if self.twice else ''}</form>"
        )


_LOGIN = (
    "<h1>Вход</h1><form method=post action=/login><label>Имя <input name=user></label><label>Пароль <input name=word type=password>"
    "</label><button>Войти</button></form>"
)


def _fields(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


@contextmanager
def shop() -> Iterator[Shop]:
    """A shop that is served."""
    served = Shop()
    try:
        yield served
    finally:
        served.close()
