"""Tasks a model carries out in the browser, from the sidecar's side: each in a child process, bounded, watched, under the owner's hand."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import anyio
import anyio.to_thread
import httpx
from anyio.abc import TaskGroup

from assistant import ports
from assistant.browser import words
from assistant.browser.agent.child import child
from assistant.browser.agent.lines import (
    Acted,
    Acting,
    Asking,
    AskModel,
    Begin,
    Broken,
    Ended,
    Leaving,
    Opened,
    Order,
    Reaching,
    Reply,
)
from assistant.browser.group import GONE
from assistant.browser.irreversible import is_irreversible
from assistant.browser.journal import Journal, make_room
from assistant.browser.permission import Permission
from assistant.browser.running import Running, RunningBrowser
from assistant.browser.sites import Sites
from assistant.domain.base import Json
from assistant.domain.event.browsing import ActState, BrowsingChanged, BrowsingState
from assistant.domain.event.envelope import AnyEvent
from assistant.domain.model import Completion, Prompt
from assistant.domain.page import SiteRules
from assistant.domain.web_task import CHANGING, Act, Box, WebTask, WebTaskResult, Whose
from assistant.errors import (
    AllowanceSpent,
    CutShort,
    LanguageModelError,
    ModelNonsense,
    ModelOffline,
    NotFound,
    StepError,
    StepRefused,
)

SILENCE = 60.0
"""Seconds without a sign of life after which the child is taken for hung."""
_PICTURE = re.compile(r"[0-9]{1,6}\.jpg|last\.jpg")
"""What else lies in the folder of a task is not for the screen."""
_LONGEST_ANSWER = 4_000
_TICK = 0.5
_OFFLINE = 5.0
"""Seconds between two tries to reach the model's server in the middle of a task."""
_NEWS_S = 2.0
"""Seconds within which it is known here that the browser has ended."""
AT_ONCE = 2
"""Tasks at the same time; each takes a process of some 250 MB. Others wait."""


class BrowserTasks(ports.BrowserTasks):
    """All methods on the event loop. `near` gives the hosts of the own network that may be opened, `tell` records an event once for a key."""

    def __init__(
        self,
        folder: Path,
        model: ports.Model,
        secrets: ports.Secrets,
        owner: ports.Owner,
        browser: RunningBrowser,
        near: Callable[[], Sequence[str]],
        tell: Callable[[AnyEvent, str | None], Awaitable[object]],
    ) -> None:
        self._folder = folder
        self._model = model
        self._secrets = secrets
        self._owner = owner
        self._permission = Permission(owner, browser)
        self._browser = browser
        self._near = near
        self._tell = tell
        self._running: dict[tuple[str, str], Running] = {}
        self._room = anyio.CapacityLimiter(AT_ONCE)

    # --- the port ---

    async def carry_out(self, task: WebTask, whose: Whose) -> WebTaskResult:
        """Carry a task out; see the port."""
        if not self._model.connected:
            raise StepRefused.saying(words.NO_MODEL)
        secrets = await self._values(task)
        journal = Journal(self._of(whose.key))
        await anyio.to_thread.run_sync(make_room, journal.folder)
        values = tuple(value for named in secrets.values() for value in named.values())
        async with self._room, self._browser.used(), child() as process:
            running = Running(task, whose, process, journal, Sites.of(task, self._near()), values)
            running.heard = time.monotonic()
            self._running[whose.run, whose.path] = running
            # Pages of this task need what they need; which may be opened is decided in the child, act by act.
            self._browser.guard.visits[whose.key] = SiteRules()
            try:
                await self._told(running, "started")
                await process.send(self._begin(running, secrets))
                await self._watch(running)
            finally:
                del self._running[whose.run, whose.path]
                self._browser.guard.visits.pop(whose.key, None)
                with anyio.CancelScope(shield=True):
                    await self._told(running, "ended")
                    if self._browser.headless:
                        await _close(self._browser.endpoint, running.tabs)
        await anyio.to_thread.run_sync(journal.keep, tuple(running.path))
        return running.result()

    async def way(self, run: str, path: str) -> Sequence[Act]:
        """What a task did, all of it; see the port."""
        return await anyio.to_thread.run_sync(Journal(self._of(f"{run}:{path}")).kept)

    async def may_have_acted(self, whose: Whose) -> bool:
        """Whether for this step something was begun before a crash; what was asked for it then is asked no more."""
        await self._owner.withdraw(whose)
        return await anyio.to_thread.run_sync(Journal(self._of(whose.key)).has_acted)

    # --- the owner's hand ---

    async def pause(self, run: str, path: str, *, take_over: bool = False) -> None:
        """Let it stand still before its next act; `take_over`: the owner works on the page meanwhile. Raises NotFound."""
        running = self._find(run, path)
        running.held = "taken" if take_over or running.held == "taken" else "paused"
        await running.child.send(Order(order="pause", front=take_over))
        await self._told(running, "taken" if running.held == "taken" else "paused")

    async def go_on(self, run: str, path: str) -> None:
        """Let it go on; after a take-over the model looks at the page anew. Raises NotFound."""
        running = self._find(run, path)
        changed, running.held = running.held == "taken", ""
        await running.child.send(Order(order="go_on", changed=changed))
        await self._told(running, "going")

    async def hold(self, run: str, held: bool) -> None:
        """All tasks of a run stand still, or go on."""
        for of, path in tuple(self._running):
            if of == run:
                await (self.pause(run, path) if held else self.go_on(run, path))

    async def picture(self, run: str, path: str, name: str) -> bytes:
        """A picture that was taken of a page. Raises NotFound."""
        if not _PICTURE.fullmatch(name):
            raise NotFound("There is no such picture.", ru="Такой картинки нет.")
        file = self._of(f"{run}:{path}") / name
        try:
            return await anyio.to_thread.run_sync(file.read_bytes)
        except OSError as error:
            raise NotFound("That picture is not kept any more.", ru="Эта картинка больше не хранится.") from error

    # --- within ---

    def _begin(self, running: Running, secrets: Mapping[str, Mapping[str, str]]) -> Begin:
        task = running.task
        return Begin(
            task=task.task,
            start=task.start,
            language=running.whose.language,
            address=self._browser.endpoint,
            guarded=not self._browser.is_attached,
            folder=str(running.journal.folder),
            secrets=secrets,
            selector=task.expect.selector,
            steps=task.steps,
        )

    async def _watch(self, running: Running) -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._keep_time, running, tasks)
            tasks.start_soon(self._heed_end, running, tasks)
            async for message in running.child.messages():
                running.heard = time.monotonic()
                await self._take(running, message, tasks)
                if running.ended or running.why:
                    break
            if running.ended is None:
                # A child whose browser has ended may complain of it before that is known here.
                with anyio.move_on_after(_NEWS_S):
                    await running.alone.wait()
            tasks.cancel_scope.cancel()
        if running.alone.is_set() and running.ended is None:
            running.why = CutShort.saying(GONE)
        if running.why is None and running.ended is None:
            running.why = StepError.saying(words.GONE)
        if running.ended:
            await running.child.left()
        if running.why is not None:
            raise running.why

    async def _heed_end(self, running: Running, tasks: TaskGroup) -> None:
        """Its browser may end before it does."""
        await self._browser.ended()
        running.alone.set()
        tasks.cancel_scope.cancel()

    async def _keep_time(self, running: Running, tasks: TaskGroup) -> None:
        """Count the time that is not the owner's; end what takes too long or is silent."""
        before = time.monotonic()
        while running.why is None:
            await anyio.sleep(_TICK)
            now = time.monotonic()
            if not running.asking and not running.held:
                running.spent += now - before
            before = now
            if running.spent > running.task.seconds:
                running.why = StepRefused.saying(words.too_long(running.task.seconds))
            elif now - running.heard > SILENCE:
                running.why = StepError.saying(words.HUNG)
        tasks.cancel_scope.cancel()

    async def _take(self, running: Running, message: object, tasks: TaskGroup) -> None:
        match message:
            case AskModel():
                tasks.start_soon(self._ask_model, running, message, tasks)
            case Acting():
                tasks.start_soon(self._decide, running, message)
            case Leaving():
                tasks.start_soon(self._leave, running, message)
            case Reaching():
                tasks.start_soon(self._reach, running, message)
            case Asking():
                tasks.start_soon(self._answer_page, running, message)
            case Acted():
                await self._acted(running, message)
            case Ended():
                running.ended = message
            case Broken():
                running.why = StepError.saying(words.broken(running.clean(message.why)))
            case Opened():
                running.tabs.append(message.tab)

    async def _ask_model(self, running: Running, message: AskModel, tasks: TaskGroup) -> None:
        whose = running.whose
        rules, page = running.clean(message.rules), running.clean(message.page)
        prompt = Prompt(
            instructions=rules,
            data={"page": page},
            answer=message.shape,
            run=whose.run,
            turn=whose.turn,
            longest=_LONGEST_ANSWER,
        )
        try:
            if running.tokens >= running.task.tokens:
                raise AllowanceSpent.saying(words.too_many_tokens(running.task.tokens))
            done = await self._asked(running, prompt)
        except ModelNonsense as error:
            await running.child.send(Reply(id=message.id, error=str(error)))
            return
        except LanguageModelError as error:
            # Without its model it can do nothing; what it costs is not for it to decide.
            running.why = StepRefused.saying(error.both)
            tasks.cancel_scope.cancel()
            return
        running.calls += 1
        running.tokens += done.tokens_in + done.tokens_out
        value: Json = done.text if message.shape is None else done.value
        await running.child.send(Reply(id=message.id, value=value))

    async def _asked(self, running: Running, prompt: Prompt) -> Completion:
        """The model's answer; while its server is out of reach it is waited for, as long as the task may take."""
        while True:
            try:
                return await self._model.ask(prompt, on_text=lambda _text: None)
            except ModelOffline:
                if running.calls == 0:
                    raise
                await self._told(running, "offline")
                await anyio.sleep(_OFFLINE)
                await self._told(running, running.held or "going")

    async def _decide(self, running: Running, message: Acting) -> None:
        """Let the child do it, or ask the owner first."""
        act = Act.model_validate(running.cleaned(message.act.model_dump(mode="json")))
        running.acts[act.number], running.agreed = act, False
        asks = is_irreversible(act)
        await self._show(running, act, "asked" if asks else "doing", picture=message.picture, box=message.box)
        error = await self._permission.not_opened(running, act) if act.kind == "open" else ""
        if not error and asks and not await self._permission.of(running, act, again=message.again):
            running.declined = True
            error = words.DECLINED
        if not error and act.kind in CHANGING:
            await anyio.to_thread.run_sync(running.journal.note, act)
        running.agreed = asks and not error
        if running.agreed:
            await self._show(running, act, "doing", picture=message.picture, box=message.box)
        await running.child.send(Reply(id=message.id, value=None if error else "allowed" if asks else "go", error=error))

    async def _leave(self, running: Running, message: Leaving) -> None:
        """A page is about to come from a host for the first time, whatever has led there."""
        await running.child.send(Reply(id=message.id, value=await self._permission.may_open(running, message.url)))

    async def _reach(self, running: Running, message: Reaching) -> None:
        """A page loads something in a browser no guard stands before."""
        await running.child.send(Reply(id=message.id, value=await self._permission.may_reach(message.url)))

    async def _answer_page(self, running: Running, message: Asking) -> None:
        """A page asks something itself: no, unless it is about what the owner has just said yes to, and he says yes again."""
        yes = running.agreed and await self._permission.to_answer(running, running.clean(message.text), message.url)
        await running.child.send(Reply(id=message.id, value=yes))

    async def _acted(self, running: Running, message: Acted) -> None:
        act = running.acts.get(message.number)
        if act is None:
            return
        if not message.error and act.kind not in ("read", "wait", "scroll"):
            running.path.append(act)
        await self._show(running, act, "failed" if message.error else "done", error=running.clean(message.error))

    async def _show(
        self,
        running: Running,
        act: Act,
        state: ActState,
        *,
        picture: str = "",
        box: Box | None = None,
        error: str = "",
    ) -> None:
        told = running.tells(act, state, picture=picture, box=box, error=error)
        await self._tell(told, f"{running.whose.key}:act:{running.child.pid}:{act.number}:{state}")

    async def _told(self, running: Running, state: BrowsingState) -> None:
        whose, ended = running.whose, running.ended
        told = BrowsingChanged(
            turn=whose.turn,
            run=whose.run,
            path=whose.path,
            state=state,
            unseen=self._browser.headless,
            url=running.clean(ended.shows.url)[:500] if ended else "",
            picture=ended.picture if ended else "",
        )
        await self._tell(told, None)

    async def _values(self, task: WebTask) -> Mapping[str, Mapping[str, str]]:
        """The secrets of a task by site and name. Raises StepRefused."""
        return {site: {name: await self._secrets.secret(name) for name in names} for site, names in task.secrets.items() if names}

    def _find(self, run: str, path: str) -> Running:
        if (running := self._running.get((run, path))) is None:
            raise NotFound("That is not at work in the browser any more.", ru="Это уже не выполняется в браузере.")
        return running

    def _of(self, key: str) -> Path:
        return self._folder / hashlib.sha256(key.encode()).hexdigest()[:32]


async def _close(endpoint: str, tabs: Sequence[str]) -> None:
    """Close tabs nobody can see, whatever has become of the child."""
    address = urlsplit(endpoint).netloc
    if not address:
        return
    async with httpx.AsyncClient(trust_env=False, timeout=2) as client:
        for tab in tabs:
            with suppress(httpx.HTTPError):
                await client.get(f"http://{address}/json/close/{tab}")
