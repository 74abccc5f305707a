"""What the tests with a virtual microphone share: a listener that really listens, and its events as they come."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import anyio
import anyio.to_thread
import pytest

from assistant.domain.event.envelope import AnyEvent
from assistant.domain.speech import ListenMode, Utterance, VoiceState
from assistant.settings import Settings, SpeechSettings, VoiceSettings
from assistant.voice.listen import Listener
from tests.fixtures.microphone import VirtualMicrophone, virtual_microphone

__all__ = ["virtual_microphone"]
SPEECH = Path(__file__).parent.parent / "fixtures" / "speech"
PATIENCE_S = 30


@dataclass
class Heard:
    """A running listener, its microphone and everything it told and handed over."""

    listener: Listener
    microphone: VirtualMicrophone
    events: list[AnyEvent] = field(default_factory=list)
    utterances: list[Utterance] = field(default_factory=list)
    news: anyio.Event = field(default_factory=anyio.Event)

    async def until(self, what: Callable[[], bool]) -> None:
        """Wait until it is so. Raises TimeoutError when it never is."""
        with anyio.fail_after(PATIENCE_S):
            while not what():
                await self.news.wait()

    async def until_state(self, *states: VoiceState) -> None:
        """Wait for one of these states."""
        await self.until(lambda: self.listener.state.state in states)

    async def until_heard(self, count: int) -> None:
        """Wait for so many utterances in all."""
        await self.until(lambda: len(self.utterances) >= count)

    async def speak(self, name: str, into: str = "speaker") -> None:
        """Play a held-out sentence into the microphone, or `into` the headset."""
        await anyio.to_thread.run_sync(self.microphone.speak, SPEECH / "heldout" / name, into)

    async def play_noise(self, name: str) -> None:
        """Play a noise into the microphone."""
        await anyio.to_thread.run_sync(self.microphone.speak, SPEECH / "noise" / name)

    async def to(self, call: Callable[..., object], *values: object) -> None:
        """Do something to the microphone, which blocks."""
        await anyio.to_thread.run_sync(lambda: call(*values))

    def note(self) -> None:
        """Wake whoever waits."""
        self.news.set()
        self.news = anyio.Event()


@asynccontextmanager
async def listening(microphone: VirtualMicrophone, data: Path, *, complete: bool = True, **voice: object) -> AsyncIterator[Heard]:
    """A listener on that microphone, ready: the model loaded, sound flowing."""

    def tell(event: AnyEvent) -> None:
        heard.events.append(event)
        heard.note()

    async def take(utterance: Utterance) -> None:
        heard.utterances.append(utterance)
        heard.note()

    settings = Settings(
        voice=VoiceSettings.model_validate({"mode": "always", **voice}),
        speech=SpeechSettings(model=str(SPEECH / "model"), download=False),
    )
    listener = Listener(settings, data, tell=tell, take=take, is_complete=lambda _text: complete)
    heard = Heard(listener, microphone)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(listener.run)
        await heard.until(lambda: listener.model_state.state == "ready")
        if settings.voice.mode is ListenMode.ALWAYS:
            await heard.until_state(VoiceState.LISTENING, VoiceState.MUTED)
        yield heard
        tasks.cancel_scope.cancel()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder."""
    return tmp_path
