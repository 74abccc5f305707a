"""What the owner granted, as it lies in the vault, and the token of the hour that Google gives for it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from typing import Any

import httpx
from pydantic import Field

from assistant.domain.base import Frozen
from assistant.errors import SignInNeeded, Unreachable

# It writes whole addresses into the log, and those of letters are nobody's business.
logging.getLogger("httpx").setLevel(logging.WARNING)
TIMEOUT = 20.0
EARLY = 60.0
"""Seconds before its end at which a token is not used any more."""
_LARGEST = 1_000_000


class Endpoints(Frozen):
    """Where Google is."""

    auth: str = "https://accounts.google.com/o/oauth2/v2/auth"
    token: str = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address
    revoke: str = "https://oauth2.googleapis.com/revoke"
    api: str = ""
    """Instead of the root of every API, with a `/` at its end; empty: each API's own."""

    @classmethod
    def of(cls, stand_in: str) -> Endpoints:
        """Google's own, or those of a server on this computer that stands in for it."""
        if not stand_in:
            return cls()
        root = stand_in.rstrip("/")
        return cls(auth=f"{root}/o/oauth2/v2/auth", token=f"{root}/token", revoke=f"{root}/revoke", api=f"{root}/")


class Grant(Frozen):
    """The permission for one account: given to this client, for these scopes, as long as it is not withdrawn."""

    client_id: str
    client_secret: str = Field(repr=False)
    refresh_token: str = Field(repr=False)
    scopes: tuple[str, ...]
    email: str = ""
    stand_in: str = ""

    @property
    def endpoints(self) -> Endpoints:
        """Where it holds."""
        return Endpoints.of(self.stand_in)


class Token:
    """The access token of a grant, fetched anew when it runs out. From any thread; asking may block."""

    def __init__(self, grant: Grant) -> None:
        self._grant = grant
        self._lock = threading.Lock()
        self._value, self._until = "", 0.0

    def value(self) -> str:
        """One that is good for some time still. Raises SignInNeeded, Unreachable."""
        with self._lock:
            if time.monotonic() >= self._until - EARLY:
                self._refresh()
            return self._value

    def renew(self) -> None:
        """Fetch another one now: whether the permission still holds. Raises SignInNeeded, Unreachable."""
        with self._lock:
            self._refresh()

    def refused(self, value: str) -> None:
        """This one was not accepted: the next one asked for is another."""
        with self._lock:
            if self._value == value:
                self._until = 0.0

    def _refresh(self) -> None:
        grant = self._grant
        form = {
            "grant_type": "refresh_token",
            "client_id": grant.client_id,
            "client_secret": grant.client_secret,
            "refresh_token": grant.refresh_token,
        }
        answer = ask_token(grant.endpoints.token, form, grant.email)
        self._value = str(answer["access_token"])
        self._until = time.monotonic() + float(answer.get("expires_in") or 0)


def ask_token(url: str, form: Mapping[str, str], email: str = "") -> dict[str, Any]:
    """Ask the token endpoint; blocking. Raises SignInNeeded when it says no, Unreachable when it does not say anything."""
    try:
        with httpx.Client(timeout=TIMEOUT, trust_env=is_secure(url), follow_redirects=False) as client:
            answer = client.post(url, data=dict(form), headers={"accept": "application/json"})
    except httpx.HTTPError as error:
        # Asking for a token does nothing of what is to be done with it.
        raise unreachable(error, untouched=True) from None
    if answer.status_code == 429 or answer.status_code >= 500:
        raise Unreachable(
            f"Google answers with {answer.status_code} just now.",
            ru=f"Google сейчас отвечает ошибкой {answer.status_code}.",
            untouched=True,
        )
    given = _read(answer)
    if answer.status_code == 200 and isinstance(given.get("access_token"), str):
        return given
    raise _refused(str(given.get("error") or answer.status_code), str(given.get("error_description") or ""), email)


def is_secure(url: str) -> bool:
    """Whether it is Google itself, reached through whatever proxy is set, and not a stand-in on this computer."""
    return url.startswith("https://")


def unreachable(error: Exception, *, untouched: bool) -> Unreachable:
    """The error for a Google that does not answer; `untouched` when nothing can have reached it."""
    why = str(error) or type(error).__name__
    return Unreachable(f"Google cannot be reached: {why}.", ru=f"Google недоступен: {why}.", untouched=untouched)


def _read(answer: httpx.Response) -> dict[str, Any]:
    try:
        given = answer.json() if len(answer.content) <= _LARGEST else None
    except ValueError:
        given = None
    return given if isinstance(given, dict) else {}


def _refused(error: str, why: str, email: str) -> SignInNeeded:
    account, account_ru = (f" for {email}", f" для {email}") if email else ("", "")
    if error == "invalid_grant":
        return SignInNeeded(
            f"The permission{account} was withdrawn at Google or has expired. Connect Google again under “Connections”.",
            ru=f"Разрешение{account_ru} отозвано в Google или истекло. Подключите Google заново в «Подключениях».",
        )
    if error in ("invalid_client", "unauthorized_client", "deleted_client"):
        return SignInNeeded(
            "Google does not know the OAuth client. Check its id and secret under “Connections”, then connect again.",
            ru="Google не узнаёт OAuth-клиент. Проверьте его id и секрет в «Подключениях» и подключите заново.",
        )
    detail = f"{error}: {why}" if why else error
    return SignInNeeded(
        f"Google refused to sign in{account} ({detail[:300]}). Connect Google again under “Connections”.",
        ru=f"Google отказал во входе{account_ru} ({detail[:300]}). Подключите Google заново в «Подключениях».",
    )
