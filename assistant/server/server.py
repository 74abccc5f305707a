"""The HTTP side: the built page, its strict headers, and the one WebSocket; bound to loopback only."""

from __future__ import annotations

import logging
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

import anyio
import uvicorn
from fastapi import FastAPI, Request, WebSocket
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles

from assistant.errors import AssistantError
from assistant.server.desk import Desk
from assistant.server.hooks import called, is_hook
from assistant.server.rpc import Dispatcher
from assistant.server.security import HOST, is_own_host, is_own_origin, page_headers
from assistant.server.websocket import Connection

PAGE = Path(__file__).resolve().parents[2] / "electron-ui" / "dist"
MAX_FRAME = 256 * 1024
"""Bytes of one WebSocket frame; a quarter of a second of sound is 8 kB, a long sentence less."""
MAX_BACKLOG = 64

_NOT_BUILT = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>Symbiote</title>"
    "<p>The window has not been built. Run <code>python3 scripts/run.py</code>, which builds it.</p>"
    "<p lang=ru>Окно ещё не собрано. Запустите <code>python3 scripts/run.py</code>.</p>"
)


def bind(port: int, *, strict: bool) -> socket.socket:
    """A loopback socket on this port; another one when it cannot be had and not `strict`. Raises AssistantError."""
    # The protocol is named because asyncio switches the delay of small packets off (40 ms an answer) only where it is.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except (OSError, OverflowError) as error:
        if strict or not port:
            listening.close()
            raise AssistantError(
                f"Port {port} on {HOST} is taken or not allowed; choose another with --port.",
                ru=f"Порт {port} на {HOST} занят или запрещён; выберите другой через --port.",
            ) from error
        listening.bind((HOST, 0))
    listening.listen(MAX_BACKLOG)
    return listening


def make_app(desk: Desk, port: int, page: Path = PAGE) -> FastAPI:
    """The application: `/`, its files, `/health` and `/ws`."""
    app = FastAPI(title="Symbiote", docs_url=None, redoc_url=None, openapi_url=None)
    dispatcher = Dispatcher(desk)

    @app.middleware("http")
    async def guard(request: Request, proceed: Callable[[Request], Awaitable[Response]]) -> Response:
        # Who calls a webhook is told by its secret: it may come through a tunnel, under another name.
        ours = is_hook(request.url.path) or (is_own_host(request.headers, port) and is_own_origin(request.headers, port))
        answer = await proceed(request) if ours else PlainTextResponse("Forbidden.", status_code=403)
        answer.headers.update(page_headers(port))
        if request.url.path in ("/", "/index.html"):
            answer.headers["Cache-Control"] = "no-cache"
        return answer

    @app.get("/health")
    async def health() -> JSONResponse:
        return JSONResponse({"ok": True})

    @app.post("/hook/{name}/{secret}")
    async def hook(name: str, secret: str, request: Request) -> Response:
        return await called(desk.triggers, name, secret, request)

    @app.websocket("/ws")
    async def talk(websocket: WebSocket) -> None:
        await Connection(websocket, dispatcher, port).serve()

    if (page / "index.html").is_file():
        app.mount("/", StaticFiles(directory=page, html=True))
    else:

        @app.get("/")
        async def not_built() -> HTMLResponse:
            return HTMLResponse(_NOT_BUILT)

    return app


TICK = 0.5
"""Seconds between uvicorn's looks whether it should leave; its own tenth costs a quiet computer more than all else here."""


class Server(uvicorn.Server):
    """uvicorn with our bounds and a calmer loop."""

    async def main_loop(self) -> None:
        """Until told to leave."""
        while not await self.on_tick(0):  # noqa: ASYNC110 - uvicorn has a flag, no event
            await anyio.sleep(TICK)

    def __init__(self, app: FastAPI) -> None:
        # Whatever handlers there are: the address of a webhook holds its secret.
        logging.getLogger("uvicorn.access").disabled = True
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                lifespan="off",
                ws="websockets-sansio",
                ws_max_size=MAX_FRAME,
                ws_ping_interval=20.0,
                ws_ping_timeout=20.0,
                ws_per_message_deflate=False,
                timeout_keep_alive=5,
                limit_concurrency=200,
                timeout_graceful_shutdown=1,
                server_header=False,
            )
        )
