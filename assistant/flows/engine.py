"""Durable runs on DBOS; the only module that knows it.

One workflow sequences a plan, one interprets a flow document, one a branch of it; their inputs are the documents, frozen.
Everything a workflow learns goes through `record`, a DBOS step, so that after kill -9 it goes on where it was.
Facts behind the choices: DBOS steps are at-least-once; the application version must be pinned or parked runs are never
resumed; WAL must be switched on by us; resumed workflows start on DBOS's own event loop, so their bodies are taken home to ours.
"""

from __future__ import annotations

import asyncio
import contextvars
import dataclasses
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
from dbos import DBOS, DBOSConfig, SetWorkflowID
from dbos import _workflow_commands as chores
from dbos._utils import INTERNAL_QUEUE_NAME

from assistant import clock
from assistant.domain.base import Json
from assistant.domain.event.envelope import AnyEvent
from assistant.domain.event.run import LoopProgressed, RunFinished, StepFinished
from assistant.domain.run import Rule, RunState, Source
from assistant.errors import RunCancelled, StepError, StepRefused
from assistant.flows import words
from assistant.flows.act import UNREACHABLE, Bounds, act, finished, shown
from assistant.flows.conduct import Conductor
from assistant.flows.context import Context, Ports
from assistant.flows.desk import Course, Errand, question_of
from assistant.flows.enginefile import first_time, look_up_only_what_was_recorded, open_file
from assistant.flows.engineserver import Outage, RunsServer
from assistant.flows.live import LiveRuns
from assistant.flows.naming import named
from assistant.flows.outbox import Outbox
from assistant.flows.progress import Progress
from assistant.flows.recorded import outcome_of, patiently, recorded_value
from assistant.ports import Commands, Tables
from assistant.settings import RunSettings
from assistant.store.effects import Effects
from assistant.store.events import Events
from assistant.store.rules import Rules
from assistant.store.runs import Runs
from assistant.store.turns import Turns

logger = logging.getLogger(__name__)
VERSION = "interpreter-1"
"""Pinned: the version of the flow documents, not of the program."""
LONGEST_OUT_OF_REACH = 60.0
"""Seconds between two tries of a step whose other side cannot be reached."""
CALM_AFTER_S = 15.0
LOOK_S = 60.0
"""Between two looks of DBOS for work that we do not give it."""
MOMENT = 0.05
"""Seconds after which what was left to be told is told."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the engine works with."""

    turns: Turns
    runs: Runs
    effects: Effects
    events: Events
    live: LiveRuns
    ports: Ports
    rules: Rules
    outbox: Outbox


class Engine:
    """Carries plans out. `run()` serves until cancelled; `ring()` says that the outbox has something new."""

    def __init__(self, data: Path, settings: RunSettings, parts: Parts) -> None:
        self._data = data
        self._settings = settings
        self._parts = parts
        self._conductor = Conductor(self, parts.turns, parts.runs, parts.effects, parts.events, parts.live, parts.ports)
        self._progress = Progress(parts.events)
        self._server = RunsServer(settings.database, data) if settings.database else None
        self._outage = Outage(self._server, parts.turns, parts.runs, parts.events)
        self._bell = anyio.Event()
        self._home: asyncio.AbstractEventLoop | None = None
        self._work: set[asyncio.Task[Any] | None] = set()
        self._recorded: dict[str, Counter[str]] = {}
        """For each workflow under way: the steps it had recorded when it was begun (again) and has not come past yet, by name."""

    def apply(self, settings: RunSettings) -> None:
        """Take changed settings over, from the next step and question on; the database only at the next start."""
        self._settings = settings

    async def run(self) -> None:
        """Launch, resume what was interrupted, and start plans from the outbox until cancelled."""
        self._home = asyncio.get_running_loop()
        await self._parts.live.remember()
        try:
            await self._outage.begin(self._launch, self._new_bell)
            await self._report_lost()
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(self._keep_telling)
                tasks.start_soon(self._look_seldom)
                tasks.start_soon(self._outage.watch)
                while True:
                    bell = self._new_bell()
                    await self._deliver()
                    await bell.wait()
        finally:
            with anyio.CancelScope(shield=True):
                await self._let_go()

    def ring(self) -> None:
        """Look into the outbox now. On the event loop."""
        self._bell.set()

    def _new_bell(self) -> anyio.Event:
        self._bell = anyio.Event()
        return self._bell

    # --- what the walk needs (flows.desk.Desk) ---

    async def record(self, name: str, work: Callable[[], Awaitable[Json]]) -> Json:
        """Do `work` at home and record what it gives. Raises RunCancelled, StepRefused and StepError as recorded."""

        # A step given to DBOS as a plain function is looked up and recorded in one visit to a thread, an async one in three.
        if self._was_recorded(name):
            recorded = await DBOS.run_step_async({"name": name}, _lost)
        else:
            outcome = await outcome_of(work)
            with first_time():
                recorded = await DBOS.run_step_async({"name": name}, lambda: outcome)
        return recorded_value(recorded)

    async def act(self, course: Course, errand: Errand) -> dict[str, Json]:
        """Carry out a step of a found kind."""
        parts = self._parts
        context = Context(course.run, course.turn, errand.path, course.language, parts.ports, parts.events)
        context.decided, context.outside = errand.decided, errand.outside
        patience_ends = clock.now() + timedelta(days=self._settings.question_days)
        tries = 0
        while True:
            bounds = Bounds(self._settings.step_timeout_s, patient=clock.now() < patience_ends)
            outcome: dict[str, Any] = {}
            with parts.live.cancellable(course.run):
                outcome = await act(
                    errand.step, errand.params, context, bounds, runs=parts.runs, effects=parts.effects, resend=errand.resend
                )
            if outcome["state"] != UNREACHABLE:
                break
            tries += 1
            await parts.live.out_of_reach(course.run, course.turn, min(2.0**tries, LONGEST_OUT_OF_REACH), first=tries == 1)
        if tries:
            await parts.live.within_reach(course.run, course.turn)
        return outcome

    async def allowed(self, rule: Rule) -> bool:
        """Whether the owner has allowed this for good."""
        return await self._parts.rules.allows(rule)

    async def hold(self, course: Course, path: str, kind: str, params: Json) -> bool:
        """Wait before something is sent."""
        seconds = self._settings.hold_seconds
        if not seconds:
            return True
        words = await named(params, self._parts.ports, course.language)
        return await self._parts.outbox.hold(course, path, kind, shown(params), words, seconds)

    async def proceed(self, course: Course) -> None:
        """Wait while the run is paused. Raises RunCancelled."""
        await self._parts.live.proceed(course.run, course.turn)

    async def tell(self, event: AnyEvent, key: str) -> None:
        """Tell an event of the walk once: a walk that is resumed comes to it again."""
        workflow = str(DBOS.workflow_id)
        if isinstance(event, LoopProgressed):
            await patiently(lambda: self._progress.tell(workflow, event, again=bool(self._recorded[workflow])))
            return
        if isinstance(event, StepFinished):
            await patiently(lambda: self._progress.ended(workflow, event.path))
        await patiently(lambda: self._parts.events.soon(event, key))

    async def tell_outcome(self, course: Course, path: str, kind: str, outcome: Mapping[str, Json]) -> None:
        """Tell once what came of a step, with the next thing that is written."""
        if (told := finished(course.turn, course.run, path, kind, outcome)) is not None:
            await self._parts.events.soon(told, f"{course.run}:{path}:finished")

    async def keep_sources(self, course: Course, path: str, sources: Sequence[Source]) -> None:
        """Mark the tables a step has changed."""
        if (tables := self._parts.ports.get(Tables)) is not None:
            await tables.mark(f"{course.run}:{path}", sources)

    async def ask(self, course: Course, question: Mapping[str, Json], question_id: str, path: str) -> Json:
        """Ask the owner and wait."""
        asked = clock.now()
        expires = asked + timedelta(days=self._settings.question_days)
        words = await named([question.get("details"), question.get("also")], self._parts.ports, course.language)
        whole = {**question, "named": words}
        answer = await self._parts.live.ask(question_of(course, whole, question_id, path, asked, expires))
        if answer.by == "cancelled":
            raise RunCancelled("Stopped.", ru="Остановлено.")
        if answer.by == "expired":
            raise StepError(
                "The question was not answered in time; ask for it again.",
                ru="На вопрос не ответили вовремя; попросите об этом ещё раз.",
            )
        return answer.value

    async def wait(self, course: Course, until: datetime) -> None:
        """Wait until then."""
        await self._parts.live.wait_until(course.run, course.turn, until)

    async def now(self) -> datetime:
        """The time."""
        return clock.now()

    async def command(self, name: str) -> Mapping[str, Json]:
        """A command as it is now, as a document. Raises StepRefused."""
        commands: Commands = self._parts.ports[Commands]
        for command in await commands.all():
            if command.name == name:
                return self._conductor.document(command)
        raise StepRefused(f"There is no command {name!r}.", ru=f"Команды {name!r} нет.")

    async def branches(self, course: Course, docs: Mapping[str, Mapping[str, Json]], limit: int) -> dict[str, dict[str, Json]]:
        """Carry out documents side by side, `limit` at once, in the same order every time."""
        ended: dict[str, dict[str, Json]] = {}
        names = list(docs)
        for first in range(0, len(names), limit):
            handles = []
            for name in names[first : first + limit]:
                with SetWorkflowID(f"{course.run}/{docs[name]['path']}"):
                    handles.append((name, await DBOS.start_workflow_async(self._branch, _course(course), dict(docs[name]))))
            for name, handle in handles:
                ended[name] = await handle.get_result()
        if any("cancelled" in outcome for outcome in ended.values()):
            raise RunCancelled("Stopped.", ru="Остановлено.")
        return ended

    async def start_run(self, run: str, doc: dict[str, Json]) -> None:
        """Start the durable run of one clause; the same id again is the same run. Called within a plan's workflow."""
        with SetWorkflowID(run):
            await DBOS.start_workflow_async(self._run, doc)

    # --- within ---

    def _launch(self) -> None:
        config = DBOSConfig(
            name="symbiote",
            executor_id="local",
            application_version=VERSION,
            log_level="ERROR",
            scheduler_polling_interval_sec=300.0,
        )
        # We give DBOS nothing to delay and no time limits; see _look_seldom.
        chores._BACKGROUND_JOBS_INTERVAL_SEC = LOOK_S
        if self._server is not None:
            self._server.hold()
            config["system_database_url"], config["dbos_system_schema"] = self._server.url, self._server.schema
        else:
            file = self._data / "runs.sqlite"
            config["system_database_url"] = f"sqlite:///{file}"
            config["system_database_engine"] = open_file(file)
        self._dbos = DBOS(config=config)
        self._register()
        if self._server is None:
            DBOS.launch()
        else:
            self._server.launch(DBOS.launch, _destroy)
        look_up_only_what_was_recorded(self._dbos._sys_db)

    def _register(self) -> None:
        """The workflows as functions of their own: DBOS marks them, which a method does not bear.

        A run waits for days and is taken up at every start; DBOS would give it up at the hundredth.
        """

        async def plan(outbox: str) -> None:
            await self._at_home(lambda: self._conductor.plan(outbox))

        async def run(doc: dict[str, Json]) -> None:
            await self._at_home(lambda: self._conductor.run(doc))

        async def branch(course: dict[str, Json], doc: dict[str, Json]) -> dict[str, Json]:
            ended: dict[str, Json] = await self._at_home(lambda: self._conductor.branch(Course(**course), doc))
            return ended

        self._plan = DBOS.workflow(name="plan", max_recovery_attempts=None)(plan)
        self._run = DBOS.workflow(name="run", max_recovery_attempts=None)(run)
        self._branch = DBOS.workflow(name="branch", max_recovery_attempts=None)(branch)

    async def _at_home(self, body: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        """Carry out the body of a workflow on the application's event loop, from whichever loop DBOS has started it on."""
        if self._home is None or asyncio.get_running_loop() is self._home:
            return await self._working(body)
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(self._working(body), self._home))

    async def _working(self, body: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        workflow = str(DBOS.workflow_id)
        task = asyncio.current_task()
        self._work.add(task)
        try:
            self._recorded[workflow] = await anyio.to_thread.run_sync(_recorded_names, workflow)
            return await body()
        finally:
            self._recorded.pop(workflow, None)
            self._progress.forget(workflow)
            self._work.discard(task)

    def _was_recorded(self, name: str) -> bool:
        """Whether this workflow's next step was recorded before it was interrupted; asked once for each step."""
        left = self._recorded[str(DBOS.workflow_id)]
        if not left[name]:
            return False
        left[name] -= 1
        if not left[name]:
            del left[name]
        return True

    async def _let_go(self) -> None:
        """Leave every workflow where it is: what it has recorded stays, and it goes on at the next start."""
        tasks = [task for task in self._work if task is not None]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=5)
        await anyio.to_thread.run_sync(_destroy)
        if self._server is not None:
            self._server.let_go()

    async def _look_seldom(self) -> None:
        """DBOS looks every second for queued, delayed and timed-out workflows and offers no setting for that; on a quiet
        computer these looks cost more than all else but listening. Ours are in its queue only while they are resumed."""
        await anyio.sleep(CALM_AFTER_S)
        self._dbos._registry._register_internal_queue(INTERNAL_QUEUE_NAME)._polling_interval_sec = LOOK_S

    async def _keep_telling(self) -> None:
        """What was left to be told with the next write is told after a moment, also while a step takes long."""
        while True:
            await self._parts.events.something_left()
            await anyio.sleep(MOMENT)
            await patiently(self._catch_up)

    async def _catch_up(self) -> None:
        await self._progress.release({workflow for workflow, left in self._recorded.items() if left})
        await self._parts.events.catch_up()

    async def _deliver(self) -> None:
        for plan in await self._parts.turns.waiting():
            with SetWorkflowID(plan):
                await DBOS.start_workflow_async(self._plan, plan)
            await self._parts.turns.delivered(plan)

    async def _report_lost(self) -> None:
        """Runs the engine knows nothing of (its file was damaged) are ended with a clear word instead of hanging.

        What DBOS itself had given up before it was told never to is taken up again.
        """
        for given_up in await DBOS.list_workflows_async(status="MAX_RECOVERY_ATTEMPTS_EXCEEDED", load_input=False):
            await DBOS.resume_workflow_async(given_up.workflow_id)
        for run in await self._parts.runs.open():
            if await DBOS.get_workflow_status_async(run.id) is None:
                error = words.lost()["en"]
                await self._parts.runs.finish(RunFinished(turn=run.turn, run=run.id, state=RunState.FAILED, error=error))


def _recorded_names(workflow: str) -> Counter[str]:
    # In a context of its own: within a workflow's, looking would itself become a recorded step. Blocking.
    steps = contextvars.Context().run(DBOS.list_workflow_steps, workflow, load_output=False)
    return Counter(step["function_name"] for step in steps if step["child_workflow_id"] is None)


def _lost() -> dict[str, Json]:
    raise LookupError("a recorded step is not there any more")


def _course(course: Course) -> dict[str, Json]:
    return dataclasses.asdict(course)


def _destroy() -> None:
    DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=0)
