"""How a mailbox is opened: with a password, or with a token of the provider (XOAUTH2, OAUTHBEARER of RFC 7628)."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
from pydantic import Field, ValidationError

from assistant.domain.base import Frozen
from assistant.domain.letter import LoginWay, MailAccount
from assistant.errors import SignInNeeded, Unreachable

TIMEOUT = 20.0
EARLY = 60.0
"""Seconds before its end at which a token is not used any more."""
_OWN = frozenset({"localhost", "127.0.0.1", "::1"})


class TokenGrant(Frozen):
    """What the vault holds for a mailbox that is opened with tokens that are renewed: where, as whom, and by which permission."""

    token_url: str
    client_id: str
    client_secret: str = Field(default="", repr=False)
    refresh_token: str = Field(repr=False)
    scope: str = ""


class Bearer:
    """The token of a mailbox: the secret itself, or fetched for the grant it holds. From any thread; asking may block."""

    def __init__(self, secret: str) -> None:
        self._lock = threading.Lock()
        self._grant: TokenGrant | None = None
        self._value, self._until = secret, float("inf")
        if secret.lstrip().startswith("{"):
            try:
                self._grant = TokenGrant.model_validate_json(secret)
            except ValidationError:
                raise SignInNeeded(
                    "The permission for this mailbox is incomplete. Connect it again under “Connections”.",
                    ru="Разрешение для этого ящика неполное. Подключите его заново в «Подключениях».",
                ) from None
            self._value, self._until = "", 0.0

    @property
    def renewable(self) -> bool:
        """Whether another token can be had when one is refused."""
        return self._grant is not None

    def value(self) -> str:
        """One that is good for some time still. Raises SignInNeeded, Unreachable."""
        with self._lock:
            if self._grant is not None and time.monotonic() >= self._until - EARLY:
                given = _ask(self._grant)
                self._value = str(given["access_token"])
                self._until = time.monotonic() + float(given.get("expires_in") or 0)
            return self._value

    def refused(self) -> None:
        """This one was not accepted: the next one asked for is another."""
        with self._lock:
            if self._grant is not None:
                self._until = 0.0


@dataclass(frozen=True, slots=True)
class Login:
    """Who logs in and how; `bearer` is None with a password."""

    user: str
    password: str = ""
    way: LoginWay = "password"
    bearer: Bearer | None = None

    @classmethod
    def of(cls, account: MailAccount, secret: str) -> Login:
        """Of a mailbox and what the vault holds for it."""
        user = account.user or account.email
        if account.login == "password":
            return cls(user, password=secret)
        return cls(user, way=account.login, bearer=Bearer(secret))


class Exchange:
    """What the client says in one exchange: its token, then, to a server that refuses it, what lets the server say so."""

    def __init__(self, login: Login, host: str, port: int) -> None:
        token = login.bearer.value() if login.bearer else ""
        self.mechanism = login.way.upper()
        if login.way == "oauthbearer":
            named = login.user.replace("=", "=3D").replace(",", "=2C")
            self._first = f"n,a={named},\x01host={host}\x01port={port}\x01auth=Bearer {token}\x01\x01"
            self._after = "\x01"
        else:
            self._first = f"user={login.user}\x01auth=Bearer {token}\x01\x01"
            self._after = ""
        self._said = False

    def __call__(self, _challenge: bytes | None = None) -> str:
        """The next thing to say."""
        said, self._said = self._said, True
        return self._after if said else self._first


def sign_in_needed(host: str, said: str) -> SignInNeeded:
    """The error for a refused token; holds what the server said, never the token."""
    return SignInNeeded(
        f"{host} does not accept the permission for this mailbox any more: {said} Connect it again under “Connections”.",
        ru=f"{host} больше не принимает разрешение для этого ящика: {said} Подключите его заново в «Подключениях».",
    )


def _ask(grant: TokenGrant) -> dict[str, Any]:
    where = urlsplit(grant.token_url)
    host = where.hostname or ""
    if where.scheme != "https" and host not in _OWN:
        raise sign_in_needed(host, "its address is not secure.")
    form = {"grant_type": "refresh_token", "client_id": grant.client_id, "refresh_token": grant.refresh_token}
    form |= {name: value for name, value in (("client_secret", grant.client_secret), ("scope", grant.scope)) if value}
    try:
        with httpx.Client(timeout=TIMEOUT, trust_env=host not in _OWN, follow_redirects=False) as client:
            answer = client.post(grant.token_url, data=form, headers={"accept": "application/json"})
        given = answer.json()
    except httpx.HTTPError as error:
        why = str(error) or type(error).__name__
        raise Unreachable(f"{host} cannot be reached: {why}.", ru=f"{host} недоступен: {why}.", untouched=True) from None
    except ValueError:
        given = {}
    if answer.status_code == 429 or answer.status_code >= 500:
        raise Unreachable(
            f"{host} answers with {answer.status_code} just now.",
            ru=f"{host} сейчас отвечает ошибкой {answer.status_code}.",
            untouched=True,
        )
    if answer.status_code == 200 and isinstance(given, dict) and isinstance(given.get("access_token"), str):
        return given
    raise sign_in_needed(host, str(given.get("error") or answer.status_code)[:100] if isinstance(given, dict) else "")
