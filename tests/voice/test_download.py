"""Fetching a model: progress, resuming, checking, stopping."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import ModelUnavailable
from assistant.voice.download import Cancelled, Download, is_whole
from tests.voice.hub import FakeHub, serving

pytestmark = pytest.mark.unit

PATTERNS = ("model.bin", "config.json")
FILES = {"model.bin": bytes(range(256)) * 4096, "config.json": b"{}", "README.md": b"not needed"}


def download(hub: FakeHub, folder: Path, seen: list[tuple[int, int]] | None = None) -> Download:
    progress = seen if seen is not None else []
    return Download("owner/model", folder, PATTERNS, lambda done, total: progress.append((done, total)), hub.address)


def test_a_model_is_fetched_with_progress_and_nothing_but_its_files(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    with serving(FakeHub(FILES)) as hub:
        download(hub, tmp_path, seen).run()
    assert (tmp_path / "model.bin").read_bytes() == FILES["model.bin"]
    assert not (tmp_path / "README.md").exists()
    assert is_whole(tmp_path, PATTERNS)
    total = len(FILES["model.bin"]) + 2
    assert seen[0] == (0, total)
    assert seen[-1] == (total, total)
    assert seen == sorted(seen)


def test_a_download_goes_on_where_the_connection_broke(tmp_path: Path) -> None:
    with serving(FakeHub(FILES)) as hub:
        hub.cut_after = 300_000
        with pytest.raises(ModelUnavailable, match="goes on where it stopped"):
            download(hub, tmp_path).run()
        assert not is_whole(tmp_path, PATTERNS)
        hub.cut_after = None
        download(hub, tmp_path).run()
        assert hub.ranges == ["bytes=300000-"]
    assert (tmp_path / "model.bin").read_bytes() == FILES["model.bin"]


def test_a_file_that_arrives_damaged_is_not_kept(tmp_path: Path) -> None:
    with serving(FakeHub(FILES)) as hub:
        hub.lies = True
        with pytest.raises(ModelUnavailable, match="damaged"):
            download(hub, tmp_path).run()
        hub.lies = False
        download(hub, tmp_path).run()
    assert is_whole(tmp_path, PATTERNS)


def test_parts_of_another_revision_are_not_mixed(tmp_path: Path) -> None:
    with serving(FakeHub(FILES)) as hub:
        hub.cut_after = 300_000
        with pytest.raises(ModelUnavailable):
            download(hub, tmp_path).run()
        hub.cut_after, hub.revision = None, "r2"
        hub.files["model.bin"] = FILES["model.bin"][::-1]
        download(hub, tmp_path).run()
    assert (tmp_path / "model.bin").read_bytes() == FILES["model.bin"][::-1]


def test_a_stopped_download_keeps_what_it_has(tmp_path: Path) -> None:
    with serving(FakeHub(FILES)) as hub:
        wanted = Download("owner/model", tmp_path, PATTERNS, lambda done, _total: wanted.cancel() if done else None, hub.address)
        with pytest.raises(Cancelled):
            wanted.run()
    assert 0 < (tmp_path / "model.bin.part").stat().st_size < len(FILES["model.bin"])


def test_a_login_page_is_no_model_hub(tmp_path: Path) -> None:
    with serving(FakeHub(FILES)) as hub:
        hub.login_page = True
        with pytest.raises(ModelUnavailable, match="login page"):
            download(hub, tmp_path).run()


def test_without_a_connection_the_message_says_what_to_do(tmp_path: Path) -> None:
    with serving(FakeHub(FILES)) as hub:
        pass
    with pytest.raises(ModelUnavailable, match="typing works meanwhile"):
        download(hub, tmp_path).run()


def test_a_file_cut_short_afterwards_is_noticed(tmp_path: Path) -> None:
    with serving(FakeHub(FILES)) as hub:
        download(hub, tmp_path).run()
    (tmp_path / "model.bin").write_bytes(b"half")
    assert not is_whole(tmp_path, PATTERNS)
