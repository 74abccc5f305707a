"""A sidecar whose speech model is broken or that has no microphone: it says so, typing works, and putting it right is enough."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.e2e.sidecar import BUILT_IN, HEARING, SPEECH, running
from tests.e2e.watcher import Event, Watcher, watching

pytestmark = pytest.mark.models

NAME = "22_ru_command.wav"
SAID: dict[str, str] = json.loads((SPEECH / "heldout" / "heldout.json").read_text(encoding="utf-8"))


def hearing_with(model: Path) -> str:
    """Settings of an owner who speaks, with another model."""
    return HEARING.replace(str(SPEECH / "model"), str(model)).replace("always", "off")


def model_now(watcher: Watcher, state: str) -> Event:
    """What is told about the model once it is in this state."""
    snapshot: Event = watcher.welcome["snapshot"]["model"]
    if snapshot["state"] == state:
        return snapshot
    return watcher.until(lambda event: event["type"] == "model.changed" and event["state"] == state)


def voice_now(watcher: Watcher, state: str) -> Event:
    """What is told about listening once it is in this state."""
    snapshot: Event = watcher.welcome["snapshot"]["voice"]
    if snapshot["state"] == state:
        return snapshot
    return watcher.until(lambda event: event["type"] == "voice.changed" and event["state"] == state)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A model folder whose weights are garbage."""
    folder = tmp_path / "broken"
    shutil.copytree(SPEECH / "model", folder)
    (folder / "model.bin").write_bytes(b"garbage" * 1000)
    return folder


def test_a_broken_model_is_named_typing_works_and_a_good_one_is_used_without_a_restart(tmp_path: Path, broken: Path) -> None:
    with (
        running(tmp_path / "data", [BUILT_IN], hearing_with(broken)) as sidecar,
        watching(sidecar) as watcher,
    ):
        detail = model_now(watcher, "failed")["detail"]
        assert [str(broken) in detail[language] for language in ("en", "ru")] == [True, True]
        assert watcher.settled(watcher.say("запиши купить молоко")) == [("note-add", "done")]
        place = len(watcher.events)
        watcher.call("settings.set", section="speech", key="model", value=str(SPEECH / "model"))
        watcher.until(lambda event: event["type"] == "model.changed" and event["state"] == "ready", place)
        assert watcher.call("voice.hear_file", path=str(SPEECH / "heldout" / NAME)) == {"utterances": 1}
        heard = watcher.until(lambda event: event["type"] == "utterance.received" and event["utterance"]["source"] == "file")
        assert heard["utterance"]["text"] == SAID[NAME]
        assert watcher.settled(heard["turn"]) == [("note-add", "done")]


def test_without_any_microphone_it_says_so_and_what_is_typed_is_carried_out(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="silent-") as empty:
        nothing = {name: empty for name in ("HOME", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH")}
        with (
            running(tmp_path / "data", [BUILT_IN], HEARING, {**nothing, "PULSE_SERVER": f"unix:{empty}/none"}) as sidecar,
            watching(sidecar) as watcher,
        ):
            assert set(voice_now(watcher, "unavailable")["detail"]) == {"en", "ru"}
            assert watcher.settled(watcher.say("запиши купить молоко")) == [("note-add", "done")]
            checks = {check["name"]: check for check in watcher.call("doctor.report")["checks"]}
            assert checks["microphone"]["state"] == "warn"
            assert model_now(watcher, "ready")["name"]
