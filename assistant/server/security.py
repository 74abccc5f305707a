"""Who may speak to the sidecar: this machine, this origin, this token. And what a page may do."""

from __future__ import annotations

import hmac
from collections.abc import Mapping

HOST = "127.0.0.1"


def is_own_host(headers: Mapping[str, str], port: int) -> bool:
    """Whether the Host header is exactly ours: a name that was rebound to loopback is not."""
    return headers.get("host", "") == f"{HOST}:{port}"


def is_own_origin(headers: Mapping[str, str], port: int) -> bool:
    """Whether a browser page of ours asks, or no browser at all (which sends no Origin); never `null`."""
    origin = headers.get("origin")
    return origin is None or origin == f"http://{HOST}:{port}"


def is_token(given: object, token: str) -> bool:
    """Compare in constant time."""
    return isinstance(given, str) and hmac.compare_digest(given.encode(), token.encode())


def page_headers(port: int) -> dict[str, str]:
    """What every answer carries: nothing is loaded from elsewhere, nothing is embedded, nothing is sniffed."""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"connect-src 'self' ws://{HOST}:{port}; manifest-src 'self'; media-src 'self' blob:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
    }
