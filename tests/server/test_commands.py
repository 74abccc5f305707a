"""Teaching over the socket: what the editor asks for, and that a saved command can be said at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.server.door import Door, Refused

pytestmark = [pytest.mark.unit, pytest.mark.anyio]

MORNING = """\
title: {ru: Утренний обзор}
phrases: {ru: [утренний обзор]}
steps:
  - say: Доброе утро
"""


async def test_a_new_command_is_saved_and_can_be_said_at_once(door: Door, tmp_path: Path) -> None:
    async with door.window() as window:
        draft = await window.call("commands.create", key="key-of-create", title="Утренний обзор", language="ru")
        assert draft["name"] == "утренний-обзор"
        saved = await window.call("commands.save", key="key-of-save", name=draft["name"], text=MORNING, base=0)
        assert (saved["saved"], saved["version"], saved["faults"], saved["conflicts"]) == (True, 1, [], [])
        ended = await window.finished(await window.say("утренний обзор"))
        assert ended["state"] == "done"
    assert (tmp_path / "data" / "commands" / "утренний-обзор.yaml").read_text(encoding="utf-8") == MORNING


async def test_a_text_with_faults_is_not_saved_and_says_where(door: Door, tmp_path: Path) -> None:
    async with door.window() as window:
        saved = await window.call("commands.save", key="key-of-save", name="x", text="title: X\nsteps: [{sya: Hello}]\n")
    assert not saved["saved"]
    assert [(fault["line"], fault["severity"]) for fault in saved["faults"]] == [(2, "error")]
    assert not (tmp_path / "data" / "commands" / "x.yaml").exists()


async def test_a_text_read_without_its_checks_has_its_form_and_its_own_faults_only(door: Door) -> None:
    text = MORNING + "tests:\n  - {say: запиши купить молоко}\n"
    async with door.window() as window:
        checked = await window.call("commands.read", name="morning", text=text)
        parsed = await window.call("commands.read", name="morning", text=text, check=False)
        broken = await window.call("commands.read", name="morning", text="title: X\nsteps: [{sya: Hello}]\n", check=False)
    assert ([fault["line"] for fault in checked["faults"]], parsed["faults"]) == ([6], [])
    assert parsed["form"] == checked["form"]
    assert [fault["line"] for fault in broken["faults"]] == [2]


@pytest.mark.parametrize("name", ["../x", "a/b", "..", ".hidden", "con", "a" * 100, "x\x00y", "C:x", "a b"])
async def test_a_hostile_name_is_refused(door: Door, name: str) -> None:
    async with door.window() as window:
        with pytest.raises(Refused):
            await window.call("commands.save", key="key-of-save", name=name, text=MORNING)


async def test_a_deleted_command_is_back_by_its_version(door: Door) -> None:
    async with door.window() as window:
        await window.call("commands.save", key="key-of-save", name="morning", text=MORNING)
        gone = await window.call("commands.remove", key="key-of-remove", name="morning")
        assert "morning" not in {one["name"] for one in (await window.call("commands.list"))["commands"]}
        back = await window.call("commands.roll_back", key="key-of-back", name="morning", number=gone["version"])
        assert back["saved"] and back["text"] == MORNING
        assert [one["why"] for one in (await window.call("commands.versions", name="morning"))["versions"]] == [
            "rolled back", "removed", "edited",
        ]  # fmt: skip
