"""From the end of speech to the beginning of the run, and what listening to silence costs: a real sidecar, a virtual microphone.

Held-out test sentences that are complete commands are played into the microphone; the sidecar recognises them with the tiny
test model. The end of speech is heard by this program on the same microphone: the arrival of the last 10 ms louder than a
fiftieth of the loudest. Everything after that is in the figure, the delay of the sound server before it (a few ms) is not.
"""

from __future__ import annotations

import array
import importlib
import json
import statistics
import subprocess
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
import psutil
from bench_client import BenchClient
from bench_sidecar import ROOT, Sidecar, p95

SPEECH = ROOT / "tests" / "fixtures" / "speech"
#: complete built-in commands that open no browser and that the test model hears right
SPOKEN = ("02_en", "03_en", "09_en", "12_en", "13_en", "22_ru", "26_ru", "27_ru", "30_ru", "32_ru", "33_ru")
ROUNDS = 3
BLOCK = 160
RATE = 16_000
SILENCE_S = 12.0
SETTLE_S = 5.0
AT_REST_S = 22.0
"""By then the sidecar has done what it does once, some seconds after its start: it prepares itself for being taught."""
GIVE_UP_S = 8.0


class Ear:
    """Hears the same microphone as the sidecar and knows when it last was loud."""

    def __init__(self, environment: dict[str, str]) -> None:
        command = ["parec", "--latency-msec=10", f"--rate={RATE}", "--channels=1", "--format=s16le"]
        self._recorder = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
        self._recent: deque[tuple[float, int]] = deque(maxlen=10 * RATE // BLOCK)
        threading.Thread(target=self._hear, daemon=True).start()

    def _hear(self) -> None:
        while self._recorder.stdout and (block := self._recorder.stdout.read(2 * BLOCK)):
            self._recent.append((time.time(), max(map(abs, array.array("h", block)))))

    def end_of_speech(self) -> float:
        """When the last loud block of the last ten seconds came, as a time of day."""
        heard = list(self._recent)
        loud = max(level for _at, level in heard) / 50
        return max(at for at, level in heard if level > loud)

    def forget(self) -> None:
        """Begin anew."""
        self._recent.clear()

    def stop(self) -> None:
        """Stop hearing."""
        self._recorder.terminate()
        self._recorder.wait()


def figures() -> dict[str, float]:
    """All figures by name."""
    with _microphone() as microphone:
        return _silence(microphone.environment) | anyio.run(_latency, microphone)


@contextmanager
def _microphone() -> Iterator[Any]:
    with tempfile.TemporaryDirectory(prefix="mic-") as folder:
        microphone = importlib.import_module("tests.fixtures.microphone").VirtualMicrophone(Path(folder))
        try:
            microphone.start()
            yield microphone
        finally:
            microphone.stop()


def _listening(environment: dict[str, str], data: str, model: str) -> Sidecar:
    told = {name: environment[name] for name in ("XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "HOME")}
    return Sidecar(Path(data), environment={**told, "ASSISTANT_VOICE__MODE": "always", "ASSISTANT_SPEECH__MODEL": model})


async def _latency(microphone: Any) -> dict[str, float]:
    sentences = [name for name in json.loads((SPEECH / "heldout" / "heldout.json").read_text()) if name.startswith(SPOKEN)]
    waits: list[tuple[float, float, float]] = []
    ear = Ear(microphone.environment)
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as data,
        _listening(microphone.environment, data, str(SPEECH / "model")) as sidecar,
    ):
        async with sidecar.client() as client:
            await anyio.sleep(SETTLE_S)
            for name in sentences * ROUNDS:
                ear.forget()
                player = microphone.begin_to_speak(SPEECH / "heldout" / name)
                marks = await _marks(client)
                await anyio.to_thread.run_sync(player.wait)
                if marks:
                    end = ear.end_of_speech()
                    heard, received, started = (1000 * (mark - end) for mark in marks)
                    waits.append((heard, received, started))
                await anyio.sleep(0.6)
    ear.stop()
    heard, received, started = (list(column) for column in zip(*waits, strict=True))
    return {
        "speech_to_words_p50_ms": statistics.median(heard),
        "speech_to_utterance_p50_ms": statistics.median(received),
        "speech_to_run_p50_ms": statistics.median(started),
        "speech_to_run_p95_ms": p95(started),
        "speech_run_percent": 100 * len(waits) / (len(sentences) * ROUNDS),
    }


async def _marks(client: BenchClient) -> tuple[float, float, float] | None:
    """When the words were final and the utterance kept, by the sidecar's clock, and when this client heard that the run began."""
    try:
        words = await client.wait_for(_is("transcript.final"), GIVE_UP_S)
        kept = await client.wait_for(_is("utterance.received"), GIVE_UP_S)
        started = await client.wait_for(_is("run.started"), GIVE_UP_S)
    except TimeoutError:
        return None
    return datetime.fromisoformat(words.at).timestamp(), datetime.fromisoformat(kept.at).timestamp(), started.came


def _is(kind: str) -> Callable[[dict[str, Any]], bool]:
    return lambda event: event["type"] == kind


def _silence(environment: dict[str, str]) -> dict[str, float]:
    """Share of a core and resident memory of the whole sidecar while it listens to silence without a speech model."""
    with tempfile.TemporaryDirectory(prefix="bench-") as data, _listening(environment, data, "auto") as sidecar:
        process = psutil.Process(sidecar.process.pid)
        time.sleep(AT_REST_S)
        before = _spent(process)
        time.sleep(SILENCE_S)
        return {
            "silence_core_percent": 100 * (_spent(process) - before) / SILENCE_S,
            "silence_memory_mb": process.memory_info().rss / 2**20,
        }


def _spent(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


if __name__ == "__main__":
    for name, figure in figures().items():
        print(f"{name:28}{figure:10.2f}")
