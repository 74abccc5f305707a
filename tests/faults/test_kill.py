"""kill -9 at random points of random flows, two hundred times, then one look at everything that was said and done."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import sqlite3
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from websockets.exceptions import WebSocketException

from assistant.domain.run import FINAL
from tests.e2e.sidecar import BUILT_IN, Sidecar
from tests.e2e.watcher import Event, Watcher, watching
from tests.fakes.web import Asked, Reply, Site, site
from tests.faults.commands import FLOWS, write

pytestmark = pytest.mark.faults
KILLS = int(os.environ.get("SYMBIOTE_KILLS", "40"))
"""How often; the long run of two hundred takes some seven minutes on two cores."""
HOUSES = 2
"""Data folders that are killed side by side."""
ENVIRONMENT = {"ASSISTANT_RUNS__HOLD_SECONDS": "0.3", "ASSISTANT_HTTP__ALLOW_HOSTS": '["127.0.0.1"]'}
"""What is sent waits long enough to be killed meanwhile, and goes to this computer."""
EARLY, LATE = 2.0, 1.0
"""Seconds after it was ready, or after it had accepted something, within which a sidecar is killed."""
FINAL_STATES = {state.value for state in FINAL}


@dataclass
class Ordeal:
    """One data folder that is killed again and again; `accepted` are the turns it has answered."""

    folder: Path
    sink: Site
    seed: int
    kills: int
    accepted: list[str] = field(default_factory=list)
    faults: list[BaseException] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lines = self.folder / "lines"
        self.lines.parent.mkdir(parents=True)
        self.lines.touch()
        commands = write(self.folder / "commands", self.lines, self.sink.url)
        self.sidecar = Sidecar(self.folder / "data", [commands, BUILT_IN], environment=ENVIRONMENT)
        self.random = random.Random(self.seed)  # noqa: S311 - a repeatable choice, no secret
        self.count = 0

    def go_through(self) -> None:
        """All kills, then a last start in which everything is brought to its end."""
        try:
            for _ in range(self.kills):
                self.sidecar.start()
                self._speak_until_killed()
                self.sidecar.kill()
            self.sidecar.start()
            self._bring_to_an_end()
            self.sidecar.stop()
        except BaseException as error:  # noqa: BLE001 - raised again in the test's own thread
            self.faults.append(error)
            self.sidecar.kill()

    def _speak_until_killed(self) -> None:
        """Say things while another thread kills the process, whatever it is doing: starting up, or some time after it has
        accepted something."""
        early = self.random.random() < 0.25
        killer = threading.Timer(self.random.uniform(0.0, EARLY if early else LATE), os.kill, [self.sidecar.pid, signal.SIGKILL])
        try:
            if early:
                killer.start()
            with watching(self.sidecar) as watcher:
                for number in range(self.random.randint(1, 3)):
                    self.accepted.append(watcher.say(self._sentence()))
                    if not number and not early:
                        killer.start()
                    self._answer(watcher)
                watcher.until(lambda _event: False)
        except (WebSocketException, OSError, EOFError, AssertionError):
            pass
        finally:
            if killer.ident:
                killer.join()

    def _sentence(self) -> str:
        parts = []
        for _ in range(self.random.choice([1, 1, 1, 2, 3])):
            self.count += 1
            kind = self.random.choice([*FLOWS, "timer"])
            parts.append("set a timer for 1 second" if kind == "timer" else f"{kind} x{self.count}")
        return " and then ".join(parts)

    def _answer(self, watcher: Watcher) -> None:
        for question in open_questions(watcher):
            if self.random.random() < 0.5:
                answer(watcher, question)

    def _bring_to_an_end(self) -> None:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            with watching(self.sidecar) as watcher:
                for question in open_questions(watcher):
                    answer(watcher, question)
            if not self.unfinished():
                return
            time.sleep(0.2)
        raise AssertionError(f"never finished: {self.unfinished()[:5]}")

    def rows(self, sql: str) -> list[tuple[str, ...]]:
        """What the store holds."""
        with closing(sqlite3.connect(self.folder / "data" / "assistant.sqlite")) as store:
            return store.execute(sql).fetchall()

    def unfinished(self) -> list[tuple[str, ...]]:
        """Clauses that are still to be carried out, and runs and reminders that have not ended."""
        return [
            *self.rows("select plan, state from clause where state = 'queued'"),
            *self.rows("select id, state from run where finished is null"),
            *self.rows("select id, body from record where collection = 'reminder' and removed is null and at is not null"),
        ]


def open_questions(watcher: Watcher) -> list[Event]:
    """What waits for the owner, as a window that has just opened knows it."""
    told = [envelope["event"] for envelope in watcher.welcome["snapshot"]["envelopes"]] + watcher.events
    answered = {event["answer"]["question"] for event in told if event["type"] == "question.answered"}
    return [event["question"] for event in told if event["type"] == "question.asked" and event["question"]["id"] not in answered]


def answer(watcher: Watcher, question: Event) -> None:
    """Say no to sending again, yes to everything else; another thread of the house may have closed it meanwhile."""
    value = False if question["kind"] == "approve" else "yes"
    with suppress(AssertionError):
        watcher.call(
            "question.answer", question=question["id"], value=value, hash=question["hash"], key=f"answer-{question['id']}"
        )


@pytest.fixture(scope="module")
def sink() -> Iterator[Site]:
    """Where things are sent to; it remembers every delivery by its key, and can be asked about one."""

    def reply(asked: Asked) -> Reply:
        with taking:
            if asked.method == "POST":
                came.add(asked.path)
            return Reply(status=200 if asked.path in came else 404)

    came: set[str] = set()
    taking = threading.Lock()
    with site(reply) as home:
        yield home


@pytest.fixture(scope="module")
def ordeals(tmp_path_factory: pytest.TempPathFactory, sink: Site) -> list[Ordeal]:
    """The killing itself, once for all tests of this page."""
    folder = tmp_path_factory.mktemp("kill")
    made = [Ordeal(folder / str(number), sink, seed=number, kills=KILLS // HOUSES) for number in range(HOUSES)]
    threads = [threading.Thread(target=ordeal.go_through) for ordeal in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for ordeal in made:
        if ordeal.faults:
            raise ordeal.faults[0]
    states: Counter[str] = Counter()
    for ordeal in made:
        states.update(row[0] for row in ordeal.rows("select state from run"))
    print(  # noqa: T201 - the figures of the closing note
        f"\n{KILLS} kills; {sum(len(ordeal.accepted) for ordeal in made)} utterances accepted; runs: {dict(states)}"
    )
    return made


def test_every_accepted_utterance_is_answered(ordeals: list[Ordeal]) -> None:
    for ordeal in ordeals:
        assert len(ordeal.accepted) > KILLS // HOUSES // 4, "too little was said for the test to mean anything"
        known = {row[0] for row in ordeal.rows("select turn from plan")}
        answered = {row[0] for row in ordeal.rows("select turn from event where type = 'utterance.answered'")}
        assert set(ordeal.accepted) <= known | answered
        assert {row[0] for row in ordeal.rows("select state from run")} <= FINAL_STATES
        clauses = ordeal.rows("select count(*) from clause where state = 'started'")[0][0]
        assert ordeal.rows("select count(*) from run")[0][0] == clauses


def test_no_step_that_was_told_as_finished_is_begun_again(ordeals: list[Ordeal]) -> None:
    for ordeal in ordeals:
        finished = {
            f"{run}:{path}": datetime.fromisoformat(at).timestamp()
            for run, path, at in ordeal.rows(
                "select run, json_extract(body, '$.path'), at from event where type = 'step.finished' "
                "and json_extract(body, '$.state') = 'done'"
            )
        }
        began = [line.split() for line in ordeal.lines.read_text().splitlines() if line.startswith("begin ")]
        assert began
        again = [key for _word, key, at in began if key in finished and float(at) > finished[key]]
        assert again == []


def test_every_step_of_a_finished_run_was_done(ordeals: list[Ordeal]) -> None:
    for ordeal in ordeals:
        ended = Counter(line.split()[1] for line in ordeal.lines.read_text().splitlines() if line.startswith("end "))
        done = dict(ordeal.rows("select id, command from run where state = 'done'"))
        steps: defaultdict[str, int] = defaultdict(int)
        for key in ended:
            steps[key.split(":")[0]] += 1
        wanted = {"chain": 3, "loop": 4, "fork": 2, "rest": 2, "enquire": 2}
        missing = {run: name for run, name in done.items() if name in wanted and steps[run] != wanted[name]}
        assert missing == {}


def test_nothing_is_sent_twice_without_the_owners_yes(ordeals: list[Ordeal]) -> None:
    for ordeal in ordeals:
        sent = Counter(line.split()[1] for line in ordeal.lines.read_text().splitlines() if line.startswith("sent "))
        assert [key for key, times in sent.items() if times > 1] == []


def test_what_is_delivered_arrives_once_and_nothing_is_lost(ordeals: list[Ordeal], sink: Site) -> None:
    came = Counter(asked.path for asked in sink.asked if asked.method == "POST")
    assert [path for path, times in came.items() if times > 1] == []
    effects = [row for ordeal in ordeals for row in ordeal.rows("select key, receipt from effect where kind = 'trial.post'")]
    sent = {f"/{hashlib.sha256(key.encode()).hexdigest()[:32]}" for key, receipt in effects if receipt}
    assert sent
    assert sent == set(came)
    for ordeal in ordeals:
        rows = ordeal.rows(
            "select r.command, count(e.key) from run r left join effect e on e.run = r.id and e.kind = 'trial.post' "
            "where r.command in ('deliver', 'round') and r.state = 'done' group by r.id, r.command"
        )
        assert rows
        assert [row for row in rows if row[1] != {"deliver": 1, "round": 3}[row[0]]] == []
        lost = ordeal.rows("select id, state, error from run where command in ('deliver', 'round') and state != 'done'")
        assert lost == []


def test_every_timer_fires_exactly_once(ordeals: list[Ordeal]) -> None:
    for ordeal in ordeals:
        timers = [row[0] for row in ordeal.rows("select id from record where collection = 'reminder'")]
        fired = Counter(
            row[0]
            for row in ordeal.rows(
                "select json_extract(body, '$.record.id') from event where type in ('reminder.fired', 'reminder.missed')"
            )
        )
        assert timers
        assert fired == Counter(timers)
