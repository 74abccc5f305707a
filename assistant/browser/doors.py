"""Windows that open from a run's pages in the owner's own browser: each stands still until its every request is checked.

The library learns of a window when its first request is on its way. So there is a second debugger beside it that every new
window waits for; one that is nobody's run's is let go on at once.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import anyio
import anyio.abc
import anyio.to_thread
import httpx

from assistant.browser.debugger import socket_of
from assistant.domain.base import LocalText
from assistant.domain.both import both
from assistant.errors import StepError

if TYPE_CHECKING:
    from assistant.browser.group import Group

logger = logging.getLogger(__name__)
_STAND_S = 20.0
_CLOSED = both(
    "Your browser does not let its new windows be watched, so nothing is done in it. Restart it with --remote-debugging-port, or empty "
    "attach under [browser].",
    "Ваш браузер не даёт следить за новыми окнами, поэтому в нём ничего не делается. Перезапустите его с --remote-debugging-port или "
    "очистите attach в [browser].",
)


class Doors:
    """`whose` gives the run's pages of which one has this debugger's name, `why_not` why they may not load from an address.

    Stands at none until it has `behind`, the tasks it decides in.
    """

    def __init__(self, whose: Callable[[str], Group | None], why_not: Callable[[Group, str], Awaitable[LocalText]]) -> None:
        self._whose, self._why_not = whose, why_not
        self.behind: anyio.abc.TaskGroup | None = None
        self._client: Any = None
        self._generation = 0
        self._one = anyio.Lock()
        self._groups: dict[str, tuple[Group, str]] = {}
        """By the debugger's session: whose window it is, and its name."""
        self._shown: set[str] = set()
        """Windows whose first page was let in."""

    async def stand(self, address: str, generation: int) -> None:
        """Stand at the doors of the browser at this address, of this start, until it ends. Raises StepError."""
        async with self._one:
            if self._generation == generation and self._client is not None:
                return
            await self.leave()
            try:
                with anyio.fail_after(_STAND_S):
                    await self._open(address)
            except (OSError, RuntimeError, TimeoutError, httpx.HTTPError) as error:
                await self.leave()
                raise StepError.saying(_CLOSED) from error
            self._generation = generation

    async def leave(self) -> None:
        """Stand there no more: what waits goes on."""
        client, self._client = self._client, None
        self._groups.clear()
        self._shown.clear()
        if client is not None:
            await _quietly(client.stop())

    # --- within ---

    async def _open(self, address: str) -> None:
        client = self._client = (await anyio.to_thread.run_sync(_library))(await socket_of(address))
        await client.start()
        client.register.Target.attachedToTarget(self._came)
        client.register.Target.detachedFromTarget(self._went)
        client.register.Fetch.requestPaused(self._paused)
        wanted = {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": True, "filter": [{"type": "page"}]}
        await client.send.Target.setAutoAttach(params=wanted)

    def _came(self, event: Any, _session: str | None = None) -> None:
        if self.behind is not None:
            self.behind.start_soon(self._let_in, event["targetInfo"], event["sessionId"], event["waitingForDebugger"])

    def _went(self, event: Any, _session: str | None = None) -> None:
        _group, target = self._groups.pop(event["sessionId"], (None, ""))
        self._shown.discard(target)

    async def _let_in(self, info: Any, session: str, waits: bool) -> None:
        client, target = self._client, info["targetId"]
        group = self._group_of(info.get("openerId", "")) if waits else None
        if client is None:
            return
        # A window that stands still answers nothing: all is said to it at once, the word to go on last.
        async with anyio.create_task_group() as said:
            if group is not None:
                self._groups[session] = group, target
                for order in (
                    client.send.Network.enable(session_id=session),
                    client.send.Network.setBypassServiceWorker(params={"bypass": True}, session_id=session),
                ):
                    said.start_soon(_quietly, order)
                said.start_soon(self._watched, client, group, target, session)
            if waits:
                said.start_soon(_quietly, client.send.Runtime.runIfWaitingForDebugger(session_id=session))
            if group is None:
                said.start_soon(_quietly, client.send.Target.detachFromTarget(params={"sessionId": session}))

    async def _watched(self, client: Any, group: Group, target: str, session: str) -> None:
        """Let each of its requests wait for a word; a window that cannot be watched is closed."""
        patterns = {"patterns": [{"urlPattern": "*"}]}
        if await _quietly(client.send.Fetch.enable(params=patterns, session_id=session)) is None:
            await self._shut(group, target)

    def _group_of(self, opener: str) -> Group | None:
        """Also of a window that has opened from one which is not known to the library yet."""
        mine = next((group for group, target in self._groups.values() if target == opener), None)
        return mine or self._whose(opener)

    def _paused(self, event: Any, session: str | None = None) -> None:
        if self.behind is not None and session in self._groups:
            self.behind.start_soon(self._decide, event, session)

    async def _decide(self, event: Any, session: str) -> None:
        client, (group, target) = self._client, self._groups.get(session, (None, ""))
        if client is None or group is None:
            return
        why = await self._why_not(group, str(event["request"]["url"]))
        request = {"requestId": event["requestId"]}
        if not why:
            self._shown.add(target)
            await _quietly(client.send.Fetch.continueRequest(params=request, session_id=session))
            return
        failed = {**request, "errorReason": "BlockedByClient"}
        if target in self._shown:
            group.refused = why
            await _quietly(client.send.Fetch.failRequest(params=failed, session_id=session))
            return
        group.note({"en": f"A window that opened was closed. {why['en']}", "ru": f"Открывшееся окно закрыто. {why['ru']}"})
        await self._shut(group, target)

    async def _shut(self, group: Group, target: str) -> None:
        await _quietly(self._client.send.Target.closeTarget(params={"targetId": target}))
        group.opening = max(0, group.opening - 1)
        group.moved()


def _library() -> Any:
    from cdp_use import CDPClient

    return CDPClient


async def _quietly(answer: Awaitable[Any]) -> Any:
    """What the browser answers; None when the window, or the browser, is gone meanwhile."""
    try:
        return await answer
    except (RuntimeError, OSError) as error:
        logger.debug("a window did not answer: %s", type(error).__name__)
        return None
