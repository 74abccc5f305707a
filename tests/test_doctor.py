"""What is found out about this computer, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.doctor import Check, examine

pytestmark = [pytest.mark.unit, pytest.mark.anyio]


def in_both(check: Check) -> bool:
    """Whether all that is said of it is said in English and Russian."""
    said = [check.title, check.detail, *([check.fix] if check.fix else [])]
    return all(text["en"] and text["ru"] for text in said)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer without browser and display."""
    monkeypatch.setenv("PATH", "")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize(
    ("settings", "troubled"),
    [
        ("", "speech model"),
        ("[speech]\ndownload = false\n", "speech model"),
        ("[speech]\nengine = 'nobody'\n", "speech model"),
        ("[speech]\nmodel = '/nowhere'\n", "speech model"),
        ("[voice]\nloudness = 3\n", "settings"),
        ("[voice\n", "settings"),
    ],
)
async def test_every_finding_and_what_to_do_about_it_is_said_in_both_languages(
    tmp_path: Path, settings: str, troubled: str
) -> None:
    (tmp_path / "assistant.toml").write_text(settings, encoding="utf-8")
    checks = {check.name: check for check in await examine(tmp_path)}
    assert checks[troubled].state != "ok"
    assert all(check.fix for check in checks.values() if check.state != "ok")
    assert [name for name, check in checks.items() if not in_both(check)] == []
