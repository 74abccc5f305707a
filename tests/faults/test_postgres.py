"""Runs kept on a PostgreSQL server: killed, cut off, away at the start, shared by two folders; nothing is lost or done twice."""

from __future__ import annotations

import os
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest

from tests.e2e.sidecar import Sidecar, running
from tests.e2e.watcher import Watcher, watching
from tests.faults.commands import write
from tests.fixtures.postgres import PASSWORD, PostgresServer, postgres

pytestmark = [pytest.mark.faults, pytest.mark.postgres]
KILLS = int(os.environ.get("SYMBIOTE_KILLS", "4"))
"""How often in a row the sidecar, or the server, is ended in the middle of runs."""
KINDS = ("chain", "loop", "fork", "rest")


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """One for each test: what runs in one is no matter of another."""
    with postgres() as server:
        yield server


def sidecar(folder: Path, url: str) -> Sidecar:
    """A house whose runs are kept there; every step leaves a line in `lines`."""
    folder.mkdir()
    commands = write(folder / "commands", folder / "lines")
    return Sidecar(folder / "data", [commands], environment={"ASSISTANT_RUNS__DATABASE": url})


def running_house(folder: Path, server: PostgresServer) -> AbstractContextManager[Sidecar]:
    """One that runs for as long as the block."""
    folder.mkdir()
    commands = write(folder / "commands", folder / "lines")
    return running(folder / "data", [commands], environment={"ASSISTANT_RUNS__DATABASE": server.url()})


def done(folder: Path) -> Counter[str]:
    """How often each step was done, by the texts of the lines."""
    lines = (folder / "lines").read_text(encoding="utf-8").splitlines()
    return Counter(" ".join(line.split()[2:-1]) for line in lines if line.startswith("end "))


def ends(folder: Path) -> Counter[str]:
    """How runs ended, or where they stand."""
    with closing(sqlite3.connect(folder / "data" / "assistant.sqlite")) as store:
        return Counter(row[0] for row in store.execute("select state from run"))


def until_ended(folder: Path, count: int) -> None:
    """Wait until so many runs are done."""
    give_up = time.monotonic() + 120
    while ends(folder) != Counter(done=count):
        assert time.monotonic() < give_up, ends(folder)
        time.sleep(0.2)


def said_in(watcher: Watcher, turn: str) -> str:
    """The first message of a turn."""
    return str(watcher.until(lambda event: event["type"] == "message.said" and event["turn"] == turn)["text"])


def logged(house: Sidecar) -> str:
    """All that was written down."""
    files = [house.data / "stderr.log", *(house.data / "logs").iterdir()]
    return "".join(file.read_text(encoding="utf-8") for file in files)


def test_commands_are_carried_out_and_kept_on_the_server_alone(server: PostgresServer, tmp_path: Path) -> None:
    house = sidecar(tmp_path / "a", server.url())
    house.start()
    with watching(house) as watcher:
        for number in range(10):
            assert watcher.settled(watcher.say(f"chain x{number}")) == [("chain", "done")]
    house.stop()
    assert not (house.data / "runs.sqlite").exists()
    assert set(done(tmp_path / "a").values()) == {1}
    assert PASSWORD not in logged(house)


def test_what_was_under_way_when_it_was_killed_goes_on(server: PostgresServer, tmp_path: Path) -> None:
    house, fortune = sidecar(tmp_path / "a", server.url()), random.Random(7)  # noqa: S311 - a repeatable choice, no secret
    count = 0
    for _ in range(KILLS):
        house.start()
        with watching(house) as watcher:
            for kind in KINDS:
                watcher.say(f"{kind} x{count}")
                count += 1
            time.sleep(fortune.uniform(0.1, 3))
        house.kill()
    house.start()
    until_ended(tmp_path / "a", count)
    house.stop()
    # A step that was cut off in the middle is done again; one that was recorded is not.
    assert sum(done(tmp_path / "a").values()) - len(done(tmp_path / "a")) <= KILLS * len(KINDS)


@pytest.mark.parametrize("crash", [False, True])
def test_a_server_that_goes_away_and_comes_again_loses_and_doubles_nothing(
    server: PostgresServer, tmp_path: Path, *, crash: bool
) -> None:
    house, fortune = sidecar(tmp_path / "a", server.url()), random.Random(8)  # noqa: S311 - a repeatable choice, no secret
    house.start()
    with watching(house) as watcher:
        assert watcher.settled(watcher.say("chain x0")) == [("chain", "done")]
        count = 1
        for _ in range(KILLS):
            for kind in KINDS:
                watcher.say(f"{kind} x{count}")
                count += 1
            time.sleep(fortune.uniform(0.0, 0.5))
            server.stop(crash=crash)
            watcher.say(f"chain x{count}")
            count += 1
            time.sleep(fortune.uniform(0.0, 1.0))
            server.start()
    until_ended(tmp_path / "a", count)
    house.stop()
    assert set(done(tmp_path / "a").values()) == {1}


def test_while_the_server_is_away_every_sentence_is_told_why_it_waits(server: PostgresServer, tmp_path: Path) -> None:
    with running_house(tmp_path / "a", server) as house, watching(house) as watcher:
        assert watcher.settled(watcher.say("chain x0")) == [("chain", "done")]
        server.stop()
        turn = watcher.say("chain x1")
        assert "runs.database" in said_in(watcher, turn)
        server.start()
        until_ended(tmp_path / "a", 2)


def test_typed_words_are_taken_before_the_server_is_there_and_carried_out_when_it_is(
    server: PostgresServer, tmp_path: Path
) -> None:
    server.stop()
    with running_house(tmp_path / "a", server) as house, watching(house) as watcher:
        turn = watcher.say("chain x1")
        said = said_in(watcher, turn)
        assert f"127.0.0.1:{server.port}" in said
        assert "runs.database" in said
        assert "Connection refused" in said
        server.start()
        assert watcher.settled(turn) == [("chain", "done")]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"password": "wrong-one"}, "does not accept the user name and password in the setting `runs.database`"),
        ({"database": ""}, "is no address of a PostgreSQL database"),
    ],
)
def test_a_wrong_setting_is_named_and_its_password_never(
    change: dict[str, str], told: str, server: PostgresServer, tmp_path: Path
) -> None:
    house = sidecar(tmp_path / "a", server.url(**change))
    house.start()
    with watching(house) as watcher:
        assert told in said_in(watcher, watcher.say("chain x1"))
    house.stop()
    assert told in logged(house)
    assert "Traceback" not in logged(house)
    assert not [word for word in (PASSWORD, "wrong-one") if word in logged(house)]


def test_a_sidecar_stops_at_once_also_while_the_server_is_away(server: PostgresServer, tmp_path: Path) -> None:
    house = sidecar(tmp_path / "a", server.url())
    house.start()
    with watching(house) as watcher:
        assert watcher.settled(watcher.say("chain x0")) == [("chain", "done")]
        server.stop()
        watcher.say("chain x1")
    house.stop()
    assert "Traceback" not in logged(house)
    server.start()
    house.start()
    until_ended(tmp_path / "a", 2)
    house.stop()


def test_two_folders_share_a_database_and_never_carry_out_each_others_runs(server: PostgresServer, tmp_path: Path) -> None:
    first, second = (sidecar(tmp_path / name, server.url()) for name in ("a", "b"))
    first.start()
    with watching(first) as watcher:
        watcher.say("rest x1")
        watcher.until(lambda event: event["type"] == "step.finished")
    first.kill()
    second.start()
    with watching(second) as watcher:
        assert watcher.settled(watcher.say("chain x2")) == [("chain", "done")]
    first.start()
    until_ended(tmp_path / "a", 1)
    first.stop()
    second.stop()
    assert set(done(tmp_path / "a").values()) == set(done(tmp_path / "b").values()) == {1}


def test_a_copy_of_a_folder_carries_nothing_out_while_the_other_runs(server: PostgresServer, tmp_path: Path) -> None:
    first, second = (sidecar(tmp_path / name, server.url()) for name in ("a", "b"))
    first.start()
    with watching(first) as watcher:
        assert watcher.settled(watcher.say("chain x0")) == [("chain", "done")]
    second.settle()
    (second.data / "runs.schema").write_text((first.data / "runs.schema").read_text())
    second.start()
    with watching(second) as watcher:
        turn = watcher.say("chain x1")
        assert "Another process carries out the runs of this data folder" in said_in(watcher, turn)
        first.stop()
        assert watcher.settled(turn) == [("chain", "done")]
    second.stop()
