"""Commands that are saved, changed, taken back: nothing is lost, nothing steals, everything can be said at once."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import anyio
import pytest

from assistant.domain.teaching import Decision
from assistant.errors import Conflict, DataFolderUnusable, NotFound, StepRefused
from assistant.registry.save import OwnerFiles
from tests.teaching.conftest import BUILT_IN, School

pytestmark = [pytest.mark.unit, pytest.mark.anyio]


def text(phrase: str = "осмотри склад", said: str = "Готово", extra: str = "") -> str:
    return f"# мой комментарий\ntitle: {{ru: Склад}}\nphrases: {{ru: [{phrase}]}}\nsteps:\n  - say: {said}\n{extra}"


async def test_a_saved_command_is_understood_at_once_and_told(school: School) -> None:
    saved = await school.save("склад", text(), turn="turn-1", why="told")
    assert (saved.saved, saved.version, saved.replaces) == (True, 1, False)
    assert school.winner("осмотри склад") == "склад"
    told = school.changes[-1]
    assert (told.name, told.title, told.version, told.why, told.turn, told.disabled) == (
        "склад",
        {"ru": "Склад"},
        1,
        "told",
        "turn-1",
        False,
    )


async def test_every_version_is_kept_and_can_be_rolled_back_to(school: School) -> None:
    for number in range(3):
        assert (await school.save("склад", text(said=f"Раз {number}"))).version == number + 1
    assert (await school.save("склад", text(said="Раз 2"), key="another-key")).version == 3, "the same text makes no version"
    await school.teaching.roll_back("склад", 1, key="back")
    versions = await school.teaching.versions("склад")
    assert [(one.number, one.why) for one in versions] == [(4, "rolled back"), (3, "edited"), (2, "edited"), (1, "edited")]
    assert school.file("склад").read_text(encoding="utf-8") == text(said="Раз 0") == versions[0].text


async def test_the_same_key_again_saves_nothing_more(school: School) -> None:
    first = await school.save("склад", text(), key="once-only")
    await school.save("склад", text(said="Другое"))
    again = await school.save("склад", text(), key="once-only")
    assert again.saved and again.version == first.version
    assert "Другое" in school.file("склад").read_text(encoding="utf-8")


async def test_faults_name_their_place_and_nothing_changes(school: School) -> None:
    await school.save("склад", text())
    saved = await school.save("склад", text().replace("say:", "sya:"))
    assert not saved.saved
    assert [(fault.line, fault.column) for fault in saved.faults] == [(5, 5)]
    assert school.file("склад").read_text(encoding="utf-8") == text()
    assert school.winner("осмотри склад") == "склад"


async def test_a_test_that_does_not_hold_is_a_fault_with_its_line(school: School) -> None:
    saved = await school.save("склад", text(extra="tests:\n  - say: запиши купить молоко\n"))
    assert not saved.saved
    assert [fault.line for fault in saved.faults] == [7]
    assert school.winner("запиши купить молоко") == "note-add"


async def test_a_phrase_somebody_else_has_blocks_until_it_is_decided(school: School) -> None:
    await school.save("склад", text())
    thief = text("[осмотри склад, обойди склад]").replace("ru: [[", "ru: [").replace("]]", "]")
    saved = await school.save("вор", thief)
    assert not saved.saved
    assert {one.sentence for one in saved.conflicts} == {"осмотри склад"}
    assert school.winner("осмотри склад") == "склад"
    assert not school.file("вор").exists()
    given_up = await school.save("вор", thief, key="given-up", decisions=[Decision(sentence="осмотри склад", choice="give up")])
    assert given_up.saved
    assert "осмотри склад" not in given_up.text and "# мой комментарий" in given_up.text
    assert (school.winner("осмотри склад"), school.winner("обойди склад")) == ("склад", "вор")


async def test_what_was_decided_once_is_not_asked_again(school: School) -> None:
    await school.save("склад", text())
    keep = [Decision(sentence="осмотри склад", choice="keep")]
    assert (await school.save("второй", text(), decisions=keep)).saved
    assert (await school.save("второй", text(said="Иначе"))).saved


async def test_a_port_that_saves_says_in_words_what_is_in_the_way(school: School) -> None:
    await school.save("склад", text())
    with pytest.raises(StepRefused, match=r"Команда не сохранена\. .*осмотри склад"):
        await school.teaching.save("вор", text(), "told", key="k", language="ru")
    with pytest.raises(StepRefused, match=r"The command was not saved\. Line 5: "):
        await school.teaching.save("вор", text().replace("say:", "sya:"), "told", key="k")


async def test_an_edit_of_a_built_in_command_is_the_owners_copy(school: School) -> None:
    before = await school.teaching.text_of("help")
    saved = await school.save(
        "help", before.replace("title: {", "title: {en: Mine, ").replace("en: Mine, en:", "en: Mine #"), key="broken"
    )
    saved = await school.save("help", before + "# mine\n")
    assert saved.saved and saved.replaces
    assert school.registry.commands["help"].origin == "owner"
    assert (BUILT_IN / "help.yaml").read_text(encoding="utf-8") == before
    gone = await school.teaching.remove("help", key="remove")
    assert gone.removed and school.registry.commands["help"].origin == "built-in"
    with pytest.raises(StepRefused, match="disabled, not deleted"):
        await school.teaching.remove("help", key="remove-again")


async def test_a_disabled_command_is_listed_not_understood_and_comes_back(school: School) -> None:
    assert (await school.teaching.enable("note-add", False, key="off")).saved
    assert not school.registry.commands["note-add"].enabled
    assert school.winner("запиши купить молоко") != "note-add"
    assert school.changes[-1].disabled
    assert (await school.teaching.enable("note-add", True, key="on")).saved
    assert school.winner("запиши купить молоко") == "note-add"
    assert not school.file("note-add").exists(), "what equals the built-in command needs no copy"


async def test_what_was_done_under_a_key_is_taken_back(school: School) -> None:
    await school.save("склад", text(), key="step-1")
    await school.save("склад", text(said="Два"), key="step-2")
    await school.teaching.remove("склад", key="step-3")
    with pytest.raises(Conflict):
        await school.teaching.revert("step-1")
    assert await school.teaching.revert("step-3") == ["склад"]
    assert school.file("склад").read_text(encoding="utf-8") == text(said="Два")
    assert await school.teaching.revert("step-3") == ["склад"], "asked again after a crash it does nothing more"
    assert (await school.teaching.versions("склад"))[0].number == 4


async def test_a_first_save_taken_back_is_gone(school: School) -> None:
    await school.save("склад", text(), key="step-1")
    assert await school.teaching.revert("step-1") == ["склад"]
    assert not school.file("склад").exists()
    assert school.winner("осмотри склад") != "склад"
    assert (await school.teaching.versions("склад"))[0].removed


async def test_a_file_changed_by_another_program_is_kept_as_a_version(school: School) -> None:
    await school.save("склад", text())
    school.file("склад").write_text(text(said="Правка"), encoding="utf-8")
    await school.registry.reload()
    await school.teaching.learn()
    assert [(one.why, one.number) for one in await school.teaching.versions("склад")] == [("file", 2), ("edited", 1)]
    school.file("склад").unlink()
    await school.registry.reload()
    await school.teaching.learn()
    assert (await school.teaching.versions("склад"))[0].removed
    await school.teaching.roll_back("склад", 2, key="back")
    assert "Правка" in school.file("склад").read_text(encoding="utf-8")


async def test_a_save_over_a_change_nobody_saw_keeps_that_too(school: School) -> None:
    await school.save("склад", text())
    school.file("склад").write_text(text(said="Правка"), encoding="utf-8")
    await school.save("склад", text(said="Из окна"))
    assert [one.text for one in await school.teaching.versions("склад")] == [
        text(said="Из окна"), text(said="Правка"), text(),
    ]  # fmt: skip


async def test_a_save_made_from_an_older_version_is_refused(school: School) -> None:
    await school.save("склад", text(), base=0)
    await school.save("склад", text(said="Два"), base=1)
    with pytest.raises(Conflict):
        await school.save("склад", text(said="Три"), base=1)
    with pytest.raises(Conflict):
        await school.save("склад", text(said="Четыре"), base=0)
    school.file("склад").write_text(text(said="Правка"), encoding="utf-8")
    with pytest.raises(Conflict):
        await school.save("склад", text(said="Пять"), base=2)


async def test_a_file_that_could_not_be_written_leaves_no_version(school: School) -> None:
    school.file("склад").symlink_to(school.data / "not-there" / "x.yaml")
    with pytest.raises(DataFolderUnusable, match=r"склад\.yaml was not changed"):
        await school.save("склад", text())
    assert await school.teaching.versions("склад") == []
    assert school.winner("осмотри склад") != "склад"
    school.file("склад").unlink()
    assert (await school.save("склад", text())).version == 1


@pytest.mark.parametrize("written", [False, True])
async def test_a_crash_between_file_and_version_is_settled(school: School, written: bool) -> None:
    await school.save("склад", text())
    with sqlite3.connect(school.data / "assistant.sqlite") as left_by_the_crash:
        left_by_the_crash.execute(
            "insert into version (command, number, at, why, key, text, written) values ('склад', 2, '2026-11-27T00:00:00+00:00', 'told', 'k', ?, 0)",
            (text(said="Два"),),
        )
    left_by_the_crash.close()
    if written:
        school.file("склад").write_text(text(said="Два"), encoding="utf-8")
    await school.registry.reload()
    await school.teaching.learn()
    kept = [(one.number, one.why) for one in await school.teaching.versions("склад")]
    assert kept == ([(2, "told"), (1, "edited")] if written else [(1, "edited")])
    saved = await school.save("склад", text(said="Два"), key="k", why="told")
    assert saved.version == 2


async def test_a_save_goes_to_its_end_when_who_asked_goes_away(school: School) -> None:
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(school.save, "склад", text())
        await anyio.lowlevel.checkpoint()
        tasks.cancel_scope.cancel()
    versions = await school.teaching.versions("склад")
    assert [one.text for one in versions] == ([text()] if school.file("склад").exists() else [])


async def test_saves_at_the_same_time_come_one_after_another(school: School) -> None:
    async with anyio.create_task_group() as tasks:
        for number in range(5):
            tasks.start_soon(school.save, "склад", text(said=f"Раз {number}"))
    versions = await school.teaching.versions("склад")
    assert [one.number for one in versions] == [5, 4, 3, 2, 1]
    assert versions[0].text == school.file("склад").read_text(encoding="utf-8")


async def test_what_is_not_there_is_said(school: School) -> None:
    with pytest.raises(NotFound):
        await school.teaching.text_of("нет")
    with pytest.raises(NotFound):
        await school.teaching.remove("нет", key="k")
    with pytest.raises(NotFound):
        await school.teaching.roll_back("нет", 1, key="k")
    assert await school.teaching.revert("nothing-under-this-key") == []


async def test_reading_a_text_shows_what_a_save_would_and_changes_nothing(school: School) -> None:
    read = await school.teaching.read(text("'запиши {x}'", extra="slots: {x: text}\n"), "новая")
    assert read.usable and read.form["title"] == {"ru": "Склад"}
    assert {one.rival for one in read.conflicts if one.kind in ("same", "captured")} >= {"note-add"}
    assert (await school.teaching.read("title: [", "новая")).form is None
    assert school.winner("запиши купить молоко") == "note-add"


async def test_the_folder_may_be_gone(school: School, tmp_path: Path) -> None:
    school.folder.rmdir()
    assert (await school.save("склад", text())).saved
    assert OwnerFiles(school.folder, []).names() == ["склад"]
