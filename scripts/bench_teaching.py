"""How long teaching takes: from a new command's text to its being runnable in a real sidecar, and the conflict lab among many."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import anyio  # noqa: E402  the project is found by the line above
from bench_sidecar import Sidecar, p95  # noqa: E402
from bench_understanding import registry  # noqa: E402

from assistant.domain.base import new_id  # noqa: E402
from assistant.settings import UnderstandingSettings  # noqa: E402
from assistant.teaching import lab  # noqa: E402
from assistant.understanding.understand import Understanding  # noqa: E402

MANY = 1_000
THINGS = (
    ("гараж", "garage"), ("склад", "warehouse"), ("касса", "till"), ("принтер", "printer"), ("насос", "pump"),
    ("котёл", "boiler"), ("теплица", "greenhouse"), ("каток", "rink"), ("мастерская", "workshop"), ("архив", "archive"),
    ("пекарня", "bakery"), ("причал", "pier"), ("прачечная", "laundry"), ("витрина", "showcase"), ("погреб", "cellar"),
    ("конвейер", "conveyor"), ("парковка", "parking"), ("бассейн", "pool"), ("сервер", "server"), ("теннисный корт", "court"),
)  # fmt: skip


def figures() -> dict[str, float]:
    """All figures by name."""
    return anyio.run(_taught) | _lab()


async def _taught() -> dict[str, float]:
    """Milliseconds from asking to save a new command, among the built-in ones, until it can be said; each is then said."""
    times = []
    with tempfile.TemporaryDirectory(prefix="bench-") as data, Sidecar(Path(data)) as sidecar:
        async with sidecar.client() as client:
            for number, (russian, english) in enumerate(THINGS):
                begun = time.perf_counter()
                saved = await client.request(
                    "commands.save", key=new_id("bench"), name=f"check-{number}", text=_text(russian, english), base=0, why="told"
                )
                times.append(1000 * (time.perf_counter() - begun))
                if not saved["saved"]:
                    raise RuntimeError(f"not saved: {saved}")
                turn = (await client.request("turn.say", text=f"осмотри {russian}", key=new_id("bench"), source="cli"))["turn"]
                started = await client.wait_for(lambda event, turn=turn: event["type"] == "run.started" and event["turn"] == turn)
                if started.event["command"] != f"check-{number}":
                    raise RuntimeError(f"said {russian}, ran {started.event['command']}")
    return {"taught_p50_ms": statistics.median(times), "taught_p95_ms": p95(times), "taught_first_ms": times[0]}


def _text(russian: str, english: str) -> str:
    return (
        f"title: {{en: Check the {english}, ru: Осмотреть {russian}}}\n"
        f"phrases:\n  en: [inspect the {english}, 'how is the {english} doing']\n  ru: [осмотри {russian}, 'как там {russian}']\n"
        f"steps:\n  - agenda.list:\n    as: found\n  - for_each: found\n    steps:\n      - say: '{{{{ item.text }}}}'\n"
        f"tests:\n  - say: осмотри {russian}\n  - say: inspect the {english}\n"
    )


def _lab() -> dict[str, float]:
    """Seconds of the conflict lab for one save among a thousand commands with five phrases each."""
    commands, _said = registry(MANY, 1)
    known = {command.name: command for command in commands}
    understanding = Understanding(UnderstandingSettings())
    understanding.load(commands)
    lab.trial(commands[1], known, understanding)  # as the sidecar does some seconds after its start
    times, busy = [], []
    for command in commands[:: MANY // 5]:
        begun, busy_before = time.perf_counter(), time.process_time()
        lab.trial(command, known, understanding)
        times.append(time.perf_counter() - begun)
        busy.append(time.process_time() - busy_before)
    return {"lab_one_of_1000_s": max(times), "lab_one_of_1000_processor_s": max(busy)}


if __name__ == "__main__":
    for name, figure in figures().items():
        print(f"{name:24}{figure:10.3f}")
