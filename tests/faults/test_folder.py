"""The data folder in trouble: taken, full, read-only, damaged. A clear word each time, and nothing lost."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.sidecar import ROOT, Sidecar, running
from tests.e2e.watcher import Watcher, watching

pytestmark = pytest.mark.faults


def served(data: Path, *more: str) -> tuple[int, dict[str, str]]:
    """The exit code and the one line of a sidecar that cannot start."""
    command = [sys.executable, "-m", "assistant", "serve", "--data", str(data), *more]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    lines = ended.stdout.splitlines()
    assert len(lines) == 1, ended
    return ended.returncode, json.loads(lines[0])


def say_and_wait(watcher: Watcher, text: str) -> str:
    """Say something and wait until its first run has ended; the state."""
    turn = watcher.say(text)
    return str(watcher.until(lambda event: event["turn"] == turn and event["type"] == "run.finished")["state"])


def refusal(watcher: Watcher, text: str) -> str:
    """What the assistant says when it cannot take a sentence; empty when it takes it."""
    try:
        watcher.say(text)
    except AssertionError as error:
        return str(error)
    return ""


def test_a_second_process_on_one_folder_says_so_and_leaves_the_first_undisturbed(tmp_path: Path) -> None:
    with running(tmp_path) as sidecar:
        code, line = served(tmp_path)
        assert (code, line["event"], line["reason"]) == (3, "failed", "busy")
        assert str(tmp_path) in line["message"]
        with watching(sidecar) as watcher:
            assert say_and_wait(watcher, "write down still here") == "done"


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with running(tmp_path / "one") as sidecar:
        code, line = served(tmp_path / "two", "--port", str(sidecar.port))
        assert (code, line["reason"]) == (2, "refused")
        assert str(sidecar.port) in line["message"]


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    code, line = served(file)
    assert (code, line["reason"]) == (4, "unusable")
    assert str(file) in line["message"]


def test_a_read_only_folder_is_named(tmp_path: Path) -> None:
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(place)], capture_output=True, check=False).returncode:
        pytest.skip("cannot mount a read-only disk here")
    try:
        code, line = served(place / "data")
        assert (code, line["reason"]) == (4, "unusable")
        assert str(place) in line["message"]
        assert served(place)[0] == 4
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)


def test_a_damaged_database_is_restored_from_its_backup_and_kept(tmp_path: Path) -> None:
    with running(tmp_path) as sidecar, watching(sidecar) as watcher:
        assert say_and_wait(watcher, "write down before the backup") == "done"
    file = tmp_path / "assistant.sqlite"
    backups = tmp_path / "backups"
    shutil.rmtree(backups, ignore_errors=True)
    backups.mkdir()
    with closing(sqlite3.connect(file)) as store, closing(sqlite3.connect(backups / "assistant-20200101.sqlite")) as copy:
        store.backup(copy)
    for rest in ("-wal", "-shm"):
        file.with_name(file.name + rest).unlink(missing_ok=True)
    damaged = bytearray(file.read_bytes())
    damaged[4096 : len(damaged) // 2] = os.urandom(len(damaged) // 2 - 4096)
    file.write_bytes(damaged)
    with running(tmp_path) as sidecar, watching(sidecar) as watcher:
        assert "restored from assistant-20200101.sqlite" in watcher.welcome["snapshot"]["notice"]
        notes = watcher.call("records.list", collection="note", text="")["records"]
        assert [note["body"]["text"] for note in notes] == ["Before the backup"]
        assert say_and_wait(watcher, "write down after the repair") == "done"
    assert list(tmp_path.glob("assistant-broken-*.sqlite"))


@pytest.mark.parametrize("damage", [b"garbage" * 1000, b""])
def test_without_a_backup_a_new_database_is_begun_and_the_damaged_one_kept(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "assistant.sqlite").write_bytes(damage)
    with running(tmp_path) as sidecar, watching(sidecar) as watcher:
        assert say_and_wait(watcher, "write down a new beginning") == "done"
        if damage:
            assert "no backup" in watcher.welcome["snapshot"]["notice"]
            assert list(tmp_path.glob("assistant-broken-*.sqlite"))


def test_runs_whose_progress_was_damaged_end_with_a_clear_word(tmp_path: Path) -> None:
    with running(tmp_path) as sidecar, watching(sidecar) as watcher:
        turn = watcher.say("schedule a meeting with Peter")
        watcher.until(lambda event: event["turn"] == turn and event["type"] == "question.asked")
    for rest in ("", "-wal", "-shm"):
        (tmp_path / f"runs.sqlite{rest}").unlink(missing_ok=True)
    (tmp_path / "runs.sqlite").write_bytes(b"no database at all" * 500)
    with running(tmp_path) as sidecar, watching(sidecar) as watcher:
        told = [envelope["event"] for envelope in watcher.welcome["snapshot"]["envelopes"]]
        ended = next((event for event in told if event["type"] == "run.finished"), None)
        ended = ended or watcher.until(lambda event: event["type"] == "run.finished")
        assert (ended["turn"], ended["state"]) == (turn, "failed")
        assert "Say it again" in ended["error"]
        assert say_and_wait(watcher, "write down life goes on") == "done"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("cannot mount a small disk here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False)


def fill(disk: Path) -> Path:
    """A file that takes all the room there is."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as out:
        try:
            while True:
                out.write(b"x" * 4096)
        except OSError:
            return filler


def test_runs_under_way_stand_still_while_the_disk_is_full_and_do_nothing_twice(small_disk: Path, tmp_path: Path) -> None:
    commands = tmp_path / "commands"
    commands.mkdir()
    text = f"{{{{ n }}}} {{{{ item }}}} {'x' * 1500}"
    steps = f"- for_each: [1, 2, 3, 4, 5, 6]\n  steps:\n  - wait: {{seconds: 0.3}}\n  - task.add: {{text: '{text}'}}\n"
    file = f"title: slowly\nphrases: {{en: ['slowly {{n}}']}}\nslots: {{n: text}}\nsteps:\n{steps}"
    (commands / "slowly.yaml").write_text(file, encoding="utf-8")
    with running(small_disk / "data", [commands]) as sidecar, watching(sidecar) as watcher:
        assert watcher.settled(watcher.say("slowly n0")) == [("slowly", "done")]
        turns = [watcher.say(f"slowly n{number}") for number in range(1, 5)]
        watcher.until(lambda event: event["type"] == "step.finished" and event["turn"] == turns[-1])
        filler = fill(small_disk)
        # Nobody is told of a step while nothing can be kept; that it stays so for a while is the test.
        time.sleep(4)
        filler.unlink()
        for turn in turns:
            assert watcher.settled(turn) == [("slowly", "done")]
        tasks = watcher.call("records.list", collection="task", text="")["records"]
    texts = [task["body"]["text"].split(" x")[0] for task in tasks]
    assert sorted(texts) == sorted(f"N{number} {item}" for number in range(5) for item in range(1, 7))


def test_a_full_disk_is_named_and_what_waited_goes_on_when_there_is_room(small_disk: Path) -> None:
    data = small_disk / "data"
    with running(data) as sidecar, watching(sidecar) as watcher:
        assert say_and_wait(watcher, "write down while there is room") == "done"
        filler = fill(small_disk)
        refused = ""
        for number in range(40):
            refused = refusal(watcher, f"write down number {number}")
            if refused:
                break
        assert "full" in refused
        filler.unlink()
        assert say_and_wait(watcher, "write down after the clean-up") == "done"
        notes = watcher.call("records.list", collection="note", text="")["records"]
        texts = {note["body"]["text"] for note in notes}
        assert {"While there is room", "After the clean-up"} <= texts


def test_a_sidecar_leaves_when_its_parents_pipe_closes_and_when_it_is_told_to(tmp_path: Path) -> None:
    sidecar = Sidecar(tmp_path)
    sidecar.start()
    sidecar.stop()
    sidecar.start()
    os.kill(sidecar.pid, 15)
    sidecar.stop()
