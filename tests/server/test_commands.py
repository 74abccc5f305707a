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


async def test_every_method_of_the_editor_answers(door: Door) -> None:
    async with door.window() as window:
        kinds = {kind["name"]: kind for kind in (await window.call("commands.kinds"))["kinds"]}
        assert kinds["for_each"]["blocks"] == ["steps"] and kinds["for_each"]["example"] == {
            "for_each": "",
            "steps": [{"say": ""}],
        }
        assert kinds["note.add"]["effect"] == "writes" and kinds["note.add"]["parameters"]["properties"]["text"]
        assert kinds["note.add"]["title"] == {"en": "Add a note", "ru": "Добавить заметку"} and kinds["note.add"]["about"]["ru"]
        assert kinds["note.add"]["parameters"]["properties"]["text"]["ru"]["title"] == "Текст"
        covered = await window.call(
            "commands.phrases", phrase="(show|list) [my] {what}", slots={"what": {"type": "text"}}, language="en"
        )
        assert covered["count"] == 4 and "show my the blue folder" in covered["samples"] and covered["problem"] == {}
        assert (await window.call("commands.phrases", phrase="show {nothing}"))["problem"]
        written = await window.call("commands.write", text=f"# mine\n{MORNING}", form={"title": "X", "steps": [{"say": "a"}]})
        assert written["text"].startswith("# mine\ntitle: X\n")
        tried = await window.call("commands.rehearse", text=MORNING)
        assert [step["state"] for step in tried["steps"]] == ["done"] and tried["said"] == ["Доброе утро"]
        told = await window.call("commands.difference", before=MORNING, after=MORNING.replace("Доброе", "Хорошее"))
        assert told["difference"][0]["text"]["ru"] == "шаг 1: «Доброе утро» → «Хорошее утро»"


async def test_a_copy_claims_nothing_until_it_is_enabled(door: Door) -> None:
    async with door.window() as window:
        await window.call("commands.save", key="key-of-save", name="morning", text=MORNING)
        copy = await window.call("commands.duplicate", key="key-of-copy", name="morning")
        assert copy["saved"] and copy["name"] == "утренний-обзор-копия"
        shown = {one["name"]: one for one in (await window.call("commands.list"))["commands"]}
        assert not shown[copy["name"]]["enabled"] and shown[copy["name"]]["title"] == {"ru": "Утренний обзор (копия)"}
        on = await window.call("commands.enable", key="key-of-on", name=copy["name"], enabled=True)
        assert not on["saved"] and on["conflicts"]


async def test_a_new_title_keeps_the_name_and_the_comments(door: Door) -> None:
    async with door.window() as window:
        await window.call("commands.save", key="key-of-save", name="morning", text=f"# mine\n{MORNING}")
        renamed = await window.call("commands.rename", key="key-of-title", name="morning", title="Обзор дня")
        assert renamed["text"] == f"# mine\n{MORNING}".replace("Утренний обзор", "Обзор дня")
        version = await window.call("commands.version", name="morning", number=1)
        assert version["difference"][0]["text"]["ru"] == "название, ru: «Обзор дня» → «Утренний обзор»"


async def test_a_broken_file_is_listed_and_can_be_repaired(door: Door, tmp_path: Path) -> None:
    (tmp_path / "data" / "commands" / "mine.yaml").write_text("title: [\n", encoding="utf-8")
    async with door.window() as window:
        await window.until(lambda event: event["type"] == "command.changed" and event["name"] == "mine")
        assert (await window.call("commands.list"))["broken"] == ["mine"]
        got = await window.call("commands.get", name="mine")
        assert (got["text"], got["form"], got["origin"]) == ("title: [\n", None, "owner") and got["faults"]
        saved = await window.call("commands.save", key="key-of-repair", name="mine", text=MORNING, base=got["version"])
        assert saved["saved"] and (await window.call("commands.list"))["broken"] == []
