"""What a recorded step costs beyond its own work, on SQLite, beside a hand-written step record.

A command of many equal small `math.calculate` steps is run in a real sidecar; the figure is the time from one step's end to
the next one's, which holds everything: the parameters evaluated, the record DBOS keeps, two events left to be written and
told with the next thing that is (within 50 ms). The peer is the least a durable step can be: one row inserted and committed
by sqlite3 in the same folder, write-ahead log, synchronous NORMAL as ours.
"""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
import time
from contextlib import closing
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import anyio
from bench_sidecar import Sidecar, p95

#: a command may not hold more
STEPS = 200
WARM = 20


def figures() -> dict[str, float]:
    """All figures by name, in milliseconds."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        return anyio.run(_ours, Path(folder)) | _by_hand(Path(folder) / "peer.sqlite")


async def _ours(folder: Path) -> dict[str, float]:
    commands = folder / "commands"
    commands.mkdir()
    steps = "  - math.calculate: 2 + 2\n" * STEPS
    (commands / "many.yaml").write_text(f"title: {{en: Many}}\nphrases: {{en: [carry out many steps]}}\nsteps:\n{steps}", "utf-8")
    ended = []
    with Sidecar(folder / "data", arguments=["--commands", str(commands)]) as sidecar:
        async with sidecar.client() as client:
            await client.request("turn.say", text="carry out many steps", key="bench-many-steps", source="cli")
            while len(ended) < STEPS:
                told = await client.wait_for(lambda event: event["type"] in ("step.finished", "run.finished"))
                if told.event["type"] == "run.finished":
                    raise RuntimeError(f"the run ended early: {told.event['state']} {told.event['error']}")
                ended.append(datetime.fromisoformat(told.at).timestamp())
    times = [1000 * (after - before) for before, after in pairwise(ended[WARM:])]
    return {"step_p50_ms": statistics.median(times), "step_p95_ms": p95(times)}


def _by_hand(file: Path) -> dict[str, float]:
    times = []
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = normal")
        connection.execute("create table step (run text, path text, value text, primary key (run, path))")
        for number in range(STEPS):
            begun = time.perf_counter()
            connection.execute("begin immediate")
            connection.execute("insert into step values (?, ?, ?)", ("run", str(number), '{"value": 1}'))
            connection.execute("commit")
            times.append(1000 * (time.perf_counter() - begun))
    return {"step_by_hand_p50_ms": statistics.median(times[WARM:])}


if __name__ == "__main__":
    for name, figure in figures().items():
        print(f"{name:24}{figure:10.3f}")
