"""The sidecar of a data folder: the one that runs, or one started for this moment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread

from assistant.cli.client import Client, NotThere
from assistant.errors import AssistantError
from assistant.folder import Session, read_session

START_WITHIN = 60.0
"""Seconds a sidecar may take to say that it is ready."""
LEAVE_WITHIN = 5.0
"""Seconds it may take to leave; after that somebody else is using it, and it leaves when they are done."""
LOOK_AGAIN, LOOKS = 0.2, 25
"""Seconds between looks for a sidecar that another program is just starting, and how many before trying to start one again."""
ROOT = Path(__file__).resolve().parents[2]


class Busy(AssistantError):
    """Another sidecar holds this data folder."""


@asynccontextmanager
async def client_of(
    data: Path, commands: Sequence[Path] = (), *, environment: Mapping[str, str] | None = None
) -> AsyncIterator[Client]:
    """A client of the sidecar that runs on this folder, or of one that is started now and leaves when nobody uses it any more.

    `environment` is for the one that is started. Raises AssistantError when there is none and none can be started.
    """
    async with AsyncExitStack() as stack:
        yield await _running(data, stack) or await _started(data, commands, environment or {}, stack)


async def _running(data: Path, stack: AsyncExitStack) -> Client | None:
    session = read_session(data)
    if session is None:
        return None
    try:
        return await stack.enter_async_context(Client(session))
    except NotThere:
        return None


async def _started(data: Path, commands: Sequence[Path], environment: Mapping[str, str], stack: AsyncExitStack) -> Client:
    """A client of a new sidecar; or of one that another program is starting on this folder at the same time."""
    give_up = anyio.current_time() + START_WITHIN
    while anyio.current_time() < give_up:
        process = _launch(data, commands, environment)
        stack.push_async_callback(_leave, process)
        try:
            session = await _ready(process, data)
        except Busy:
            for _ in range(LOOKS):
                if client := await _running(data, stack):
                    return client
                await anyio.sleep(LOOK_AGAIN)
        else:
            return await stack.enter_async_context(Client(session))
    raise AssistantError(
        "Another assistant holds this data folder, but does not answer; end it, or choose another with --data.",
        ru="Эту папку данных занял другой помощник, но он не отвечает; завершите его или укажите другую папку через --data.",
    )


def _launch(data: Path, commands: Sequence[Path], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "assistant", "serve", "--data", str(data)]
    if commands:
        command += ["--commands", *map(str, commands)]
    return subprocess.Popen(  # noqa: S603 - our own module, with folders the owner named
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **environment, "ASSISTANT_LEAVE_WITH_PARENT": "alone"},
        cwd=ROOT,
    )


async def _ready(process: subprocess.Popen[bytes], data: Path) -> Session:
    """Where the started sidecar is. Raises Busy, AssistantError with its own words."""
    line = b""
    with anyio.move_on_after(START_WITHIN):
        line = await anyio.to_thread.run_sync(_first_line, process, abandon_on_cancel=True)
    try:
        said: dict[str, Any] = json.loads(line)
    except ValueError:
        said = {}
    session = read_session(data)
    if said.get("event") == "ready" and session is not None:
        return session
    message = said.get("message") or "The assistant could not be started; run `symbiote doctor`."
    ru = said.get("ru", "") if said.get("message") else "Помощник не запустился; выполните `symbiote doctor`."
    raise Busy(message, ru=ru) if said.get("reason") == "busy" else AssistantError(message, ru=ru)


def _first_line(process: subprocess.Popen[bytes]) -> bytes:
    return process.stdout.readline() if process.stdout else b""


async def _leave(process: subprocess.Popen[bytes]) -> None:
    """Let a sidecar go, whatever happens here."""
    with anyio.CancelScope(shield=True):
        await anyio.to_thread.run_sync(_end, process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(timeout=LEAVE_WITHIN)
    except subprocess.TimeoutExpired:
        process.returncode = 0  # it is let go on purpose: no warning that it still runs
    if process.stdout:
        process.stdout.close()
