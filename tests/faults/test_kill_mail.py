"""kill -9 while letters are sent, also right after the server took one and before it said so: none is sent twice, none is lost."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path

import pytest
from websockets.exceptions import WebSocketException

from tests.e2e.sidecar import Sidecar
from tests.e2e.watcher import watching
from tests.faults.test_kill import answer, open_questions
from tests.fixtures.mailserver import OWNER, PASSWORD, MailServer

pytestmark = [pytest.mark.faults, pytest.mark.mail]
KILLS = int(os.environ.get("SYMBIOTE_KILLS", "12"))
"""How often; the long run of two hundred takes some ten minutes on two cores."""
HOUSES = 2
AFTER_TAKING = 0.4
"""How often the kill falls between the server's taking a letter and its saying so."""
EARLY = 0.2
"""How often it falls while the sidecar starts up."""
LATEST, PATIENCE = 1.5, 20.0
"""Seconds after a sentence was accepted within which a sidecar is killed otherwise, and for which the server waits for a letter."""
LETTERS = {
    "letter": "- mail.send: {to: anna@example.com, subject: '{{ n }}', text: Good day}\n",
    "round": "- for_each: ['1', '2', '3']\n  steps:\n"
    "  - mail.send: {to: anna@example.com, subject: '{{ n }} {{ item }}', text: Good day}\n",
}
"""Name -> steps. What is said is the name and a number: `letter x17`."""


@dataclass
class Ordeal:
    """One data folder and its mail server; the sidecar is killed again and again."""

    folder: Path
    server: MailServer
    seed: int
    kills: int
    accepted: list[str] = field(default_factory=list)
    taken_and_killed: list[str] = field(default_factory=list)
    faults: list[BaseException] = field(default_factory=list)

    def __post_init__(self) -> None:
        commands = self.folder / "commands"
        commands.mkdir(parents=True)
        for name, steps in LETTERS.items():
            head = f"title: {name}\nphrases: {{en: ['{name} {{n}}']}}\nslots: {{n: text}}\nsteps:\n"
            (commands / f"{name}.yaml").write_text(head + steps, encoding="utf-8")
        self.sidecar = Sidecar(self.folder / "data", [commands], environment={"ASSISTANT_RUNS__HOLD_SECONDS": "0"})
        self.random = random.Random(self.seed)  # noqa: S311 - a repeatable choice, no secret
        self.count = 0

    def go_through(self) -> None:
        """The mailbox, all kills, then a last start in which everything is brought to its end."""
        try:
            self.sidecar.start()
            with watching(self.sidecar) as watcher:
                account = self.server.account()
                servers = {name: getattr(account, name).model_dump() for name in ("incoming", "outgoing")}
                watcher.call("mail.add", email=OWNER, password=PASSWORD, name="Owner", **servers)
            for _ in range(self.kills):
                self._speak_until_killed()
                self.sidecar.kill()
                self.sidecar.start()
            self._bring_to_an_end()
            self.sidecar.stop()
        except BaseException as error:  # noqa: BLE001 - raised again in the test's own thread
            self.faults.append(error)
            self.sidecar.kill()

    def _speak_until_killed(self) -> None:
        """Say things; the kill falls while it starts up, some time after it has accepted something, or when a letter is taken."""
        chance = self.random.random()
        early, taken = chance < EARLY, chance > 1 - AFTER_TAKING
        killer = threading.Timer(PATIENCE if taken else self.random.uniform(0.0, LATEST), self._kill)
        try:
            if early:
                killer.start()
            with watching(self.sidecar) as watcher:
                for question in open_questions(watcher):
                    if self.random.random() < 0.5:
                        answer(watcher, question)
                if taken:
                    self.server.sink.before_answer = self._kill_once_taken
                for number in range(self.random.randint(1, 3)):
                    self.count += 1
                    self.accepted.append(watcher.say(f"{self.random.choice([*LETTERS])} x{self.count}"))
                    if not number and not early:
                        killer.start()
                watcher.until(lambda _event: False)
        except (WebSocketException, OSError, EOFError):
            pass  # it is dead
        finally:
            self.server.sink.before_answer = lambda: None
            killer.cancel()
            if killer.ident:
                killer.join()

    def _kill_once_taken(self) -> None:
        self.server.sink.before_answer = lambda: None
        self.taken_and_killed.append(subject(self.server.sink.taken[-1][2]))
        self._kill()

    def _kill(self) -> None:
        os.kill(self.sidecar.pid, signal.SIGKILL)

    def _bring_to_an_end(self) -> None:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            with watching(self.sidecar) as watcher:
                for question in open_questions(watcher):
                    answer(watcher, question)
            if not self.rows(
                "select plan from clause where state = 'queued' union all select id from run where finished is null"
            ):
                return
            time.sleep(0.2)
        left = self.rows("select id, state from run where finished is null")
        raise AssertionError(f"never finished: {left}")

    def rows(self, sql: str) -> list[tuple[str, ...]]:
        """What the store holds."""
        with closing(sqlite3.connect(self.folder / "data" / "assistant.sqlite")) as store:
            return store.execute(sql).fetchall()

    def came(self) -> Counter[str]:
        """How often each letter was taken by the server, by its subject."""
        return Counter(subject(raw) for _sender, _people, raw in self.server.sink.taken)

    def asked_for(self) -> dict[str, tuple[str, str]]:
        """Each letter that was asked for, by its subject: its run and how that ended."""
        asked = {}
        for run, command, slots, state in self.rows("select id, command, slots, state from run"):
            said = str(json.loads(slots)["n"])
            for wanted in [said] if command == "letter" else [f"{said} {number}" for number in (1, 2, 3)]:
                asked[wanted] = (run, state)
        return asked


def subject(raw: bytes) -> str:
    """What a letter is about, by which the tests know it."""
    return str(message_from_bytes(raw)["Subject"])


@pytest.fixture(scope="module")
def ordeals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Ordeal]]:
    """The killing itself, once for all tests of this page."""
    folder = tmp_path_factory.mktemp("kill-mail")
    with ExitStack() as stack:
        servers = []
        for _number in range(HOUSES):
            # Each in a folder of its own: its sockets need a short path, and it reads as a user without rights.
            place = stack.enter_context(tempfile.TemporaryDirectory(prefix="mail-", ignore_cleanup_errors=True))
            server = MailServer(Path(place))
            stack.callback(server.close)
            server.start()
            servers.append(server)
        made = [Ordeal(folder / str(number), server, seed=number, kills=KILLS // HOUSES) for number, server in enumerate(servers)]
        threads = [threading.Thread(target=ordeal.go_through) for ordeal in made]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for ordeal in made:
            if ordeal.faults:
                raise ordeal.faults[0]
        figures = Counter(state for ordeal in made for _run, state in ordeal.asked_for().values())
        print(  # noqa: T201 - the figures of the closing note
            f"\n{KILLS} kills, {sum(len(ordeal.taken_and_killed) for ordeal in made)} between taking and answering; letters asked "
            f"for by how their run ended: {dict(figures)}; taken by the server: {sum(ordeal.came().total() for ordeal in made)}"
        )
        yield made


def test_every_accepted_sentence_is_carried_out_and_its_run_ends(ordeals: list[Ordeal]) -> None:
    for ordeal in ordeals:
        assert len(ordeal.accepted) >= KILLS // HOUSES // 2, "too little was said for the test to mean anything"
        assert set(ordeal.accepted) <= {row[0] for row in ordeal.rows("select turn from run")}
        assert {row[0] for row in ordeal.rows("select state from run")} <= {"done", "unconfirmed"}


def test_no_letter_is_sent_twice_or_without_being_asked_for(ordeals: list[Ordeal]) -> None:
    for ordeal in ordeals:
        came = ordeal.came()
        assert came
        assert [letter for letter, times in came.items() if times > 1] == []
        assert set(came) <= set(ordeal.asked_for())


def test_no_letter_is_lost_in_silence(ordeals: list[Ordeal]) -> None:
    for ordeal in ordeals:
        came = ordeal.came()
        doubted = {row[0] for row in ordeal.rows("select run from question")}
        for letter, (run, state) in ordeal.asked_for().items():
            assert letter in came or (state == "unconfirmed" and run in doubted), letter


def test_a_letter_the_server_took_before_the_kill_is_never_told_as_not_sent_or_sent_again(ordeals: list[Ordeal]) -> None:
    cut = [(ordeal, letter) for ordeal in ordeals for letter in ordeal.taken_and_killed]
    assert cut
    for ordeal, letter in cut:
        run, state = ordeal.asked_for()[letter]
        assert (ordeal.came()[letter], state) == (1, "unconfirmed")
        assert ordeal.rows(f"select 1 from question where run = '{run}'")  # noqa: S608 - of the test's own store
