"""The process ends at each point in turn where something is kept or sent, once, twice, three times: no send is done twice or lost unasked."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import anyio
import pytest

from assistant import ports
from assistant.domain.base import Json
from assistant.domain.event.envelope import AnyEvent
from assistant.domain.run import Answer
from assistant.domain.web import WebAnswer, WebRequest
from assistant.errors import StepError
from assistant.flows.desk import Course
from assistant.flows.engine import Engine
from assistant.flows.recorded import outcome_of, recorded_value
from assistant.store.database import Database, Transaction
from tests.fakes.house import House, planned

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
LIVES = int(os.environ.get("SYMBIOTE_LIVES", "20"))
"""How many courses of two and three stops are tried of each flow, beside all of one; all of two is some two thousand."""
T = TypeVar("T")
FLOWS = {
    "looked_up": "- trial.post: {url: 'http://there', text: a}\n",
    "unknown": "- http: {url: 'http://there/a', method: POST}\n",
    "agreed": "- http: {url: 'http://there/a', method: POST}\n  confirm: really?\n",
    "round": "- for_each: ['1', '2']\n  steps:\n  - http: {url: 'http://there/{{ item }}', method: POST}\n",
    "not_looked_up": "- trial.post: {url: 'http://there', text: a}\n  on_error: continue\n- say: x\n",
    "tried_again": "- http: {url: 'http://there/a', method: POST}\n  retry: {times: 2, seconds: 0}\n  on_error: continue\n- say: x\n",
}
BROKEN = {"not_looked_up": "GET", "tried_again": "POST"}
"""What the server says nothing to, though it takes what is sent."""


class Stopped(BaseException):
    """The process has ended here."""


@dataclass
class Stops:
    """Ends the process at the chosen point of each life; the last life has none."""

    chosen: Sequence[int]
    life: int = 0
    passed: int = 0
    """Points passed in this life."""

    def point(self) -> None:
        """Something may end here."""
        self.passed += 1
        if self.life < len(self.chosen) and self.passed == self.chosen[self.life]:
            raise Stopped


class Store(Database):
    """Ends before or after what it commits."""

    stops = Stops(())

    def _committed(self, work: Callable[[Transaction], T], left: Sequence[tuple[AnyEvent, str, object]]) -> T:
        self.stops.point()
        result = super()._committed(work, left)  # type: ignore[arg-type]
        self.stops.point()
        return result


@dataclass
class Server(ports.Web):
    """What takes what is sent, and can be asked about it; the process may end before, within and after."""

    stops: Stops
    came: Counter[str] = field(default_factory=Counter)
    broken: str = ""

    async def fetch(self, request: WebRequest) -> WebAnswer:
        self.stops.point()
        if request.method == "POST":
            self.came[request.url] += 1
            self.stops.point()
        if request.method == self.broken:
            raise StepError("the connection broke")
        found = request.url in self.came
        return WebAnswer(status=200 if found else 404, url=request.url, headers={}, body=b"")


class Journal(Engine):
    """The real engine on a journal of its own in place of DBOS: what was recorded before the end is given again."""

    stops = Stops(())
    kept: list[tuple[str, dict[str, Json]]]
    place = 0

    async def document(self, plan: str) -> dict[str, Any]:
        """What a run of the plan's first clause is started with."""
        return dict(await self._conductor._document(plan, 0))

    async def carry_out(self, doc: dict[str, Any]) -> None:
        """The run, from its beginning or from where the journal ends."""
        self.place = 0
        await self._conductor.run(doc)

    async def record(self, name: str, work: Callable[[], Awaitable[Json]]) -> Json:
        place, self.place = self.place, self.place + 1
        if place == len(self.kept):
            outcome = await outcome_of(work)
            self.stops.point()
            self.kept.append((name, outcome))
        assert self.kept[place][0] == name
        return recorded_value(self.kept[place][1])

    async def tell(self, event: AnyEvent, key: str) -> None:
        await self._parts.events.soon(event, key)

    async def keep_sources(self, course: Course, path: str, sources: Sequence[object]) -> None:
        """There are no tables."""


class Home(House):
    """A house that may end at any point."""

    store, kind = Store, Journal
    engine: Journal


@dataclass
class Story:
    """One run through all its lives, and the owner beside it: yes to what is asked, now and then yes to sending again."""

    folder: Path
    doc: dict[str, Any]
    stops: Stops
    fortune: random.Random
    broken: str
    kept: list[tuple[str, dict[str, Json]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server = Server(self.stops, broken=self.broken)

    async def live(self) -> None:
        """Until a life comes to its end."""
        while not await self._life():
            self.stops.life += 1

    async def _life(self) -> bool:
        home = Home(self.folder)
        self.stops.passed = 0
        home.database.stops = home.engine.stops = self.stops  # type: ignore[attr-defined]
        home.engine.kept = self.kept
        home.ports[ports.Web] = self.server
        try:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(self._answer, home)
                await home.engine.carry_out(self.doc)
                await home.events.catch_up()
                tasks.cancel_scope.cancel()
        except BaseExceptionGroup as group:
            if group.split(Stopped)[1] is not None:
                raise
            return False
        finally:
            home.database.close()
        return True

    async def _answer(self, home: Home) -> None:
        while True:
            changed = home.changed()
            for question in await home.runs.questions():
                value = self.fortune.random() < 0.5 if ".unsure" in question.path else True
                await home.live.answer(Answer(question=question.id, value=value, hash=question.hash))
            await changed.wait()

    def faults(self) -> list[str]:
        """What is wrong with how it ended."""
        with closing(sqlite3.connect(self.folder / "assistant.sqlite")) as store:
            ((state, error),) = store.execute("select state, error from run").fetchall()
            effects = store.execute("select path, receipt from effect").fetchall()
            asked = store.execute("select id, json_extract(answer, '$.value') from question").fetchall()
        faults = [f"ended {state}: {error}"] if state not in ("done", "unconfirmed") else []
        unproven = [path for path, receipt in effects if receipt is None]
        faults += [f"{path} was never asked about" for path in unproven if not any(f":{path}.unsure" in one for one, _ in asked)]
        faults += [f"ended {state} with {unproven} unproven"] if (state == "done") == bool(unproven) else []
        again = sum(1 for one, answer in asked if ".unsure" in one and answer == 1)
        once = sum(self.server.came.values()) - len(self.server.came)
        faults += [f"sent {once} times too often, asked for {again}"] if once > again else []
        wanted = 2 if "[1]" in str(effects) else 1
        faults += ["not sent, and not told"] if state == "done" and len(self.server.came) != wanted else []
        return faults


async def told(name: str, folder: Path) -> dict[str, Any]:
    """A folder with what was said, and what its run is started with."""
    home = Home(folder)
    home.command(name, f"steps:\n{FLOWS[name]}")
    doc = await home.engine.document(await home.say(planned(name)))
    home.database.close()
    return doc


@pytest.mark.parametrize("name", FLOWS)
async def test_wherever_the_process_ends_a_send_is_done_once_or_asked_about(name: str, tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    doc = await told(name, tmp_path / "first")
    fortune = random.Random(name)  # noqa: S311 - a repeatable choice, no secret

    async def story(*chosen: int) -> Story:
        folder = tmp_path / "-".join(map(str, ("life", *chosen)))
        shutil.copytree(tmp_path / "first", folder)
        lived = Story(folder, doc, Stops(chosen), fortune, broken=BROKEN.get(name, ""))
        await lived.live()
        assert lived.faults() == [], chosen
        shutil.rmtree(folder)
        return lived

    points = (await story()).stops.passed
    assert points > 10
    for point in range(1, points + 1):
        await story(point)
    for _ in range(LIVES):
        await story(*(fortune.randint(1, points) for _ in range(fortune.choice([2, 2, 3]))))
