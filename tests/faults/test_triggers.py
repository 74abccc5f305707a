"""kill -9 while triggers fire: every minute that was due is fired exactly once, whatever was killed."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.sidecar import Sidecar

pytestmark = pytest.mark.faults
KILLS = int(os.environ.get("SYMBIOTE_TRIGGER_KILLS", "8"))
COMMAND = """title: tick
triggers: [{on: start}, {file: %s}]
steps:
- trial.effect: {file: '%s', text: tick}
"""
FOLLOWING = """title: tock
triggers: [{after: tick}]
steps:
- trial.effect: {file: '%s', text: tock}
"""


def rows(data: Path, sql: str, *bound: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(data / "assistant.sqlite")) as store:
        return store.execute(sql, bound).fetchall()


def test_what_fired_ran_exactly_once_and_what_follows_followed_once(tmp_path: Path) -> None:
    lines, watched, commands = tmp_path / "lines", tmp_path / "in.csv", tmp_path / "commands"
    commands.mkdir()
    for place in (lines, watched):
        place.touch()
    (commands / "tick.yaml").write_text(COMMAND % (watched, lines), encoding="utf-8")
    (commands / "tock.yaml").write_text(FOLLOWING % lines, encoding="utf-8")
    sidecar = Sidecar(tmp_path / "data", [commands])
    chance = random.Random(5)  # noqa: S311 - a repeatable choice, no secret
    for number in range(KILLS):
        sidecar.start()
        watched.write_text(f"change {number}", encoding="utf-8")
        time.sleep(chance.uniform(0.0, 4.0))
        os.kill(sidecar.pid, signal.SIGKILL)
        sidecar.kill()
    sidecar.start()
    deadline = time.monotonic() + 60
    steady = 0
    while steady < 5 and time.monotonic() < deadline:
        open_ = rows(
            tmp_path / "data", "select 1 from run where finished is null union all select 1 from outbox where delivered is null"
        )
        ticks, tocks = (rows(tmp_path / "data", "select 1 from run where command = ?", name) for name in ("tick", "tock"))
        steady = steady + 1 if not open_ and ticks and len(ticks) == len(tocks) else 0
        time.sleep(0.5)
    sidecar.stop()
    fired = rows(tmp_path / "data", "select turn, json_extract(body, '$.command') from event where type = 'trigger.fired'")
    ran = Counter(turn for (turn,) in rows(tmp_path / "data", "select turn from run"))
    assert fired and ran == Counter(turn for turn, _command in fired)
    commands_fired = Counter(command for _turn, command in fired)
    assert commands_fired["tick"] == commands_fired["tock"] > KILLS // 2
    begun = Counter(line.split()[1] for line in lines.read_text(encoding="utf-8").splitlines() if line.startswith("end "))
    assert len(begun) == len(fired)
