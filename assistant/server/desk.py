"""Everything a request may reach, put together by `app`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from assistant.bus import Bus
from assistant.domain.event import AnyEvent, ModelChanged, VoiceChanged
from assistant.domain.speech import ListenMode
from assistant.flows.live import LiveRuns
from assistant.flows.undo import UndoJournal
from assistant.registry.registry import Registry
from assistant.settings import Settings
from assistant.store.events import Events
from assistant.store.memos import Memos
from assistant.store.records import Records
from assistant.store.runs import Runs
from assistant.store.turns import Turns
from assistant.turn import Turn


class Ears(Protocol):
    """The listening half, as the server uses it (voice.listen.Listener)."""

    @property
    def state(self) -> VoiceChanged:
        """What it is doing."""

    @property
    def model_state(self) -> ModelChanged:
        """How the speech model stands."""

    async def set_mode(self, mode: ListenMode) -> None:
        """Always, push-to-talk or off."""

    async def press(self) -> None:
        """Push-to-talk: begin."""

    async def release(self) -> None:
        """Push-to-talk: end."""

    async def toggle(self) -> None:
        """Push-to-talk by one key, or listening on and off."""

    async def devices(self) -> list[dict[str, Any]]:
        """Microphones: `{name, default}`."""

    async def use_device(self, name: str) -> None:
        """Listen to this microphone; empty is the system's default."""

    async def start_stream(self) -> None:
        """Sound will come from the window instead of the microphone."""

    def feed(self, pcm: bytes) -> None:
        """Sound from the window: s16le, 16 kHz, mono."""

    async def stop_stream(self) -> None:
        """Back to the microphone."""

    async def download_model(self) -> None:
        """Fetch the speech model, or go on with it."""

    async def cancel_download(self) -> None:
        """Stop fetching it."""

    async def apply(self, settings: Settings) -> None:
        """Settings have changed."""


@dataclass(slots=True)
class Desk:
    """The parts a request may use. `settings` is replaced when it changes."""

    data: Path
    token: str
    settings: Settings
    bus: Bus
    turn: Turn
    turns: Turns
    runs: Runs
    records: Records
    events: Events
    memos: Memos
    live: LiveRuns
    undo: UndoJournal
    registry: Registry
    ears: Ears
    tell: Callable[[AnyEvent], None]
    change_setting: Callable[[str, str, Any], Awaitable[Settings]]
    examine: Callable[[], Awaitable[list[Any]]]
