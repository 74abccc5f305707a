"""The owner's files: written whole or not at all, never elsewhere, never over a built-in one."""

from __future__ import annotations

import os
import resource
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import CommandFileError, DataFolderUnusable, StepRefused
from assistant.registry.parse import FILE_NAME
from assistant.registry.save import OwnerFiles, name_of

pytestmark = pytest.mark.unit


@pytest.fixture
def files(tmp_path: Path) -> OwnerFiles:
    built_in = tmp_path / "built-in"
    built_in.mkdir()
    (built_in / "help.yaml").write_text("title: Help\n", encoding="utf-8")
    return OwnerFiles(tmp_path / "commands", [built_in])


def test_a_text_is_written_and_read_back(files: OwnerFiles) -> None:
    file = files.write("обзор", "title: Обзор\n")
    assert files.text("обзор") == "title: Обзор\n"
    assert [path.name for path in files.folder.iterdir()] == ["обзор.yaml"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_file_keeps_its_rights_and_its_ending(files: OwnerFiles) -> None:
    files.folder.mkdir()
    old = files.folder / "mine.yml"
    old.write_text("title: A\n", encoding="utf-8")
    old.chmod(0o640)
    assert files.write("mine", "title: B\n") == old
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert files.names() == ["mine"]


def test_no_room_leaves_the_old_file_and_says_so(files: OwnerFiles) -> None:
    files.write("mine", "title: A\n")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16, hard))
    try:
        with pytest.raises(DataFolderUnusable, match=r"mine\.yaml was not changed: there is no room"):
            files.write("mine", "title: B\n" + "# long\n" * 10)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert files.text("mine") == "title: A\n"
    assert [path.name for path in files.folder.iterdir()] == ["mine.yaml"]


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../x", "a/b", "a\\b", "/etc/passwd", ".x", "-x", "_x", "x.y", "x\x00", "x\n", "CON", "lpt1", "a" * 81],
)
def test_what_is_no_name_is_refused(files: OwnerFiles, name: str) -> None:
    for act in (lambda: files.write(name, "title: X\n"), lambda: files.text(name), lambda: files.remove(name)):
        with pytest.raises(StepRefused):
            act()
    assert not files.folder.exists()


def test_names_that_differ_only_in_capitals_are_one(files: OwnerFiles) -> None:
    files.write("Обзор", "title: A\n")
    with pytest.raises(StepRefused, match="only in capitals"):
        files.write("обзор", "title: B\n")
    assert files.text("Обзор") == "title: A\n"


def test_a_link_is_followed_but_never_into_the_built_in_commands(files: OwnerFiles, tmp_path: Path) -> None:
    files.folder.mkdir()
    kept = tmp_path / "dotfiles.yaml"
    kept.write_text("title: A\n", encoding="utf-8")
    (files.folder / "linked.yaml").symlink_to(kept)
    files.write("linked", "title: B\n")
    assert kept.read_text(encoding="utf-8") == "title: B\n"
    assert (files.folder / "linked.yaml").is_symlink()
    (files.folder / "help.yaml").symlink_to(tmp_path / "built-in" / "help.yaml")
    with pytest.raises(StepRefused, match="built-in"):
        files.write("help", "title: Mine\n")
    assert (tmp_path / "built-in" / "help.yaml").read_text(encoding="utf-8") == "title: Help\n"


def test_what_is_no_text_and_what_is_too_much_are_told(files: OwnerFiles) -> None:
    files.folder.mkdir()
    (files.folder / "bad.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(CommandFileError, match="UTF-8"):
        files.text("bad")
    with pytest.raises(StepRefused, match="64 KiB"):
        files.write("big", "#" * 70_000)
    assert files.text("none") is None


def test_what_a_crash_left_of_a_write_is_tidied_away_and_nothing_else(files: OwnerFiles) -> None:
    files.write("mine", "title: A\n")
    for name in (".saving-x1.new", ".mine.new", "mine.new", ".saving-x1.yaml"):
        (files.folder / name).touch()
    files.tidy()
    assert sorted(path.name for path in files.folder.iterdir()) == [".mine.new", ".saving-x1.yaml", "mine.new", "mine.yaml"]


def test_deleting_twice_is_deleting_once(files: OwnerFiles) -> None:
    files.write("mine", "title: A\n")
    files.remove("mine")
    files.remove("mine")
    assert files.text("mine") is None


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Утренний обзор!", "утренний-обзор"),
        ("Ёлка, 2 шт.", "ёлка-2-шт"),
        ("Morning overview", "morning-overview"),
        ("what's new?", "what-s-new"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "command-con"),
        ("🙂", "command"),
        ("   ", "command"),
        ("_x_", "x"),
    ],
)
def test_a_title_makes_a_readable_name(title: str, name: str) -> None:
    assert name_of(title, ()) == name


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert name_of("Обзор", {"ОБЗОР", "обзор-2"}) == "обзор-3"


@given(st.text(max_size=200), st.sets(st.text(max_size=5), max_size=5))
def test_any_title_makes_a_free_name_a_file_can_have(title: str, taken: set[str]) -> None:
    name = name_of(title, taken)
    assert FILE_NAME.fullmatch(name)
    assert name.casefold() not in {other.casefold() for other in taken}
    assert len(os.fsencode(f"{name}.yaml")) <= 255
