"""Signing in to Google as an installed program does: the owner's own browser, a page on this computer, PKCE.

Nothing is typed here and no password is seen. What comes back counts once, for the question that was asked (`state`), and is
worth nothing without the verifier that never left this process.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import anyio
import anyio.to_thread

from assistant.domain.base import Frozen
from assistant.errors import StepError, StepRefused
from assistant.google.grant import Endpoints, Grant, ask_token
from assistant.google.loopback import Landing

PATIENCE = 300.0
"""Seconds the owner has for Google's pages."""


class OwnClient(Frozen):
    """The OAuth client of the owner's own project in Google Cloud."""

    id: str
    secret: str

    def __repr__(self) -> str:
        return f"OwnClient({self.id!r})"


class SignedIn(Frozen):
    """Who signed in, and what he granted."""

    id: str
    email: str
    grant: Grant


async def sign_in(
    client: OwnClient,
    scopes: Sequence[str],
    show: Callable[[str], Awaitable[None]],
    *,
    hint: str = "",
    stand_in: str = "",
    patience: float = PATIENCE,
) -> SignedIn:
    """Ask the owner for these scopes; `show` gets the address that he has to open, `hint` is the account that is meant.

    May be cancelled at any time. Raises StepRefused when he says no, StepError when it took too long, what asking the token raises.
    """
    endpoints = Endpoints.of(stand_in)
    verifier = secrets.token_urlsafe(64)
    nonce = secrets.token_urlsafe(16)
    async with Landing() as landing:
        asked = {
            "client_id": client.id,
            "redirect_uri": landing.address,
            "response_type": "code",
            "scope": " ".join(scopes),
            "state": landing.state,
            "nonce": nonce,
            "code_challenge": _challenge(verifier),
            "code_challenge_method": "S256",
            # Both are needed for a permission that outlasts the hour.
            "access_type": "offline",
            "prompt": "consent",
            **({"login_hint": hint} if hint else {}),
        }
        try:
            with anyio.fail_after(patience):
                answer = await _answered(landing, f"{endpoints.auth}?{urlencode(asked)}", show)
        except TimeoutError as error:
            raise StepError(
                "Nobody answered Google's question in the browser in time. Try again.",
                ru="На вопрос Google в браузере не ответили вовремя. Попробуйте ещё раз.",
            ) from error
        redirect = landing.address
    code = _code(answer.get("code", ""), answer.get("error", ""))
    form = {
        "grant_type": "authorization_code",
        "client_id": client.id,
        "client_secret": client.secret,
        "code": code,
        "code_verifier": verifier,
        "redirect_uri": redirect,
    }
    given = await anyio.to_thread.run_sync(ask_token, endpoints.token, form, abandon_on_cancel=True)
    return _signed_in(client, given, nonce, stand_in)


async def _answered(landing: Landing, url: str, show: Callable[[str], Awaitable[None]]) -> Mapping[str, str]:
    """What the owner's browser brings back; some ways to open one return only when it is closed, so nobody waits for that."""
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(landing.serve)
        tasks.start_soon(show, url)
        answer = await landing.answer()
        tasks.cancel_scope.cancel()
    return answer


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _code(code: str, error: str) -> str:
    if code and not error:
        return code
    if error == "access_denied":
        raise StepRefused("Nothing was allowed at Google.", ru="В Google ничего не разрешили.")
    raise StepRefused(f"Google did not sign in: {error[:200]}.", ru=f"Google не выполнил вход: {error[:200]}.")


def _signed_in(client: OwnClient, given: dict[str, Any], nonce: str, stand_in: str) -> SignedIn:
    claims = _claims(str(given.get("id_token") or ""))
    audience = claims.get("aud")
    if audience != client.id or claims.get("nonce", nonce) != nonce or not claims.get("sub"):
        raise StepRefused(
            "Google did not say whose account it is. Try again.", ru="Google не сообщил, чей это аккаунт. Попробуйте ещё раз."
        )
    if not given.get("refresh_token"):
        raise StepRefused(
            "Google gave no lasting permission. Remove Symbiote at myaccount.google.com/permissions and connect again.",
            ru="Google не дал постоянного разрешения. Удалите Symbiote на myaccount.google.com/permissions и подключите заново.",
        )
    email = str(claims.get("email") or "")
    grant = Grant(
        client_id=client.id,
        client_secret=client.secret,
        refresh_token=str(given["refresh_token"]),
        scopes=tuple(str(given.get("scope") or "").split()),
        email=email,
        stand_in=stand_in,
    )
    return SignedIn(id=f"google-{claims['sub']}", email=email, grant=grant)


def _claims(id_token: str) -> dict[str, Any]:
    """What an identity token says. It came straight from Google over TLS, so its signature says nothing more (OpenID Connect
    Core 3.1.3.7)."""
    try:
        body = id_token.split(".")[1]
        found = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (IndexError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
