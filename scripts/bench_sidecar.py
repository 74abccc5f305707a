"""A real sidecar to measure; and how long it takes to start, and from a typed sentence to the beginning of its run.

The peer of the start is a program that only answers one address with the same FastAPI and uvicorn.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import anyio  # noqa: E402  the project is found by the line above
import environment  # noqa: E402
from bench_client import BenchClient, connected  # noqa: E402

from assistant.domain.base import new_id  # noqa: E402
from assistant.folder import Session, read_session  # noqa: E402

STARTS = 9
TYPED = 60
SENTENCES = (
    "запиши позвонить в банк",
    "добавь задачу отправить счёт",
    "напомни мне завтра в девять утра позвонить Ивану",
    "что у меня сегодня в календаре",
    "сколько будет 12% от 50 тысяч",
    "write down call the bank",
    "add a task send the invoice",
    "remind me in ten minutes to call Ivan",
    "what is on my calendar tomorrow",
    "what can you do",
)
EMPTY_APP = """
import socket, fastapi, uvicorn
app = fastapi.FastAPI()
class Server(uvicorn.Server):
    async def startup(self, sockets=None):
        await super().startup(sockets)
        print("ready", flush=True)
listening = socket.create_server(("127.0.0.1", 0))
Server(uvicorn.Config(app, log_level="error")).run(sockets=[listening])
"""


class Sidecar:
    """One sidecar process on a data folder. Leaves when the block it was started for ends."""

    def __init__(self, data: Path, *, environment: Mapping[str, str] = {}, arguments: Sequence[str] = ()) -> None:
        command = [sys.executable, "-m", "assistant", "serve", "--data", str(data), *arguments]
        settings = {"ASSISTANT_VOICE__MODE": "off", "ASSISTANT_SPEECH__DOWNLOAD": "false"}
        environment = {**os.environ, **settings, **environment, "ASSISTANT_LEAVE_WITH_PARENT": "1"}
        begun = time.perf_counter()
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.said: dict[str, Any] = json.loads(_first_line(self.process))
        self.ready_s = time.perf_counter() - begun
        """Seconds from the start of the process to its ready line."""
        self.session = read_session(data) or Session(port=0, pid=0, token="")

    def __enter__(self) -> Sidecar:
        return self

    def __exit__(self, *_: object) -> None:
        leave(self.process)

    @asynccontextmanager
    async def client(self) -> AsyncIterator[BenchClient]:
        """A connection, once the commands have been learnt."""
        async with connected(self.session.port, self.session.token) as client:
            if not client.welcome["snapshot"]["commands"]["count"]:
                await client.wait_for(lambda event: event["type"] == "commands.loaded")
            yield client


def figures() -> dict[str, float]:
    """All figures by name."""
    return _starts() | anyio.run(_typed)


def _starts() -> dict[str, float]:
    environment.compile_ours()  # as set-up has left it, and as the peer's packages are
    mine, peer = [], []
    for _ in range(STARTS):
        with tempfile.TemporaryDirectory(prefix="bench-") as data, Sidecar(Path(data)) as sidecar:
            mine.append(sidecar.ready_s)
        peer.append(_empty_app())
    return {"start_s": statistics.median(mine), "start_empty_app_s": statistics.median(peer)}


def _empty_app() -> float:
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", EMPTY_APP], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    _first_line(process)
    took = time.perf_counter() - begun
    process.terminate()
    leave(process)
    return took


async def _typed() -> dict[str, float]:
    """Milliseconds from sending a sentence to hearing that its run has started."""
    times = []
    with tempfile.TemporaryDirectory(prefix="bench-") as data, Sidecar(Path(data)) as sidecar:
        async with sidecar.client() as client:
            for number in range(TYPED + len(SENTENCES)):
                begun = time.time()
                text = SENTENCES[number % len(SENTENCES)]
                turn = (await client.request("turn.say", text=text, key=new_id("bench"), source="cli"))["turn"]
                started = await client.wait_for(_of(turn, "run.started"))
                times.append(1000 * (started.came - begun))
                await client.wait_for(_of(turn, "run.finished"))
    warm = times[len(SENTENCES) :]
    return {"typed_p50_ms": statistics.median(warm), "typed_p95_ms": p95(warm), "typed_first_ms": times[0]}


def _of(turn: str, kind: str) -> Callable[[dict[str, Any]], bool]:
    return lambda event: event["type"] == kind and event["turn"] == turn


def p95(times: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    return sorted(times)[max(0, round(0.95 * len(times)) - 1)]


def leave(process: subprocess.Popen[bytes]) -> None:
    """Close its standard input, which makes it leave; kill it when it does not."""
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()


def _first_line(process: subprocess.Popen[bytes]) -> bytes:
    return process.stdout.readline() if process.stdout else b""


if __name__ == "__main__":
    for name, figure in figures().items():
        print(f"{name:24}{figure:10.3f}")
