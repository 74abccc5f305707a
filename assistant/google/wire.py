"""HTTP as Google's client library wants it: authorised, bounded, and never sent twice of its own accord."""

from __future__ import annotations

from collections.abc import Mapping

import httplib2
import httpx

from assistant.errors import StepRefused, Unreachable
from assistant.google.grant import Grant, Token, is_secure, unreachable

TIMEOUT = httpx.Timeout(30.0, read=60.0)
_BEFORE = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""What happens before a request is on its way."""
LARGEST = 80_000_000
"""Bytes of one answer: a letter of 50 MB, in base64."""


class Wire:
    """Stands where the library expects its own HTTP. From any thread.

    That one sends a request again by itself when a connection breaks, also a letter; this one leaves that to whoever knows.
    """

    def __init__(self, grant: Grant, token: Token) -> None:
        self._token = token
        self._client = httpx.Client(
            timeout=TIMEOUT,
            trust_env=is_secure(grant.endpoints.token),
            follow_redirects=False,
            limits=httpx.Limits(max_connections=4, keepalive_expiry=30),
        )

    def request(
        self,
        uri: str,
        method: str = "GET",
        body: str | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        redirections: int = 0,
        connection_type: object = None,
    ) -> tuple[httplib2.Response, bytes]:
        """Ask once; with a new token when the one at hand is not accepted. Raises Unreachable, SignInNeeded."""
        content = body.encode() if isinstance(body, str) else body
        token = self._token.value()
        answer = self._once(uri, method, content, headers or {}, token)
        if answer[0].status == 401:
            self._token.refused(token)
            answer = self._once(uri, method, content, headers or {}, self._token.value())
        return answer

    def _once(
        self, uri: str, method: str, body: bytes | None, headers: Mapping[str, str], token: str
    ) -> tuple[httplib2.Response, bytes]:
        sent = {**{name.lower(): value for name, value in headers.items()}, "authorization": f"Bearer {token}"}
        # The length is httpx's to say; the library asks for gzip itself when it can read it.
        sent.pop("content-length", None)
        sent["accept-encoding"] = "gzip"
        try:
            with self._client.stream(method, uri, content=body, headers=sent) as answer:
                content = _bounded(answer)
        except httpx.HTTPError as error:
            raise unreachable(error, untouched=isinstance(error, _BEFORE)) from None
        except RuntimeError as error:
            # The client was closed meanwhile: the account is being let go.
            raise Unreachable("The connection to Google was closed.", ru="Соединение с Google закрыто.") from error
        known = {name.lower(): value for name, value in answer.headers.items() if name.lower() != "content-encoding"}
        told = httplib2.Response({**known, "status": str(answer.status_code)})
        told.reason = answer.reason_phrase
        return told, content

    def close(self) -> None:
        """Let go of every connection."""
        self._client.close()


def _bounded(answer: httpx.Response) -> bytes:
    chunks, size = [], 0
    for chunk in answer.iter_bytes(65_536):
        size += len(chunk)
        if size > LARGEST:
            raise StepRefused(
                f"Google answers with more than {LARGEST // 1_000_000} MB.",
                ru=f"Google прислал больше {LARGEST // 1_000_000} МБ.",
            )
        chunks.append(chunk)
    return b"".join(chunks)
