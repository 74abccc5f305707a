"""A loop of 10 000 passes of a trivial step: time of a pass, memory, a window beside it and after it, and resuming in its middle.

Each pass is a `set` step with its events; it is not recorded, since what it gives follows from its parameters. A client that
watches everything asks for the history all the while, as a window would. Then the same loop is killed (-9) in its middle and started again; the passes before are walked
through again.
"""

from __future__ import annotations

import signal
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import anyio
import psutil
from bench_client import BenchClient, connected
from bench_sidecar import Sidecar, p95

PASSES = 10_000
EARLY = 1_000
"""The pass from which memory is compared with the end."""
KILLED = 5_000
"""The pass that is reached before the sidecar is killed."""
ASKED_EVERY = 0.1
COMMAND = f"""
title: {{en: Long way}}
phrases: {{en: [go the long way]}}
steps:
  - set: {{many: "{{{{ ('x ' * {PASSES}).split() }}}}"}}
    as: all
  - for_each: "{{{{ all.many }}}}"
    steps: [{{set: {{n: "{{{{ number }}}}"}}, as: passed}}]
    collect: "{{{{ passed.n }}}}"
    as: numbers
result: "{{{{ numbers | length }}}}"
"""


def figures() -> dict[str, float]:
    """All figures by name."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        return anyio.run(_whole, Path(folder)) | anyio.run(_resumed, Path(folder))


def _sidecar(folder: Path, data: str) -> Sidecar:
    commands = folder / "commands"
    commands.mkdir(exist_ok=True)
    (commands / "long.yaml").write_text(COMMAND, "utf-8")
    return Sidecar(folder / data, arguments=["--commands", str(commands)])


async def _begin(client: BenchClient) -> None:
    await client.request("turn.say", text="go the long way", key="bench-long-way", source="cli")


async def _whole(folder: Path) -> dict[str, float]:
    waits: list[float] = []
    with _sidecar(folder, "whole") as sidecar:
        async with sidecar.client() as client:
            await _begin(client)
            begun = (await client.wait_for(lambda event: _pass(event) == 0)).came
            await client.wait_for(lambda event: _pass(event) >= EARLY)
            early, finished = _memory_mb(sidecar), None
            while finished is None:
                asked = time.perf_counter()
                await client.request("history.search", text="", before=None, limit=30)
                waits.append(1000 * (time.perf_counter() - asked))
                with anyio.move_on_after(ASKED_EVERY):
                    finished = await client.wait_for(lambda event: event["type"] == "run.finished")
            if finished.event["result"] != PASSES:
                raise RuntimeError(f"the run ended with {finished.event['result']}: {finished.event['error']}")
            grown = _memory_mb(sidecar) - early
        opened = []
        for _ in range(5):
            asked = time.perf_counter()
            async with connected(sidecar.session.port, sidecar.session.token):
                opened.append(time.perf_counter() - asked)
    return {
        "loop_pass_ms": 1000 * (finished.came - begun) / PASSES,
        "loop_memory_grown_mb": grown,
        "loop_request_p95_ms": p95(waits),
        "loop_opened_s": statistics.median(opened),
    }


async def _resumed(folder: Path) -> dict[str, float]:
    with _sidecar(folder, "killed") as sidecar:
        async with sidecar.client() as client:
            await _begin(client)
            await client.wait_for(lambda event: _pass(event) >= KILLED)
            sidecar.process.send_signal(signal.SIGKILL)
    with _sidecar(folder, "killed") as sidecar:
        begun = time.time()
        async with connected(sidecar.session.port, sidecar.session.token) as client:
            first = await client.wait_for(lambda event: event["type"] == "step.started" and _pass(event) >= KILLED)
            finished = await client.wait_for(lambda event: event["type"] == "run.finished")
    if finished.event["result"] != PASSES:
        raise RuntimeError(f"the resumed run ended with {finished.event['result']}: {finished.event['error']}")
    return {"loop_resumed_s": first.came - begun}


def _pass(event: dict[str, Any]) -> int:
    """The number of the pass a step stands in, -1 for everything else."""
    path = event.get("path", "")
    return int(path.split("[")[1].split("]")[0]) if event["type"].startswith("step.") and "[" in path else -1


def _memory_mb(sidecar: Sidecar) -> float:
    return float(psutil.Process(sidecar.process.pid).memory_info().rss) / 2**20


if __name__ == "__main__":
    for name, figure in figures().items():
        print(f"{name:24}{figure:10.3f}")
