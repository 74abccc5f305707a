"""A room with a virtual microphone, a sidecar that listens to it with the tiny test model, and somebody who sees what it tells."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.e2e.sidecar import BUILT_IN, HEARING, SPEECH, Sidecar, running
from tests.e2e.trial import write_trial_commands
from tests.e2e.watcher import Event, Watcher, watching
from tests.fixtures.microphone import VirtualMicrophone, missing

SAID: dict[str, str] = json.loads((SPEECH / "heldout" / "heldout.json").read_text(encoding="utf-8"))
SENTENCES: dict[str, list[str]] = json.loads((SPEECH / "phrases.json").read_text(encoding="utf-8"))
"""All that the test model can hear, by language."""
_RECORDED = {text: name for name, text in SAID.items() if name != "11_en_command.wav"}
"""The held-out recording of a sentence; the one left out comes out as another sentence."""
_VOICE = {"en": "en-us+f2", "ru": "ru+f2"}
"""Voices the test model was not trained on."""


@dataclass
class Room:
    """`speak` plays a held-out recording, `pronounce` has any sentence of the closed set spoken on the spot."""

    microphone: VirtualMicrophone
    sidecar: Sidecar
    watcher: Watcher
    _folder: Path
    _spoken: dict[str, Path] = field(default_factory=dict)

    def speak(self, name: str) -> None:
        """Say a held-out sentence, to the end."""
        self.microphone.speak(SPEECH / "heldout" / name)

    def pronounce(self, text: str) -> None:
        """Say a sentence of the closed set, to the end: its held-out recording where there is one."""
        if text in _RECORDED:
            return self.speak(_RECORDED[text])
        if text not in self._spoken:
            self._spoken[text] = _synthesised(text, self._folder / f"said-{len(self._spoken)}.wav")
        return self.microphone.speak(self._spoken[text])

    def hear(self, text: str) -> Event:
        """Say a sentence; what was heard of it, which must be just that."""
        place = len(self.watcher.events)
        self.pronounce(text)
        heard = self.watcher.until(is_utterance, place)
        assert heard["utterance"]["text"] == text
        assert heard["utterance"]["source"] == "voice"
        return heard

    def spoken_to(self, name: str) -> tuple[str, list[str]]:
        """Say a held-out sentence; the turn it began, and the texts of all utterances heard until its clauses had ended."""
        place = len(self.watcher.events)
        self.speak(name)
        turn = self.watcher.until(is_utterance, place)["turn"]
        self.watcher.settled(turn)
        return turn, self.heard_since(place)

    def heard_since(self, place: int) -> list[str]:
        """The texts of all utterances told since."""
        return [event["utterance"]["text"] for event in self.watcher.events[place:] if is_utterance(event)]

    def listen(self, mode: str, state: str) -> None:
        """Switch to a mode and wait for the state it begins with."""
        place = len(self.watcher.events)
        self.watcher.call("voice.set_mode", mode=mode)
        self.watcher.until(lambda event: is_state(event, state), place)


def is_utterance(event: Event) -> bool:
    """Whether something said was heard."""
    return bool(event["type"] == "utterance.received")


def is_state(event: Event, state: str) -> bool:
    """Whether listening came into that state."""
    return bool(event["type"] == "voice.changed" and event["state"] == state)


@contextmanager
def listening_room(folder: Path, settings: str = HEARING) -> Iterator[Room]:
    """A room that listens always, with the built-in commands and the trial ones."""
    if lack := missing():
        pytest.skip(f"not installed: {lack}")
    # not below `folder`: the path of a socket may have 107 characters at most
    with tempfile.TemporaryDirectory(prefix="mic-") as place:
        microphone = VirtualMicrophone(Path(place))
        try:
            microphone.start()
            commands = [BUILT_IN, write_trial_commands(folder / "trial")]
            with (
                running(folder / "data", commands, settings, microphone.environment) as sidecar,
                watching(sidecar) as watcher,
            ):
                if watcher.welcome["snapshot"]["model"]["state"] != "ready":
                    watcher.until(lambda event: event["type"] == "model.changed" and event["state"] == "ready")
                room = Room(microphone, sidecar, watcher, folder)
                watcher.settled(watcher.say("what time is it"))  # whatever a start brings with it is over
                room.listen("off", "off")
                room.listen("always", "listening")
                yield room
        finally:
            microphone.stop()


def _synthesised(text: str, file: Path) -> Path:
    language = next(language for language, sentences in SENTENCES.items() if text in sentences)
    program = shutil.which("espeak-ng")
    if program is None:
        pytest.skip("not installed: espeak-ng")
    subprocess.run([program, "-v", _VOICE[language], "-s", "150", "-w", str(file), text], check=True)
    return file
