"""The only way of our browser to the network: a proxy on this computer that lets through what the rules permit.

The browser gives it every request - of pages, frames, scripts, sockets, downloads, also after a redirect. A name is looked up
here, once, all its addresses are checked, and the connection goes to the very address that was checked.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress

import anyio
import anyio.abc

from assistant.browser import rules, upstream
from assistant.browser.rules import Site
from assistant.domain.base import LocalText
from assistant.domain.both import both
from assistant.domain.page import SiteRules
from assistant.errors import StepError, StepRefused
from assistant.fetch import Resolve, is_public, resolve
from assistant.settings import BrowserSettings

logger = logging.getLogger(__name__)
MAX_HEAD = 262_144
MAX_CONNECTIONS = 512
MAX_REFUSALS = 256
CONNECT_S = 20.0
HEAD_S = 60.0
"""Seconds in which a connection says what it wants; browsers open some in reserve, and again when those are gone."""
_CHUNK = 65_536
_ENDED = (anyio.EndOfStream, anyio.BrokenResourceError, anyio.ClosedResourceError)
_MAX_DIGITS = 18


class Guard:
    """Listens on a port of this computer while `serve` runs. `look_up` finds the addresses of a host."""

    def __init__(self, chosen: Callable[[], BrowserSettings], look_up: Resolve = resolve) -> None:
        self._chosen, self._look_up = chosen, look_up
        self.visits: dict[str, SiteRules] = {}
        """The rules of the steps' own, by run: only what those of some run permit is let through."""
        self._refused: OrderedDict[str, Refusal] = OrderedDict()
        self._room = anyio.CapacityLimiter(MAX_CONNECTIONS)
        self.port = 0

    async def serve(self, *, task_status: anyio.abc.TaskStatus[int] = anyio.TASK_STATUS_IGNORED) -> None:
        """Take connections until cancelled."""
        listener = await anyio.create_tcp_listener(local_host="127.0.0.1", local_port=0)
        self.port = int(listener.extra(anyio.abc.SocketAttribute.local_port))  # noqa: S610 - no query of a database
        task_status.started(self.port)
        async with listener:
            await listener.serve(self._take)

    async def addresses(self, site: Site) -> list[str]:
        """The addresses of a site that may be reached. Raises Refusal."""
        if (why := self.forbids(site)) is not None:
            raise Refusal(why)
        try:
            found = list(await self._look_up(site.host, site.port))
        except StepError as error:
            raise Refusal(error.both, final=False) from error
        if not found:
            raise Refusal(both("There is no {host} on the network.", "Адреса {host} в сети нет.", host=site.host), final=False)
        if not rules.names_host(self._chosen().allow_hosts, site) and not all(map(is_public, found)):
            raise Refusal(rules.private(site.host))
        return found

    def forbids(self, site: Site) -> LocalText | None:
        """Why the lists forbid a site, None when they do not."""
        chosen = self._chosen()
        own = SiteRules.model_construct(allow=chosen.allow, deny=chosen.deny)
        if not rules.permits(own, site):
            return rules.not_permitted(site.host)
        if self.visits and not any(rules.permits(visit, site) for visit in self.visits.values()):
            return rules.not_permitted(site.host)
        return None

    def refusal(self, url: str) -> Refusal | None:
        """Why the site of an address was last refused, if it was."""
        site = Site.of(url)
        return self._refused.get(f"{site.host}:{site.port}") if site else None

    # --- connections ---

    async def _take(self, stream: anyio.abc.SocketStream) -> None:
        async with stream, self._room:
            try:
                await self._serve_one(stream)
            except* (OSError, *_ENDED):  # a task group wraps them
                logger.debug("a connection of the browser ended early")

    async def _serve_one(self, stream: anyio.abc.SocketStream) -> None:
        with anyio.fail_after(HEAD_S):
            head, rest = await _head(stream)
        line, _, fields = head.partition(b"\r\n")
        method, _, after = line.partition(b" ")
        target = after.rpartition(b" ")[0].decode("latin-1")
        tunnel = method == b"CONNECT"
        site = Site.named(target) if tunnel else Site.of(target)
        if site is None:
            await _answer(stream, b"400 Bad Request")
            return
        try:
            far = await self._reach(site)
        except Refusal as refused:
            self._note(site, refused)
            await _answer(stream, b"403 Forbidden")
            return
        except (OSError, TimeoutError):
            await _answer(stream, b"502 Bad Gateway")
            return
        self._refused.pop(f"{site.host}:{site.port}", None)
        async with far:
            if tunnel:
                await stream.send(b"HTTP/1.1 200 OK\r\n\r\n")
                if rest:
                    await far.send(rest)
                await _both_ways(stream, far)
            else:
                await _one_request(stream, far, method, target, fields, rest)

    async def _reach(self, site: Site) -> anyio.abc.SocketStream:
        found = await self.addresses(site)
        chosen = self._chosen()
        # Hosts of the owner's own network are reached without it; the others at the very address that was checked here.
        proxy = "" if rules.names_host(chosen.allow_hosts, site) else chosen.proxy
        fault: OSError | None = None
        for address in found[:4]:
            try:
                with anyio.fail_after(CONNECT_S):
                    if proxy:
                        return await upstream.tunnel(proxy, address, site.port)
                    return await anyio.connect_tcp(address, site.port)
            except OSError as error:
                fault = error
        raise fault or OSError("no address")

    def _note(self, site: Site, why: Refusal) -> None:
        key = f"{site.host}:{site.port}"
        self._refused[key] = why
        self._refused.move_to_end(key)
        while len(self._refused) > MAX_REFUSALS:
            self._refused.popitem(last=False)
        logger.info("the browser was kept from %s", site.host)


class Refusal(Exception):
    """A site that is not reached; `final` when trying again will not help."""

    def __init__(self, why: LocalText, *, final: bool = True) -> None:
        super().__init__(why.get("en", ""))
        self.why, self.final = why, final

    @property
    def fault(self) -> StepError:
        """As a step says it."""
        return StepRefused.saying(self.why) if self.final else StepError.saying(self.why)


async def _head(stream: anyio.abc.SocketStream) -> tuple[bytes, bytes]:
    got = b""
    while b"\r\n\r\n" not in got:
        if len(got) > MAX_HEAD:
            raise OSError("too long a request")
        got += await stream.receive(_CHUNK)
    head, _, rest = got.partition(b"\r\n\r\n")
    return head, rest


async def _answer(stream: anyio.abc.SocketStream, status: bytes) -> None:
    await stream.send(b"HTTP/1.1 " + status + b"\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")


async def _one_request(
    near: anyio.abc.SocketStream, far: anyio.abc.SocketStream, method: bytes, target: str, fields: bytes, rest: bytes
) -> None:
    """Pass one request on and its answer back; the connection then ends, so that the next one is checked by itself."""
    length, kept = 0, []
    for field in fields.split(b"\r\n"):
        name = field.partition(b":")[0].strip().lower()
        if name == b"content-length":
            said = field.partition(b":")[2].strip()
            if not said.isdigit() or len(said) > _MAX_DIGITS:
                await _answer(near, b"400 Bad Request")
                return
            length = int(said)
        if name == b"transfer-encoding":
            await _answer(near, b"411 Length Required")
            return
        if name not in (b"proxy-connection", b"connection", b"proxy-authorization"):
            kept.append(field)
    path = "/" + target.partition("://")[2].partition("/")[2] if "/" in target.partition("://")[2] else "/"
    lines = [method + b" " + path.encode("latin-1") + b" HTTP/1.1", *kept, b"connection: close"]
    await far.send(b"\r\n".join(lines) + b"\r\n\r\n" + rest[:length])
    left = length - len(rest[:length])
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_pass_on, near, far, left)
        await _drain(far, near)
        tasks.cancel_scope.cancel()


async def _pass_on(near: anyio.abc.SocketStream, far: anyio.abc.SocketStream, left: int) -> None:
    """The rest of what is sent, as long as the browser sends it and the site takes it."""
    with suppress(*_ENDED):
        while left > 0:
            part = (await near.receive(_CHUNK))[:left]
            left -= len(part)
            await far.send(part)


async def _both_ways(near: anyio.abc.SocketStream, far: anyio.abc.SocketStream) -> None:
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_drain, near, far)
        await _drain(far, near)
        tasks.cancel_scope.cancel()


async def _drain(source: anyio.abc.SocketStream, sink: anyio.abc.SocketStream) -> None:
    """Everything that comes, until the source ends; then the sink is told so."""
    try:
        while True:
            await sink.send(await source.receive(_CHUNK))
    except _ENDED:
        pass
    try:
        await sink.send_eof()
    except (OSError, anyio.BrokenResourceError, anyio.ClosedResourceError):
        return
