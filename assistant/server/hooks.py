"""Webhooks: one POST to `/hook/<name>/<secret>`, bounded, answered the same whether the name or the secret is wrong."""

from __future__ import annotations

from collections.abc import AsyncIterable

from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse, Response

from assistant.errors import AssistantError, Conflict
from assistant.triggers.triggers import MAX_BODY, Watcher

PREFIX = "/hook/"


def is_hook(path: str) -> bool:
    """Whether a path is that of a webhook."""
    return path.startswith(PREFIX)


async def called(triggers: Watcher, name: str, secret: str, request: Request) -> Response:
    """Take a call. What it started is seen in the window, not in the answer."""
    try:
        body = await _bounded(request.stream())
        known = await triggers.hook(name, secret, body, request.headers.get("idempotency-key", "")[:200])
    except ClientDisconnect:
        return PlainTextResponse("Gone.", status_code=400)
    except Conflict as error:
        return PlainTextResponse(str(error), status_code=429, headers={"Retry-After": "60"})
    except AssistantError as error:
        return PlainTextResponse(str(error), status_code=413)
    return PlainTextResponse("Accepted.", status_code=202) if known else PlainTextResponse("Not found.", status_code=404)


async def _bounded(stream: AsyncIterable[bytes]) -> bytes:
    body = b""
    async for piece in stream:
        body += piece
        if len(body) > MAX_BODY:
            raise AssistantError(f"At most {MAX_BODY // 1024} KB.", ru=f"Не больше {MAX_BODY // 1024} КБ.")
    return body
