"""Settings: the file, the environment over it, and changes that are allowed or change nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant import settings_file
from assistant.errors import AssistantError

pytestmark = pytest.mark.unit


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / settings_file.FILE).write_text('[voice]\nmode = "push"\ndevice = "Desk"\n')
    assert settings_file.read(tmp_path).voice.mode == "push"
    monkeypatch.setenv("ASSISTANT_VOICE__MODE", "off")
    assert (settings_file.read(tmp_path).voice.mode, settings_file.read(tmp_path).voice.device) == ("off", "Desk")


@pytest.mark.parametrize("text", ["[voice]\nmodee = 1\n", "[nonsense]\n", "[voice\n", "voice = 3\n", '[voice]\nmode = "loud"\n'])
def test_what_is_wrong_in_the_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / settings_file.FILE).write_text(text)
    with pytest.raises(AssistantError, match=settings_file.FILE):
        settings_file.read(tmp_path)


def test_a_change_keeps_comments(tmp_path: Path) -> None:
    (tmp_path / settings_file.FILE).write_text("# mine\n[voice]  # ears\nmode = 'push'\n")
    assert settings_file.change(tmp_path, "window", "theme", "dark").window.theme == "dark"
    text = (tmp_path / settings_file.FILE).read_text()
    assert "# mine" in text and "# ears" in text


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("window", "theme", "pink"),
        ("nothing", "theme", "dark"),
        ("window", "nothing", 1),
        ("window", "theme", None),
        ("", "", ""),
    ],
)
def test_a_change_that_is_not_allowed_changes_nothing(tmp_path: Path, section: str, key: str, value: object) -> None:
    settings_file.change(tmp_path, "window", "theme", "dark")
    before = (tmp_path / settings_file.FILE).read_text()
    with pytest.raises(AssistantError):
        settings_file.change(tmp_path, section, key, value)
    assert (tmp_path / settings_file.FILE).read_text() == before


def test_changes_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    changes = [("window", "theme", "dark"), ("window", "hotkey", "F9"), ("voice", "device", "Desk"), ("speech", "threads", 2)] * 5
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda change: settings_file.change(tmp_path, *change), changes))
    now = settings_file.read(tmp_path)
    assert (now.window.theme, now.window.hotkey, now.voice.device, now.speech.threads) == ("dark", "F9", "Desk", 2)


@pytest.mark.parametrize(
    ("variable", "value"),
    [("ASSISTANT_VOICE__MODE", "off"), ("assistant_voice__mode", "off"), ("ASSISTANT_VOICE", '{"mode": "off"}')],
)
def test_a_change_the_environment_would_undo_is_refused_and_names_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(AssistantError, match=variable):
        settings_file.change(tmp_path, "voice", "mode", "push")
    assert not (tmp_path / settings_file.FILE).exists()
    assert settings_file.change(tmp_path, "voice", "device", "Desk").voice.device == "Desk"
