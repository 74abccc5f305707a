"""Decides when the owner has finished speaking: soon after a complete command, later after anything else."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto

from assistant.settings import VoiceSettings
from assistant.voice.frames import FRAME_MS


class Decision(Enum):
    """What to do about a pause."""

    WAIT = auto()
    SPECULATE = auto()
    """Decode what was said so far on trial; thrown away when speech goes on."""
    COMMIT = auto()


class Endpointer:
    """Reads pauses. `is_complete` tells whether words are a complete known command; asked once for each new text.

    Pauses come in whole frames; a limit counts as reached at the frame nearest to it.
    """

    def __init__(self, settings: VoiceSettings, is_complete: Callable[[str], bool]) -> None:
        self._settings = settings
        self._is_complete = is_complete
        self._asked = ("", False)

    def decide(self, pause_ms: float, *, tried: bool, text: str | None) -> Decision:
        """What to do after `pause_ms` of silence; `tried` once decoding was begun, `text` (None: not yet) is what came of it."""
        pause_ms += FRAME_MS / 2
        if pause_ms >= self._settings.commit_ms:
            return Decision.COMMIT
        if text and pause_ms >= self._settings.commit_complete_ms and self._complete(text):
            return Decision.COMMIT
        if not tried and pause_ms >= self._settings.speculate_ms:
            return Decision.SPECULATE
        return Decision.WAIT

    def _complete(self, text: str) -> bool:
        if self._asked[0] != text:
            self._asked = (text, self._is_complete(text))
        return self._asked[1]
