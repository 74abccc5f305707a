"""What is being shown right now: recorded while the owner does it, told to every window, kept over a restart."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

import anyio
import anyio.to_thread
from pydantic import ValidationError

from assistant import ports
from assistant.bus import Bus
from assistant.domain.base import Language, LocalText
from assistant.domain.both import both
from assistant.domain.command import Command
from assistant.domain.event.browsing import ShowingChanged
from assistant.domain.event.envelope import AnyEvent
from assistant.domain.event.run import RunFinished
from assistant.domain.showing import LeftPage, Showing, ShownAction
from assistant.domain.telling import Draft
from assistant.errors import AssistantError, DataFolderUnusable, StepRefused
from assistant.showing import words
from assistant.showing.actions import MOST, added, left_page
from assistant.showing.addresses import without_keys
from assistant.showing.draft import answered, begun, drafted
from assistant.showing.loops import in_rows, with_loops
from assistant.store.memos import Memos

logger = logging.getLogger(__name__)
MEMO = "showing"
LONGEST_WAY = 100
"""Steps of a command that is made of what a task did; what it did row by row is a loop, and counts as one."""
_MOST_OF_A_TASK = 1_000
BACKLOG = 1_000
"""Things the owner may do faster than they are kept."""


class Recorder(Protocol):
    """Records what the owner does in the browser. `tell` is called on the event loop, `lost` when the browser went away."""

    async def start(
        self,
        run: str,
        language: Language,
        tell: Callable[[ShownAction], None],
        lost: Callable[[], None],
        left: LeftPage,
    ) -> LocalText:
        """Open a page for a run, or go on in those it has, and record; what the owner should know about it. When those it had are
        gone, the one that was `left` is opened again and filled in as it was. Raises StepError."""

    async def stop(self) -> None:
        """Record no more; the page stays. Never raises."""


class Known(Protocol):
    """The loaded commands by name."""

    @property
    def commands(self) -> Mapping[str, Command]:
        """Every command as it is now."""


class Showings(ports.Showings):
    """The real thing behind the port, and what the window's card calls. On the event loop."""

    def __init__(
        self,
        recorder: Recorder,
        memos: Memos,
        known: Known,
        secrets: Callable[[], Awaitable[Sequence[str]]],
        bus: Bus,
        tell: Callable[[AnyEvent], None],
        last_task: Callable[[str], Awaitable[Sequence[ShownAction]]],
    ) -> None:
        self._recorder, self._memos, self._known, self._secrets = recorder, memos, known, secrets
        self._bus, self._tell, self._last_task = bus, tell, last_task
        self._now = Showing()
        self._one_change = anyio.Lock()
        self._heard: deque[ShownAction | None] = deque(maxlen=BACKLOG)
        self._news = anyio.Event()

    async def run(self) -> None:
        """Take in what is shown until cancelled."""
        await self._remember()
        try:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(self._follow_runs)
                while True:
                    await self._news.wait()
                    self._news = anyio.Event()
                    async with self._one_change:
                        await self._drain()
        finally:
            with anyio.CancelScope(shield=True):
                await self._recorder.stop()

    @property
    def state(self) -> ShowingChanged:
        """What is being shown, for a window."""
        now = self._now
        return ShowingChanged(
            turn=now.turn,
            run=now.run,
            state=now.state,
            lines=words.lines(now.actions, now.language),
            each=now.each,
            detail=now.detail,
        )

    # --- what steps and the window's card do ---

    async def begin(self, words: str, *, run: str, turn: str, language: Language) -> None:
        """Open the browser and record."""
        async with self._one_change:
            if self._now.state != "off" and self._now.run != run:
                raise StepRefused.saying(_BUSY)
            if self._now.run != run:
                await self._become(Showing(run=run, turn=turn, language=language, words=words, state="opening"))
            try:
                await self._record()
            except AssistantError:
                await self._become(Showing())
                raise

    async def draft(self, words: str, draft: Draft | None, *, run: str, language: Language, now: datetime) -> Draft:
        """End the recording, and what it comes to."""
        if draft is None:
            async with self._one_change:
                await self._recorder.stop()
                await self._drain()
                shown = self._now if self._now.run == run else Showing(language=language)
                # The same step again, after a crash, finds what there was.
                await self._become(self._now.model_copy(update={"state": "ended"}) if shown.run else Showing())
            draft = begun(shown.actions, language, shown.words, each=shown.each)
        else:
            await self._forget_ended(run)
            draft = answered(draft, words)
        secrets = await self._secrets()
        return await anyio.to_thread.run_sync(drafted, draft, self._known.commands, secrets, now)

    async def way(self, words: str, *, before_turn: str, language: Language, now: datetime) -> Draft:
        """The way a browser task went."""
        actions: tuple[ShownAction, ...] = ()
        for action in await self._last_task(before_turn):
            actions = added(actions, action, _MOST_OF_A_TASK)
        if not any(action.kind != "open" for action in actions):
            raise StepRefused.saying(_NO_TASK)
        if (steps := len(with_loops(actions))) > LONGEST_WAY:
            raise StepRefused.saying(_too_long(steps))
        draft = begun(actions, language, words)
        return await anyio.to_thread.run_sync(drafted, draft, self._known.commands, await self._secrets(), now)

    async def each(self) -> int:
        """The same for every row."""
        async with self._one_change:
            self._must_be_shown()
            if not in_rows(self._now.actions):
                raise StepRefused.saying(_NO_ROW)
            await self._become(self._now.model_copy(update={"each": True}))
        return max(action.row.count for action in self._now.actions if action.row)

    async def pause(self, paused: bool) -> None:
        """Record nothing for a while, or go on."""
        async with self._one_change:
            self._must_be_shown()
            if not paused:
                await self._record()
                return
            await self._recorder.stop()
            await self._drain()
            await self._become(self._now.model_copy(update={"state": "paused"}))

    async def forget(self, action: str = "") -> str:
        """Take a recorded thing out."""
        async with self._one_change:
            self._must_be_shown()
            await self._drain()
            found = [one for one in self._now.actions if action in ("", one.id)][-1:]
            if not found:
                raise StepRefused.saying(_NOTHING_THERE)
            kept = tuple(one for one in self._now.actions if one is not found[0])
            await self._become(self._now.model_copy(update={"actions": kept, "each": self._now.each and in_rows(kept)}))
            return words.line(found[0], self._now.language)

    async def drop(self, run: str) -> None:
        """End it and keep nothing."""
        async with self._one_change:
            if self._now.run == run:
                await self._recorder.stop()
                await self._drain()
                await self._become(Showing())

    # --- within ---

    async def _record(self) -> None:
        now = self._now
        detail = await self._recorder.start(now.run, now.language, self._hear, self._lost, left_page(now))
        await self._become(self._now.model_copy(update={"state": "recording", "detail": detail}))

    def _hear(self, action: ShownAction | None) -> None:
        self._heard.append(action)
        self._news.set()

    def _lost(self) -> None:
        self._hear(None)

    async def _drain(self) -> None:
        """What was done before this moment counts."""
        while self._heard:
            await self._taken(self._heard.popleft())

    async def _taken(self, action: ShownAction | None) -> None:
        if self._now.state not in ("recording", "paused"):
            return
        if action is None:
            await self._become(self._now.model_copy(update={"state": "lost", "detail": _LOST}))
            return
        actions = added(self._now.actions, action)
        at = without_keys(action).url or self._now.at
        if actions != self._now.actions or at != self._now.at:
            detail = _FULL if len(actions) >= MOST else self._now.detail
            await self._become(self._now.model_copy(update={"actions": actions, "at": at, "detail": detail}))

    async def _become(self, now: Showing) -> None:
        try:
            await self._memos.set(MEMO, now.model_dump_json() if now.run else "")
        except DataFolderUnusable as error:
            logger.warning("what is shown cannot be kept: %s", error)
        self._now = now
        self._tell(self.state)

    async def _remember(self) -> None:
        """Go on with what was shown before the assistant was stopped: the owner says when."""
        try:
            kept = Showing.model_validate_json(await self._memos.get(MEMO) or "{}")
        except ValidationError:
            return
        if kept.run:
            self._now = kept if kept.state == "ended" else kept.model_copy(update={"state": "lost", "detail": _STOPPED})
            self._tell(self.state)

    async def _forget_ended(self, run: str) -> None:
        async with self._one_change:
            if self._now.run == run and self._now.state == "ended":
                await self._become(Showing())

    async def _follow_runs(self) -> None:
        """A run that ended waits for nothing any more."""
        while True:
            with self._bus.listen() as told:
                async for envelope in told:
                    if isinstance(envelope.event, RunFinished) and envelope.event.run == self._now.run:
                        await self.drop(envelope.event.run)

    def _must_be_shown(self) -> None:
        if self._now.state not in ("recording", "paused", "lost"):
            raise StepRefused.saying(_NOTHING_SHOWN)


_BUSY: LocalText = both(
    "Something else is being shown already; say “done” there first.",
    "Сейчас уже показывается другое; сначала скажите там «готово».",
)
_NOTHING_SHOWN: LocalText = both(
    "Nothing is being shown right now. Say “watch how I do it” first.",
    "Сейчас ничего не показывается. Сначала скажите «смотри, как я это делаю».",
)
_NO_ROW: LocalText = both(
    "Nothing was done to a row of a list yet. Do it for one row first.",
    "В строке списка ещё ничего не сделано. Сначала сделайте это для одной строки.",
)
_NO_TASK: LocalText = both(
    "Nothing was done in the browser by a task lately that could be kept.",
    "В последнее время в браузере не выполнялось задач, которые можно запомнить.",
)


def _too_long(steps: int) -> LocalText:
    return both(
        "The task did {steps} things one after another; a command made of it holds {most}, and nothing in it repeats row by row. Let it "
        "be done in smaller tasks, or show it for one row and say “the same for every row”.",
        "Задача сделала подряд {steps} действий; в команду из неё помещается {most}, а повторов по строкам списка в ней нет. Разбейте её "
        "на задачи поменьше или покажите для одной строки и скажите «то же для каждой строки».",
        steps=str(steps),
        most=str(LONGEST_WAY),
    )


_NOTHING_THERE: LocalText = both("Nothing was recorded that could be taken out.", "Убирать нечего: ничего не записано.")
_LOST: LocalText = both(
    "The browser was closed. Press “Go on” to open it again, or say “done”.",
    "Браузер закрыт. Нажмите «Продолжить», чтобы открыть его снова, или скажите «готово».",
)
_STOPPED: LocalText = both(
    "The assistant was restarted meanwhile. Press “Go on” to record further, or say “done”.",
    "Помощник за это время перезапускался. Нажмите «Продолжить», чтобы записывать дальше, или скажите «готово».",
)
_FULL: LocalText = both(
    "That is as much as one command can hold; say “done”.", "Больше в одну команду не помещается; скажите «готово»."
)
