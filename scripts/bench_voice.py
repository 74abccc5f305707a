#!/usr/bin/env python3
"""Measures listening: end of speech to utterance through a virtual microphone, the detectors, and what silence costs.

    .venv/bin/python scripts/bench_voice.py [rounds]

Needs PulseAudio; plays the held-out test sentences into a virtual microphone and recognises them with the tiny test model.
The end of speech is the arrival of the last block louder than a fiftieth of the loudest one: the delay of the sound
server and of PortAudio before that (64 ms by PortAudio's own account) is not in it.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import wave
from collections import deque
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import anyio  # noqa: E402  the project is found by the line above
import anyio.to_thread  # noqa: E402

from assistant import plugins  # noqa: E402
from assistant.domain.event.envelope import AnyEvent  # noqa: E402
from assistant.domain.speech import AudioFrame, Utterance, VoiceState  # noqa: E402
from assistant.extensions.voice import VoiceDetector  # noqa: E402
from assistant.settings import Settings, SpeechSettings, VoiceSettings  # noqa: E402
from assistant.voice.frames import loudness  # noqa: E402
from assistant.voice.listen import Listener  # noqa: E402

SPEECH = ROOT / "tests" / "fixtures" / "speech"
SILENCE_S = 10.0
SETTLE_S = 3.0


def figures(rounds: int = 1) -> dict[str, float]:
    """All figures by name; the unit is the end of the name. `rounds` times all held-out commands are spoken."""
    with tempfile.TemporaryDirectory(prefix="mic-") as folder:
        microphone = importlib.import_module("tests.fixtures.microphone").VirtualMicrophone(Path(folder))
        os.environ.update({name: microphone.environment[name] for name in ("XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "HOME")})
        microphone.start()
        try:
            found = _silence(microphone.environment)
            found |= anyio.run(_latency, microphone.begin_to_speak, Path(folder), rounds)
        finally:
            microphone.stop()
    return found | _detectors()


async def _latency(speak: Callable[[Path], subprocess.Popen[bytes]], data: Path, rounds: int) -> dict[str, float]:
    """Speak each command and wait for its utterance."""
    names = [name for name in json.loads((SPEECH / "heldout" / "heldout.json").read_text()) if "command" in name] * rounds
    recent: deque[tuple[float, float]] = deque(maxlen=400)
    waits, decodes, state = [], [], [VoiceState.OFF]
    news = anyio.Event()

    async def take(_utterance: Utterance) -> None:
        arrived = time.monotonic()
        loudest = max(level for _at, level in recent)
        waits.append(arrived - max(at for at, level in recent if level > loudest / 50))
        recent.clear()
        news.set()

    def tell(event: AnyEvent) -> None:
        if event.type == "voice.changed":
            state[0] = event.state
        if event.type == "transcript.final":
            decodes.append(event.transcript.decode_ms)

    settings = Settings(voice=VoiceSettings(), speech=SpeechSettings(model=str(SPEECH / "model"), download=False))
    listener = Listener(settings, data, tell=tell, take=take, is_complete=lambda _text: True)
    _overhear(recent)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(listener.run)
        await anyio.sleep(SETTLE_S)
        for name in names:
            news = anyio.Event()
            player = speak(SPEECH / "heldout" / name)
            with anyio.move_on_after(15):
                await news.wait()
            await anyio.to_thread.run_sync(player.wait)
            await anyio.sleep(0.5)
        tasks.cancel_scope.cancel()
    waits.sort()
    return {
        "end of speech to utterance p50 ms": statistics.median(waits) * 1000,
        "end of speech to utterance p95 ms": waits[int(len(waits) * 0.95)] * 1000,
        "sentences heard of spoken %": 100 * len(waits) / len(names),
        "recognition p50 ms": statistics.median(decodes),
    }


def _overhear(recent: deque[tuple[float, float]]) -> None:
    """Note the loudness of each frame on its way to the detector."""
    silero = plugins.load("voice.vad", "silero", VoiceDetector)
    hear = silero.probability

    def noting(self: VoiceDetector, frame: AudioFrame) -> float:
        recent.append((frame.at, loudness(frame.pcm)))
        return hear(self, frame)

    silero.probability = noting  # type: ignore[method-assign]


def _detectors() -> dict[str, float]:
    """Median time of one frame of speech in each detector."""
    with wave.open(str(SPEECH / "heldout" / "34_ru_compound.wav"), "rb") as sound:
        pcm = sound.readframes(sound.getnframes())
    frames = [AudioFrame(pcm[at : at + 1024], 0.0) for at in range(0, len(pcm) - 1024, 1024)]
    found = {}
    for name in plugins.names("voice.vad"):
        detector, times = plugins.load("voice.vad", name, VoiceDetector)(), []
        for frame in frames * 5:
            begun = time.perf_counter()
            detector.probability(frame)
            times.append(time.perf_counter() - begun)
        found[f"detector {name} per frame us"] = statistics.median(times) * 1e6
    return found


def _silence(environment: dict[str, str]) -> dict[str, float]:
    """Processor and memory of a process that listens to silence, without a speech model."""
    child = subprocess.run([sys.executable, __file__, "--silence"], env=environment, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(child.stdout.splitlines()[-1])
    return found


async def _listen_to_silence() -> None:
    async def nobody(_utterance: Utterance) -> None: ...

    with tempfile.TemporaryDirectory() as data:
        settings = Settings(voice=VoiceSettings(), speech=SpeechSettings(model="auto", download=False))
        listener = Listener(settings, Path(data), tell=lambda _event: None, take=nobody, is_complete=lambda _text: False)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(listener.run)
            await anyio.sleep(SETTLE_S)
            before, begun = time.process_time(), time.monotonic()
            await anyio.sleep(SILENCE_S)
            share = (time.process_time() - before) / (time.monotonic() - begun)
            print(json.dumps({"silence processor % of a core": share * 100, "silence memory MB": _resident()}))
            tasks.cancel_scope.cancel()


def _resident() -> float:
    found = re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


if __name__ == "__main__":
    if "--silence" in sys.argv:
        anyio.run(_listen_to_silence)
    else:
        for figure, value in figures(int(sys.argv[1]) if len(sys.argv) > 1 else 1).items():
            print(f"{figure:40} {value:8.2f}")
