"""Which speech model is used, and what is said when there is none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant import plugins
from assistant.domain.event.voice import ModelChanged
from assistant.errors import ModelUnavailable
from assistant.extensions.voice import Hardware, SpeechEngine
from assistant.settings import SpeechSettings
from assistant.voice.model import SpeechModel
from tests.voice.hub import FakeHub, serving

pytestmark = [pytest.mark.models, pytest.mark.anyio]


def files(model: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in model.iterdir()}


async def test_a_model_is_fetched_loaded_and_told_about(speech: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[ModelChanged] = []
    with serving(FakeHub(files(speech / "model"))) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        await SpeechModel(SpeechSettings(model="tiny"), tmp_path, told.append).ready()
    states = list(dict.fromkeys(event.state for event in told))
    assert states == ["downloading", "loading", "ready"]
    assert any(event.done_bytes == event.total_bytes > 3_000_000 for event in told)


async def test_a_fetched_model_is_used_again_without_a_connection(
    speech: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(FakeHub(files(speech / "model"))) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        await SpeechModel(SpeechSettings(model="tiny"), tmp_path, lambda _event: None).ready()
    await SpeechModel(SpeechSettings(model="tiny"), tmp_path, lambda _event: None).ready()


async def test_with_downloading_off_any_model_that_is_there_will_do(speech: Path, tmp_path: Path) -> None:
    shutil.copytree(speech / "model", tmp_path / "models" / "whisper-small")
    await SpeechModel(SpeechSettings(model="auto", download=False), tmp_path, lambda _event: None).ready()


async def test_with_downloading_off_and_no_model_it_says_what_to_do(tmp_path: Path) -> None:
    model = SpeechModel(SpeechSettings(model="auto", download=False), tmp_path, lambda _event: None)
    with pytest.raises(ModelUnavailable, match="downloading is off"):
        await model.ready()
    assert model.state.state == "absent"
    assert "typing works" in model.state.detail["en"]


async def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    model = SpeechModel(SpeechSettings(model=str(tmp_path / "nowhere")), tmp_path, lambda _event: None)
    with pytest.raises(ModelUnavailable, match="nowhere"):
        await model.ready()


@pytest.mark.parametrize("victim", ["model.bin", "tokenizer.json", "config.json"])
@pytest.mark.parametrize("damage", ["missing", "garbage", "empty"])
async def test_a_broken_folder_is_said_to_be_broken(speech: Path, tmp_path: Path, victim: str, damage: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(speech / "model", folder)
    (folder / victim).unlink()
    if damage != "missing":
        (folder / victim).write_bytes(b"garbage" * 100 if damage == "garbage" else b"")
    model = SpeechModel(SpeechSettings(model=str(folder)), tmp_path, lambda _event: None)
    with pytest.raises(ModelUnavailable, match=str(folder)):
        await model.ready()
    assert set(model.state.detail) == {"en", "ru"}
    assert all(str(folder) in text for text in model.state.detail.values())


def test_larger_hardware_gets_a_larger_model() -> None:
    engine = plugins.load("voice.stt", "whisper", SpeechEngine)
    sizes = list(engine.models)
    chosen = [
        engine.suits(hardware)
        for hardware in (
            Hardware(cores=2, memory=2 << 30, gpu=False),
            Hardware(cores=4, memory=8 << 30, gpu=False),
            Hardware(cores=12, memory=32 << 30, gpu=False),
            Hardware(cores=12, memory=32 << 30, gpu=True),
        )
    ]
    assert [sizes.index(size) for size in chosen] == sorted(sizes.index(size) for size in chosen)
    assert len(set(chosen)) == 4
