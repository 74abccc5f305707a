"""A webmail: sign in, the inbox in pages, a letter, writing, archiving. State is on the server; user `owner`, password `letmein`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape

from tests.sites.letters import WebLetter, letters, when
from tests.sites.serving import Asked, Given, Site
from tests.sites.shop import linked

USER, PASSWORD = "owner", "letmein"
PAGE = 5
_STYLE = """
body{margin:0;font:14px system-ui;color:#202124;display:grid;grid-template-columns:190px 1fr}nav{padding:18px;background:#f3f5f9;min-height:100vh}nav a{display:block;padding:7px 0;color:#24468a}
main{padding:18px 26px}.letter-row{display:grid;grid-template-columns:24px 190px 1fr 90px;gap:10px;padding:9px 4px;border-bottom:1px solid #e6e8ee;align-items:center}
.letter-row.unread{font-weight:600}.letter-row .opening{color:#777;font-weight:400}.when{text-align:right;color:#666}.pager{margin-top:16px;display:flex;gap:16px}
.body{white-space:pre-wrap;margin:18px 0;line-height:1.5}.login{grid-column:1/3;max-width:320px;margin:12vh auto}.login label{display:block;margin:12px 0}
"""


@dataclass
class Webmail:
    """The site and what has happened in it. `now` is its clock."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC).astimezone())
    site: Site = field(default_factory=Site)
    letters: list[WebLetter] = field(default_factory=letters)
    sent: list[dict[str, str]] = field(default_factory=list)
    signed_in: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.site.pages.update(
            {
                "/": lambda asked: Given(to="/inbox"),
                "/login": self._login,
                "/logout": self._logout,
                "/inbox": self._inbox,
                "/letter": self._letter,
                "/archive": self._archive,
                "/compose": self._compose,
                "/sent": self._sent,
            }
        )

    def _login(self, asked: Asked) -> Given:
        wrong = ""
        if asked.method == "POST":
            if (asked.fields.get("user"), asked.fields.get("password")) == (USER, PASSWORD):
                self.signed_in.add(asked.session)
                return Given(to="/inbox")
            wrong = '<p role="alert">Неверное имя или пароль.</p>'
        return Given(
            _frame(
                "Вход",
                f"""<form class="login" method="post" action="/login"><h1>Почта</h1>{wrong}<label>Имя пользователя <input name="user" autocomplete="username" required></label>
<label>Пароль <input name="password" type="password" autocomplete="current-password" required></label><button>Войти</button></form>""",
                bare=True,
            )
        )

    def _logout(self, asked: Asked) -> Given:
        self.signed_in.discard(asked.session)
        return Given(to="/login")

    def _inbox(self, asked: Asked) -> Given:
        if asked.session not in self.signed_in:
            return Given(to="/login")
        number = int(asked.fields.get("page", "1")) if asked.fields.get("page", "1").isdigit() else 1
        inbox = [letter for letter in self.letters if not letter.archived]
        rows = "".join(self._row(letter) for letter in inbox[(number - 1) * PAGE : number * PAGE])
        back = f'<a href="{linked("/inbox", page=number - 1)}">Новее</a>' if number > 1 else ""
        on = (
            f'<a class="older" rel="next" href="{linked("/inbox", page=number + 1)}">Старее</a>'
            if number * PAGE < len(inbox)
            else ""
        )
        empty = "" if rows else "<p>Писем нет.</p>"
        return Given(
            _frame("Входящие", f'<h1>Входящие</h1><div role="list">{rows}</div>{empty}<div class="pager">{back}{on}</div>')
        )

    def _row(self, letter: WebLetter) -> str:
        state = " unread" if letter.unread else ""
        return f"""<div class="letter-row{state}" role="listitem"><input type="checkbox" aria-label="Выбрать"><span class="from" title="{escape(letter.email)}">{escape(letter.sender)}</span>
<span><a class="subject" href="{linked("/letter", id=letter.id)}">{escape(letter.subject)}</a> <span class="opening">— {escape(letter.text[:60])}</span></span>
<span class="when">{when(letter, self.now)}</span></div>"""

    def _letter(self, asked: Asked) -> Given:
        letter = self._asked(asked)
        if letter is None:
            return Given(to="/login") if asked.session not in self.signed_in else Given("<h1>404</h1>", 404)
        letter.unread = False
        buttons = f"""<form method="post" action="/archive" style="display:inline"><input type="hidden" name="id" value="{letter.id}"><button>В архив</button></form>
<a href="{linked("/compose", to=letter.email, subject=f"Re: {letter.subject}")}">Ответить</a>"""
        return Given(
            _frame(
                letter.subject,
                f"""<h1 class="subject">{escape(letter.subject)}</h1><p><b class="from">{escape(letter.sender)}</b> &lt;<span class="email">{escape(letter.email)}</span>&gt;
<span class="when">{when(letter, self.now)}</span></p><div class="body">{escape(letter.text)}</div>{buttons}""",
            )
        )

    def _archive(self, asked: Asked) -> Given:
        letter = self._asked(asked)
        if asked.method == "POST" and letter is not None:
            letter.archived = True
        return Given(to="/inbox")

    def _compose(self, asked: Asked) -> Given:
        if asked.session not in self.signed_in:
            return Given(to="/login")
        if asked.method == "POST":
            self.sent.append({name: asked.fields.get(name, "") for name in ("to", "subject", "text")})
            return Given(to="/sent")
        to, subject = escape(asked.fields.get("to", "")), escape(asked.fields.get("subject", ""))
        return Given(
            _frame(
                "Новое письмо",
                f"""<h1>Новое письмо</h1><form method="post" action="/compose"><p><label>Кому <input name="to" type="email" value="{to}" required></label></p>
<p><label>Тема <input name="subject" value="{subject}"></label></p><p><label>Текст <textarea name="text" rows="8" cols="60"></textarea></label></p><button>Отправить</button></form>""",
            )
        )

    def _sent(self, asked: Asked) -> Given:
        if asked.session not in self.signed_in:
            return Given(to="/login")
        rows = "".join(f"<li>{escape(each['to'])}: {escape(each['subject'])}</li>" for each in reversed(self.sent))
        return Given(_frame("Отправленные", f"<h1>Отправленные</h1><ul>{rows}</ul>"))

    def _asked(self, asked: Asked) -> WebLetter | None:
        if asked.session not in self.signed_in:
            return None
        return next((letter for letter in self.letters if str(letter.id) == asked.fields.get("id")), None)


def _frame(title: str, body: str, *, bare: bool = False) -> str:
    menu = '<nav><a href="/compose">Написать</a><a href="/inbox">Входящие</a><a href="/sent">Отправленные</a><a href="/logout">Выйти</a></nav>'
    inside = body if bare else f"{menu}<main>{body}</main>"
    return f'<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>{escape(title)} — Почта</title><style>{_STYLE}</style></head><body>{inside}</body></html>'
