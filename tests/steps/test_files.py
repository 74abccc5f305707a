"""`file.*`: files in the chosen folders, never outside, never over another unless told, and back again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.run import StepResult
from assistant.errors import Conflict, StepError, StepRefused
from assistant.folders import OwnerFolders
from tests.steps.conftest import Act

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
TakeBack = Callable[[str, StepResult, str], Awaitable[str]]


def held(folder: Path) -> dict[str, bytes]:
    """The files within a folder by name, those of the assistant left out."""
    files = (path for path in folder.rglob("*") if path.is_file() and "data" not in path.parts)
    return {path.name: path.read_bytes() for path in files}


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """The chosen folder."""
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "a.txt").write_text("один", encoding="utf-8")
    return folder


async def test_a_written_file_is_there_and_its_hash_is_the_evidence(act: Act, work: Path) -> None:
    result = await act("file.write", {"path": "reports/may.txt", "text": "итого 5"})
    assert (work / "reports" / "may.txt").read_text(encoding="utf-8") == "итого 5"
    assert result.receipt and result.receipt.id == hashlib.sha256("итого 5".encode()).hexdigest()
    assert (await act("file.hash", {"path": str(work / "reports/may.txt")})).value == result.receipt.id
    assert (await act("file.read", {"path": "work/reports/may.txt"})).value == "итого 5"


async def test_a_file_is_never_written_over_another_unless_told(act: Act, work: Path) -> None:
    for params in ({"path": "a.txt", "text": "x"}, {"path": str(work / "a.txt"), "text": "x", "how": "new"}):
        with pytest.raises(StepRefused, match="there already"):
            await act("file.write", params)
    await act("file.write", {"path": "b.txt", "text": "b"})
    for kind in ("file.move", "file.copy"):
        with pytest.raises(StepRefused, match="there already"):
            await act(kind, {"path": "b.txt", "to": "a.txt"})
    assert (work / "a.txt").read_text(encoding="utf-8") == "один"


@pytest.mark.parametrize("how", ["over", "append"])
async def test_what_was_written_over_comes_back(how: str, act: Act, take_back: TakeBack, work: Path) -> None:
    result = await act("file.write", {"path": "a.txt", "text": "\nдва", "how": how}, key="k")
    assert (work / "a.txt").read_text(encoding="utf-8") == ("\nдва" if how == "over" else "один\nдва")
    await take_back("file.write", result, "k")
    assert (work / "a.txt").read_text(encoding="utf-8") == "один"


async def test_a_new_file_taken_back_is_gone_and_a_moved_one_is_back(act: Act, take_back: TakeBack, work: Path) -> None:
    written = await act("file.write", {"path": "new.txt", "text": "x"}, key="w")
    moved = await act("file.move", {"path": "a.txt", "to": "done/"}, key="m")
    copied = await act("file.copy", {"path": "done/a.txt", "to": "copy.txt"}, key="c")
    assert sorted(held(work)) == ["a.txt", "copy.txt", "new.txt"]
    await take_back("file.copy", copied, "c")
    assert "a.txt" in await take_back("file.move", moved, "m")
    await take_back("file.write", written, "w")
    assert sorted(held(work)) == ["a.txt"]
    assert (work / "a.txt").read_text(encoding="utf-8") == "один"


async def test_what_was_changed_since_is_not_taken_back(act: Act, take_back: TakeBack, work: Path) -> None:
    result = await act("file.write", {"path": "a.txt", "text": "два", "how": "over"}, key="k")
    (work / "a.txt").write_text("три", encoding="utf-8")
    with pytest.raises(Conflict):
        await take_back("file.write", result, "k")
    assert (work / "a.txt").read_text(encoding="utf-8") == "три"


@pytest.mark.parametrize(
    ("kind", "params"),
    [
        ("file.write", {"path": "n.txt", "text": "x"}),
        ("file.write", {"path": "a.txt", "text": "x", "how": "append"}),
        ("file.move", {"path": "a.txt", "to": "b.txt"}),
        ("file.copy", {"path": "a.txt", "to": "b.txt"}),
    ],
)
async def test_the_same_step_again_after_a_crash_does_it_once(kind: str, params: dict[str, str], act: Act, work: Path) -> None:
    first = await act(kind, params, key="k")
    files = held(work)
    assert (await act(kind, params, key="k")).value == first.value
    assert held(work) == files


OUTSIDE = [
    "/etc/passwd",
    "../secret.txt",
    "x/../../secret.txt",
    "~/secret.txt",
    "work/../../secret.txt",
    "",
    "\0",
    "a\0b",
    "x" * 5000,
    "~nobody-at-all/x",
    "link/secret.txt",
    "link-file",
]


@pytest.mark.parametrize("path", OUTSIDE)
@pytest.mark.parametrize("kind", ["file.read", "file.hash", "file.write", "file.move", "file.copy", "file.list"])
async def test_nothing_outside_is_read_or_written(kind: str, path: str, act: Act, work: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("секрет", encoding="utf-8")
    (work / "link").symlink_to(tmp_path)
    (work / "link-file").symlink_to(tmp_path / "secret.txt")
    before = held(tmp_path)
    params = {"file.list": {"folder": path or "/"}, "file.write": {"path": path, "text": "x", "how": "over"}}
    carries = kind in ("file.move", "file.copy")
    tries = [{"path": path, "to": "b.txt"}, {"path": "a.txt", "to": path}] if carries else [params.get(kind, {"path": path})]
    for wrong in tries:
        with pytest.raises((StepRefused, StepError, ValueError)):
            await act(kind, wrong)
    assert (tmp_path / "secret.txt").read_text(encoding="utf-8") == "секрет"
    assert held(tmp_path) == before


async def test_the_assistants_own_data_is_in_no_folder(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "exports").mkdir(parents=True)
    (data / "secrets.key").write_text("k", encoding="utf-8")
    (data / "exports" / "a.csv").write_text("a", encoding="utf-8")
    folders = OwnerFolders(lambda: [tmp_path], data, lambda: data / "exports")
    with pytest.raises(StepRefused):
        await folders.read(str(data / "secrets.key"))
    assert await folders.read(str(data / "exports" / "a.csv")) == "a"


async def test_the_content_of_a_file_is_given_whole_and_of_none_outside(tmp_path: Path) -> None:
    chosen, outside = tmp_path / "work", tmp_path / "secret.bin"
    chosen.mkdir()
    for place in (chosen / "a.bin", outside):
        place.write_bytes(b"\x00\xff\r\n")
    folders = OwnerFolders(lambda: [chosen], tmp_path / "data", lambda: tmp_path / "data" / "exports")
    assert await folders.content("a.bin") == b"\x00\xff\r\n"
    for path in (str(outside), "../secret.bin", "none.bin"):
        with pytest.raises(StepRefused):
            await folders.content(path)


async def test_a_pipe_or_a_folder_is_no_file(act: Act, work: Path) -> None:
    os.mkfifo(work / "pipe")
    for name in ("pipe", "."):
        with pytest.raises(StepRefused):
            await act("file.read", {"path": str(work / name)})


async def test_a_file_that_is_no_text_is_refused(act: Act, work: Path) -> None:
    (work / "b.bin").write_bytes(b"\x89PNG\0\0")
    with pytest.raises(StepRefused, match="text"):
        await act("file.read", {"path": "b.bin"})


async def test_a_folder_is_listed_by_pattern_without_what_leads_out(act: Act, work: Path, tmp_path: Path) -> None:
    (work / "b.csv").touch()
    (work / "in").mkdir()
    (work / "in" / "c.csv").touch()
    (work / "out.csv").symlink_to(tmp_path / "elsewhere.csv")
    (tmp_path / "elsewhere.csv").touch()
    assert [file["name"] for file in (await act("file.list", {"folder": str(work), "pattern": "*.csv"})).value] == ["b.csv"]
    assert [file["name"] for file in (await act("file.list", {"folder": str(work), "pattern": "**/*.csv"})).value] == [
        "b.csv",
        "c.csv",
    ]
    assert (await act("file.list")).value[0]["path"] == str(work)
    with pytest.raises(StepRefused):
        await act("file.list", {"folder": str(work), "pattern": "../*"})


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=30)
    | st.lists(st.sampled_from(["..", ".", "~", "a", "/", "link", "\\", "C:", "work"]), max_size=8).map("/".join)
)
def test_whatever_is_written_as_a_path_stays_inside_or_is_refused(tmp_path_factory: pytest.TempPathFactory, path: str) -> None:
    base = tmp_path_factory.getbasetemp() / "any"
    (base / "work").mkdir(parents=True, exist_ok=True)
    if not (base / "work" / "link").is_symlink():
        (base / "work" / "link").symlink_to(base)
    folders = OwnerFolders(lambda: [base / "work"], base / "data", lambda: base / "data" / "exports")
    try:
        place = folders.place(path)
    except (StepRefused, OSError, ValueError, RuntimeError):
        return
    assert place.is_relative_to((base / "work").resolve()) or place.is_relative_to((base / "data" / "exports").resolve())
