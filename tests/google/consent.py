"""Google's pages and endpoints for signing in, as strict as the real ones: PKCE, codes that count once, grants that end."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

CLIENT_ID = "12345-symbiote.apps.example"
CLIENT_SECRET = "GOCSPX-of-the-tests"  # noqa: S105 - of the tests' own double
OWNER = "owner@example.com"
_ASKED = frozenset(
    [
        "client_id",
        "redirect_uri",
        "response_type",
        "scope",
        "state",
        "nonce",
        "code_challenge",
        "code_challenge_method",
        "access_type",
        "prompt",
        "login_hint",
    ]
)


class Refusal(Exception):
    """`invalid_grant` and its like."""

    def __init__(self, error: str, why: str = "", status: int = 400) -> None:
        super().__init__(error)
        self.error, self.why, self.status = error, why, status


@dataclass
class Granted:
    """What somebody granted."""

    email: str
    scopes: tuple[str, ...]
    asked: dict[str, str] = field(default_factory=dict)


class Consent:
    """`people` may sign in; `granted` are the grants by refresh token, `tokens` those by access token."""

    def __init__(self) -> None:
        self.people = [OWNER]
        self.granted: dict[str, Granted] = {}
        self.tokens: dict[str, Granted] = {}
        self.asked: list[dict[str, str]] = []
        self._questions: dict[str, dict[str, str]] = {}
        self._codes: dict[str, Granted] = {}
        self._used: dict[str, str] = {}

    def page(self, query: Mapping[str, str]) -> str:
        """The page that asks. Raises Refusal for a question Google would not put."""
        _check(query)
        self.asked.append(dict(query))
        number = secrets.token_hex(8)
        self._questions[number] = dict(query)
        boxes = "".join(
            f'<label><input type="checkbox" name="scope" value="{html.escape(scope)}" checked> {html.escape(scope)}</label><br>'
            for scope in query["scope"].split()
        )
        hint = query.get("login_hint", "")
        people = "".join(f"<option{' selected' if each == hint else ''}>{html.escape(each)}</option>" for each in self.people)
        return (
            '<!doctype html><html lang="en"><title>Sign in</title><h1>Choose what Symbiote may do</h1>'
            f'<form method="post" action="/consent"><input type="hidden" name="question" value="{number}">'
            f'<select name="email" aria-label="Account">{people}</select><br>{boxes}'
            '<button name="answer" value="allow">Allow</button> <button name="answer" value="deny">Cancel</button></form></html>'
        )

    def decided(self, form: Mapping[str, list[str]]) -> str:
        """The address to go back to."""
        asked = self._questions.pop(form["question"][0])
        if form["answer"][0] != "allow":
            return f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"
        code = secrets.token_urlsafe(24)
        allowed = tuple(scope for scope in form.get("scope", []) if scope in asked["scope"].split())
        self._codes[code] = Granted(form["email"][0], allowed, asked)
        back = {"state": asked["state"], "code": code, "scope": " ".join(allowed)}
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def token(self, form: Mapping[str, str]) -> dict[str, object]:
        """The token endpoint. Raises Refusal."""
        if form.get("client_id") != CLIENT_ID or form.get("client_secret") != CLIENT_SECRET:
            raise Refusal("invalid_client", "The OAuth client was not found.", 401)
        match form.get("grant_type"):
            case "authorization_code":
                return self._exchanged(form)
            case "refresh_token":
                granted = self.granted.get(form.get("refresh_token", ""))
                if granted is None:
                    raise Refusal("invalid_grant", "Token has been expired or revoked.")
                return self._access(granted)
            case other:
                raise Refusal("unsupported_grant_type", str(other))

    def _exchanged(self, form: Mapping[str, str]) -> dict[str, object]:
        code = form.get("code", "")
        granted = self._codes.pop(code, None)
        if granted is None:
            # A code that is used twice was stolen: what came of it ends.
            self.granted.pop(self._used.get(code, ""), None)
            raise Refusal("invalid_grant", "Malformed auth code.")
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if not re.fullmatch(r"[A-Za-z0-9._~-]{43,128}", form.get("code_verifier", "")):
            raise Refusal("invalid_grant", "Missing code verifier.")
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != granted.asked["code_challenge"]:
            raise Refusal("invalid_grant", "Invalid code verifier.")
        if form.get("redirect_uri") != granted.asked["redirect_uri"]:
            raise Refusal("redirect_uri_mismatch")
        refresh = f"1//{secrets.token_urlsafe(24)}"
        self.granted[refresh] = granted
        self._used[code] = refresh
        claims = {
            "iss": "https://accounts.google.com",
            "aud": CLIENT_ID,
            "sub": _sub(granted.email),
            "email": granted.email,
            "nonce": granted.asked.get("nonce", ""),
        }
        return {**self._access(granted), "refresh_token": refresh, "id_token": f"e30.{_encoded(claims)}.signature"}

    def _access(self, granted: Granted) -> dict[str, object]:
        token = f"ya29.{secrets.token_urlsafe(24)}"
        self.tokens[token] = granted
        return {"access_token": token, "expires_in": 3599, "scope": " ".join(granted.scopes), "token_type": "Bearer"}

    def revoke(self, token: str) -> None:
        """As Google does: everything this person granted to this client ends. Raises Refusal."""
        found = self.granted.get(token) or self.tokens.get(token)
        if found is None:
            raise Refusal("invalid_token", "Token expired or revoked")
        self.withdraw(found.email)

    def withdraw(self, email: str = OWNER) -> None:
        """The owner takes it back at Google."""
        self.granted = {token: each for token, each in self.granted.items() if each.email != email}
        self.tokens = {token: each for token, each in self.tokens.items() if each.email != email}

    def expire(self) -> None:
        """An hour passes: access tokens end, grants stay."""
        self.tokens.clear()


def _check(query: Mapping[str, str]) -> None:
    if unknown := query.keys() - _ASKED:
        raise Refusal("invalid_request", f"unknown {sorted(unknown)}")
    wanted = {"client_id": CLIENT_ID, "response_type": "code", "code_challenge_method": "S256", "access_type": "offline"}
    for name, value in wanted.items():
        if query.get(name) != value:
            raise Refusal("invalid_request", f"{name} is {query.get(name)!r}")
    if not re.fullmatch(r"[A-Za-z0-9_-]{43}", query.get("code_challenge", "")):
        raise Refusal("invalid_request", "code_challenge")
    redirect = urlsplit(query.get("redirect_uri", ""))
    if redirect.scheme != "http" or redirect.hostname != "127.0.0.1" or not redirect.port:
        raise Refusal("redirect_uri_mismatch", query.get("redirect_uri", ""))
    if not query.get("scope") or len(query.get("state", "")) < 32:
        raise Refusal("invalid_request", "scope or state")


def _sub(email: str) -> str:
    return str(int(hashlib.sha256(email.encode()).hexdigest()[:16], 16))


def _encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
